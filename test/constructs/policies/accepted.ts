import { NETWORK_INTERFACE_ACTIONS } from '../../../src/spec/vpc';

/** A finding of the AwsSolutions pack that stays. */
export interface Accepted {
  /** As `packFindings` tells it. */
  readonly rule: string | RegExp;
  /** The scenes in which it is found; none, where only other tests have it, which scripts/check-templates.ts looks at. */
  readonly scenes: readonly string[];
  readonly reason: string;
}

/** Whether a row speaks of this rule. */
export function isAbout({ rule }: Accepted, found: string): boolean {
  return typeof rule === 'string' ? rule === found : rule.test(found);
}

const AWS_POLICY = 'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy';

/** All that the pack finds in what our constructs make, and why it is so. What is no longer found must go from here. */
export const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'L1',
    scenes: ['PythonFunction'],
    reason: 'aws-cdk-lib knows python3.15 already, which is a preview; the default is the newest that is generally available.',
  },
  ...NETWORK_INTERFACE_ACTIONS.map((action) => ({
    rule: `IAM5[${action} on *]`,
    scenes: [
      'VpcAccess.privateWithEgress',
      'VpcAccess.privateWithEgress, leastPrivilege',
      'VpcAccess.privateWithEgress, shareSecurityGroup',
      'VpcAccess.isolated',
      'VpcAccess.isolated, with an interface endpoint',
      'VpcAccess.dualStack',
    ],
    reason: 'Lambda asks for it on every resource (NET-02).',
  })),
  ...['xray:PutTelemetryRecords', 'xray:PutTraceSegments'].map((action) => ({
    rule: `IAM5[${action} on *]`,
    scenes: ['tracing ACTIVE'],
    reason: 'Traces are no resources that a policy could name.',
  })),
  {
    rule: 'EC23',
    scenes: ['VpcAccess.isolated, with an interface endpoint'],
    reason:
      'The rule cannot tell, because the range that may call the endpoint is known at the deployment: it is that of the VPC.',
  },
  {
    rule: `${AWS_POLICY}/service-role/AWSLambdaBasicDurableExecutionRolePolicy]`,
    scenes: ['durableConfig'],
    reason: 'What durable functions need to keep their state is not documented otherwise, and grows with the service.',
  },
  {
    rule: /^IAM5\[Resource::.*:log-group:\/aws\/lambda-insights:\*\]$/,
    scenes: ['insightsVersion'],
    reason: 'The extension writes to log streams of its own making, in the one group of Insights.',
  },
  {
    rule: `${AWS_POLICY}/service-role/AWSCodeDeployRoleForLambdaLimited]`,
    scenes: ['Traffic.canary', 'Traffic.linear', 'Traffic.allAtOnce', 'Traffic with a hook'],
    reason:
      'The role is of CodeDeploy, not of the function, and this is the narrower of the two policies that CodeDeploy has for it.',
  },
  {
    rule: /^IAM5\[Resource::.*Arn\S*:\*\]$/,
    scenes: ['Traffic with a hook'],
    reason:
      'Who may call a function, as CodeDeploy a hook or a function its destination, may call each of its versions; that is what aws-cdk-lib grants.',
  },
  {
    rule: 'IAM5[Action::kms:GenerateDataKey*]',
    scenes: ['onFailure, with a key'],
    reason: 'What aws-cdk-lib grants on the key of a queue to all that send to it.',
  },
  {
    rule: 'IAM5[Action::kms:ReEncrypt*]',
    scenes: ['onFailure, with a key'],
    reason: 'What aws-cdk-lib grants on the key of a queue to all that send to it.',
  },
  {
    rule: 'CFR1',
    scenes: ['UrlDistribution'],
    reason: 'Whom a site is for is not ours to guess: `geoRestriction` says it.',
  },
  {
    rule: 'CFR2',
    scenes: ['UrlDistribution'],
    reason: 'A web ACL is paid by the month, and must be in us-east-1: `webAclId` takes one.',
  },
  {
    rule: 'CFR3',
    scenes: ['UrlDistribution'],
    reason: 'Access logs need a bucket with a retention, and say who called: `logBucket` takes one.',
  },
  {
    rule: 'CFR4',
    scenes: ['UrlDistribution'],
    reason:
      'The certificate of CloudFront for its own names comes with TLSv1; with `domainNames` and `certificate` it is TLSv1.2 and later.',
  },
  {
    rule: `${AWS_POLICY}/service-role/AWSLambdaBasicExecutionRole]`,
    scenes: [],
    reason:
      'Of a function of aws-cdk-lib that is given a least-privilege role nobody knows the log group; those of ours have no such policy.',
  },
  {
    rule: /^IAM5\[(Action::s3:(Abort|DeleteObject|GetBucket|GetObject|List)\*|Resource::<\w+\.Arn>\/\*)\]$/,
    scenes: [],
    reason: 'What aws-cdk-lib grants on a bucket that is a destination, or has artifacts.',
  },
  {
    rule: `${AWS_POLICY}/AmazonSQSReadOnlyAccess]`,
    scenes: [],
    reason: 'A test adds it, to see that it stays.',
  },
  {
    rule: /^IAM5\[Resource::arn:<AWS::Partition>:logs:\*:<AWS::AccountId>:log-group:\/aws\/lambda\/us-east-1\.<\w+>(:\*)?\]$/,
    scenes: [],
    reason: 'CloudFront decides in which Regions a function at the edge runs, and so where it writes its logs.',
  },
  ...['ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'].map((action) => ({
    rule: `IAM5[${action} on *]`,
    scenes: [],
    reason: 'What describes the network of a broker or cluster takes no resource (KAF-02, MQ-02, DOC-02).',
  })),
  {
    rule: /^IAM5\[Resource::arn:<AWS::Partition>:rds:<AWS::Region>:<AWS::AccountId>:(cluster-pg|subgrp):\*\]$/,
    scenes: [],
    reason: 'The groups of an imported cluster have names that nobody knows here (DOC-02).',
  },
  {
    rule: /^IAM5\[Resource::.*:group\/.*\/\*\]$/,
    scenes: [],
    reason: 'The consumer group is called by Lambda, where the author has not named it.',
  },
  {
    rule: /^IAM5\[Resource::.*@connections\/\*\]$/,
    scenes: [],
    reason: 'Connections come and go; they are those of one API.',
  },
  {
    rule: /^IAM5\[Resource::<\w+\.Arn>\/reports\/\*\]$/,
    scenes: [],
    reason: 'S3 Batch Operations names the reports that it writes.',
  },
  {
    rule: /^IAM5\[Resource::(arn:<AWS::Partition>:s3:::failed-records|<\w+\.Arn>)\/aws\/lambda\/\*\]$/,
    scenes: [],
    reason: 'Lambda names the objects that it writes of failed records (STR-10).',
  },
  {
    rule: /^IAM5\[Resource::.*:schema\/\$\{registryName\}/,
    scenes: [],
    reason: 'What aws-cdk-lib grants on a schema registry.',
  },
  ...[
    'secretsmanager:GetRandomPassword',
    'config:PutEvaluations',
    'codepipeline:PutJobSuccessResult',
    'codepipeline:PutJobFailureResult',
    'lambda:ListFunctions',
  ].map((action) => ({
    rule: `IAM5[${action} on *]`,
    scenes: [],
    reason: 'The action takes no resource (SEC-04, CFG-02, CPL-01).',
  })),
  {
    rule: 'IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:next:*]',
    scenes: [],
    reason: 'What aws-cdk-lib grants on a function that is a destination: it, its versions and its aliases.',
  },
  {
    rule: /^(APIG[12346]|COG4)$/,
    scenes: [],
    reason: 'Authorizers, logs, validation and the firewall of an API are for its author to add; a source makes a route.',
  },
  { rule: 'S10', scenes: [], reason: 'The bucket is of a test, which has no policy but that of the code.' },
  ...['sqs:ListQueues', 's3:GetObject'].map((action) => ({
    rule: `IAM5[${action} on *]`,
    scenes: [],
    reason: 'A test adds it, to see that it is added.',
  })),
  ...['service-role/AWSLambdaVPCAccessExecutionRole', 'service-role/AWSLambdaMSKExecutionRole', 'SecretsManagerReadWrite'].map(
    (policy) => ({
      rule: `${AWS_POLICY}/${policy}]`,
      scenes: [],
      reason: 'A test adds it, or compares with what aws-cdk-lib makes.',
    }),
  ),
];

/** A finding of the CloudFormation schemas that stays. */
export interface AcceptedInTemplate {
  readonly rule: string;
  /** What stands in the message. */
  readonly says: string;
  readonly reason: string;
}

const LOOKED_UP = 'aws-cdk-lib puts it in until a VPC is looked up';

/** All that the schemas find in what our constructs make in tests. What is no longer found must go from here. */
export const ACCEPTED_IN_TEMPLATES: readonly AcceptedInTemplate[] = [
  { rule: 'E1151', says: "'vpc-1'", reason: 'tests import a VPC of this id' },
  { rule: 'E1151', says: "'vpc-12345'", reason: LOOKED_UP },
  { rule: 'F3031', says: "'p-12345'", reason: LOOKED_UP },
  { rule: 'F3031', says: "'p-67890'", reason: LOOKED_UP },
  { rule: 'F1020', says: "'Name'", reason: 'a token of a parameter that the test has not made' },
  { rule: 'F1020', says: "'Live'", reason: 'a token of a parameter that the test has not made' },
  { rule: 'F1020', says: "'Seconds'", reason: 'a token of a parameter that the test has not made' },
  { rule: 'F1020', says: "'Storage'", reason: 'a token of a parameter that the test has not made' },
  { rule: 'E1150', says: "'sg-1'", reason: 'tests name a security group so' },
  { rule: 'W9003', says: 'ServiceTimeout', reason: 'aws-cdk-lib writes the timeout of a custom resource as text' },
  {
    rule: 'W3694',
    says: 'expects a Lambda Function',
    reason: 'the validator knows no alias and no version as endpoint; SNS does',
  },
  { rule: 'W2531', says: "'nodejs16.x'", reason: 'a test of the target of bundles needs a runtime that understands less' },
  { rule: 'W3030', says: "'nodejs30.x'", reason: 'a runtime that will be newer than this release' },
  {
    rule: 'W2530',
    says: 'no AWS::Lambda::Version resource is attached',
    reason: 'a test of SnapStart that looks at the function alone',
  },
];

/** All errors that the rules find in what our constructs make in tests. What is no longer found must go from here. */
export const ACCEPTED_BY_RULES: readonly AcceptedInTemplate[] = [
  { rule: 'RT-16-export', says: 'but the handler is', reason: 'files of tests that are looked for have nothing in them' },
  { rule: 'RT-16', says: 'which is not in the code', reason: 'a test of what is not looked into at synthesis' },
  { rule: 'NET-02', says: 'ec2:CreateNetworkInterface', reason: 'a test gives a VPC to the resource itself, past the construct' },
  { rule: 'FN-24', says: 'nor a whole archive', reason: 'a test of the size of archives has one without contents' },
];
