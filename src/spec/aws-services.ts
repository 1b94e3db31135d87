/** How requests and answers of a service stand on the wire. */
export type AwsProtocol = 'json1.0' | 'json1.1' | 'restJson1' | 'restXml' | 'query';

export interface AwsServiceFacts {
  /** The SDK package with its schema: `@aws-sdk/client-…`. */
  readonly client: string;
  /** In the scope of a signature, and in the texts of the executor. */
  readonly signingName: string;
  readonly protocol: AwsProtocol;
  /** Before the operation in `X-Amz-Target`, and in the path of Smithy RPC v2. */
  readonly target: string;
  /** Of the API; in forms of the Query protocol. */
  readonly version: string;
  /** Of XML answers. */
  readonly xmlNamespace?: string;
  /** Errors have a second name for clients that came from the Query protocol (`x-amzn-query-error`). */
  readonly queryCompatible?: boolean;
  /** Stands before the names of its own errors in `__type`; absent: they stand alone. */
  readonly errorNamespace?: string;
  /** Paths by which it is known without signature or target; REST only. */
  readonly paths?: RegExp;
}

/** The AWS services whose schemas ship in `assets/aws`; `npm run docs` makes those and compares every fact with the SDK's. */
export const AWS_SERVICES = {
  lambda: {
    client: 'lambda',
    signingName: 'lambda',
    protocol: 'restJson1',
    target: 'AWSGirApiService',
    version: '2015-03-31',
    paths: /^\/20\d\d-\d\d-\d\d\/[a-z]/,
  },
  logs: {
    client: 'cloudwatch-logs',
    signingName: 'logs',
    protocol: 'json1.1',
    target: 'Logs_20140328',
    version: '2014-03-28',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2014-03-28/',
  },
  sqs: {
    client: 'sqs',
    signingName: 'sqs',
    protocol: 'json1.0',
    target: 'AmazonSQS',
    version: '2012-11-05',
    queryCompatible: true,
  },
  sns: {
    client: 'sns',
    signingName: 'sns',
    protocol: 'query',
    target: 'AmazonSimpleNotificationService',
    version: '2010-03-31',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  },
  dynamodb: {
    client: 'dynamodb',
    signingName: 'dynamodb',
    protocol: 'json1.0',
    target: 'DynamoDB_20120810',
    // As recorded; of the streams' API it is not known.
    errorNamespace: 'com.amazonaws.dynamodb.v20120810',
    version: '2012-08-10',
    xmlNamespace: 'http://dynamodb.amazonaws.com/doc/2012-08-10/',
  },
  dynamodbstreams: {
    client: 'dynamodb-streams',
    signingName: 'dynamodb',
    protocol: 'json1.0',
    target: 'DynamoDBStreams_20120810',
    version: '2012-08-10',
    xmlNamespace: 'http://dynamodb.amazonaws.com/doc/2012-08-10/',
  },
  s3: {
    client: 's3',
    signingName: 's3',
    protocol: 'restXml',
    target: 'AmazonS3',
    version: '2006-03-01',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  },
  events: {
    client: 'eventbridge',
    signingName: 'events',
    protocol: 'json1.1',
    target: 'AWSEvents',
    version: '2015-10-07',
    xmlNamespace: 'http://events.amazonaws.com/doc/2015-10-07',
  },
  kinesis: {
    client: 'kinesis',
    signingName: 'kinesis',
    protocol: 'json1.1',
    target: 'Kinesis_20131202',
    version: '2013-12-02',
    xmlNamespace: 'http://kinesis.amazonaws.com/doc/2013-12-02',
  },
  scheduler: {
    client: 'scheduler',
    signingName: 'scheduler',
    protocol: 'restJson1',
    target: 'AWSChronosService',
    version: '2021-06-30',
  },
  secretsmanager: {
    client: 'secrets-manager',
    signingName: 'secretsmanager',
    protocol: 'json1.1',
    target: 'secretsmanager',
    version: '2017-10-17',
  },
  apigatewaymanagementapi: {
    client: 'apigatewaymanagementapi',
    signingName: 'execute-api',
    protocol: 'restJson1',
    target: 'ApiGatewayManagementApi',
    version: '2018-11-29',
    paths: /^\/@connections\//,
  },
  ssm: {
    client: 'ssm',
    signingName: 'ssm',
    protocol: 'json1.1',
    target: 'AmazonSSM',
    version: '2014-11-06',
    xmlNamespace: 'http://ssm.amazonaws.com/doc/2014-11-06/',
  },
  sts: {
    client: 'sts',
    signingName: 'sts',
    protocol: 'query',
    target: 'AWSSecurityTokenServiceV20110615',
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
} as const satisfies Record<string, AwsServiceFacts>;

export type AwsServiceId = keyof typeof AWS_SERVICES;
