import type { SourceKind } from './event-source-mapping';

/** What a mapping does on the source in the name of the function. */
export interface SourcePermissions {
  readonly rule: string;
  readonly source: string;
  /** On the ARN of the source; of those that stand together one is enough. */
  readonly actions: readonly (readonly string[])[];
}

const one = (...actions: readonly string[]) => actions.map((action) => [action]);

/** SQS-02, KIN-01, DDB-02, KAF-02, MQ-02, DOC-02. */
export const SOURCE_PERMISSIONS: Readonly<Partial<Record<SourceKind, SourcePermissions>>> = {
  sqs: {
    rule: 'SQS-02',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    actions: one('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  },
  kinesis: {
    rule: 'KIN-01',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html',
    actions: one(
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
    ),
  },
  dynamodb: {
    rule: 'DDB-02',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
    actions: one('dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'),
  },
  msk: {
    rule: 'KAF-02',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html',
    actions: [['kafka:DescribeClusterV2', 'kafka:DescribeCluster'], ['kafka:GetBootstrapBrokers']],
  },
  mq: { rule: 'MQ-02', source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html', actions: one('mq:DescribeBroker') },
  documentdb: {
    rule: 'DOC-02',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html',
    actions: one('rds:DescribeDBClusters', 'rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups'),
  },
};

/** What a mapping needs in order to stand in the network of its source (KAF-02, MQ-02, DOC-02). */
export const MAPPING_NETWORK_ACTIONS: readonly string[] = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeVpcs',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
];

/** What it needs on the destination of records that are given up, by the service in the ARN (STR-10). */
export const DESTINATION_ACTIONS: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  s3: 's3:PutObject',
};
