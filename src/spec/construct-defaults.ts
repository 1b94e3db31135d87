/** One thing that our functions decide where nothing is said. README's table is written from these. */
export interface ConstructDefault {
  /** As in the props. */
  readonly option: string;
  readonly value: string;
  readonly awsCdkLib: string;
  readonly reason: string;
}

/** How long logs are kept. */
export const LOG_RETENTION_DAYS = 90;

/** The defaults of every kind of function, each with its reason. A release does not change them, unless it is a major one. */
export const CONSTRUCT_DEFAULTS: readonly ConstructDefault[] = [
  {
    option: 'architecture',
    value: '`ARM_64`; `X86_64` for images, at the edge, and for a custom runtime whose `bootstrap` is made for it',
    awsCdkLib: '`X86_64`',
    reason:
      'A fifth cheaper for the same time. An image is what its Dockerfile makes of it, which most often is x86; the edge has nothing else.',
  },
  {
    option: 'runtime',
    value: 'the newest that is generally available: `nodejs24.x`, `python3.14`; to be named for all others',
    awsCdkLib: 'to be named; for `NodejsFunction` it depends on the Region and on a feature flag',
    reason: 'The longest time until it is deprecated; written into the template, so that only a new release changes it.',
  },
  {
    option: 'logGroup',
    value: 'a log group of the stack under a name that CloudFormation makes; at the edge that of Lambda, in each Region',
    awsCdkLib: 'none: Lambda makes `/aws/lambda/NAME` at the first invocation',
    reason:
      'It has a retention, tags and a removal policy, and a generated name never collides with one that is there. In which Regions the edge is, nobody knows.',
  },
  {
    option: 'logRetention',
    value: '`RetentionDays.THREE_MONTHS`',
    awsCdkLib: 'for ever',
    reason:
      'Logs of the last run of a monthly job, and of events that waited for 14 days, are still there; three months of storage cost less than a fifth of what taking the logs in costs.',
  },
  {
    option: 'logRemovalPolicy',
    value: '`RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`',
    awsCdkLib: '`RETAIN`',
    reason:
      'What happened can be read after the function is gone, until the retention ends; a creation that failed leaves nothing.',
  },
  {
    option: 'loggingFormat',
    value: '`LoggingFormat.JSON`',
    awsCdkLib: '`TEXT`',
    reason: 'Fields can be searched without patterns, and log levels can be set.',
  },
  {
    option: 'role',
    value: 'a role that may write to this log group, and in a VPC use network interfaces, and nothing else',
    awsCdkLib:
      '`AWSLambdaBasicExecutionRole`, and in a VPC `AWSLambdaVPCAccessExecutionRole`: both may write to every log group of the account and make new ones',
    reason: 'Least privilege; and no managed policy of AWS, which changes without a deployment.',
  },
  {
    option: 'tracing',
    value: 'none: Lambda passes through what it is given',
    awsCdkLib: 'the same',
    reason: 'X-Ray charges for every trace above a free amount.',
  },
  {
    option: 'recursiveLoop',
    value: 'nothing is written, which is `RecursiveLoop.TERMINATE`',
    awsCdkLib: 'the same',
    reason: "Lambda's own default; whoever deploys then needs no permission for a setting that changes nothing.",
  },
  {
    option: 'memorySize, timeout, ephemeralStorageSize',
    value: 'nothing is written, which is 128 MB, 3 seconds and 512 MB',
    awsCdkLib: 'the same',
    reason: 'What fits depends on the code; a guess that is too high costs money, and a timeout that is too long hides mistakes.',
  },
  {
    option: 'removalPolicy',
    value: 'at the edge `RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`, for the function and its versions; others are deleted',
    awsCdkLib: '`DESTROY`',
    reason: 'Lambda refuses to delete what has copies at the edge, for hours; the deletion of the stack would fail.',
  },
];
