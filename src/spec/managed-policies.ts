/** A statement of a policy that AWS keeps. */
export interface ManagedStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
];

function everywhere(...actions: readonly string[]): readonly ManagedStatement[] {
  return [{ actions, resources: ['*'] }];
}

/**
 * What the policies of AWS allow that roles of functions have, by the last part of their ARNs; IAM-01, NET-02 and
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly ManagedStatement[]>> = {
  AWSLambdaBasicExecutionRole: everywhere(...LOGS),
  AWSLambdaVPCAccessExecutionRole: everywhere(
    ...LOGS,
    ...INTERFACES,
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ),
  AWSLambdaBasicDurableExecutionRolePolicy: everywhere(
    ...LOGS,
    'lambda:CheckpointDurableExecution',
    'lambda:GetDurableExecutionState',
  ),
  AWSLambdaSQSQueueExecutionRole: everywhere(...LOGS, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  AWSLambdaDynamoDBExecutionRole: everywhere(
    ...LOGS,
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ),
  AWSLambdaKinesisExecutionRole: everywhere(
    ...LOGS,
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
    'kinesis:ListStreams',
    'kinesis:SubscribeToShard',
  ),
  AWSLambdaMSKExecutionRole: everywhere(
    ...LOGS,
    ...INTERFACES,
    'ec2:DescribeVpcs',
    'ec2:DescribeSecurityGroups',
    'kafka:DescribeCluster',
    'kafka:DescribeClusterV2',
    'kafka:GetBootstrapBrokers',
  ),
  AWSLambdaRole: everywhere('lambda:InvokeFunction'),
  AWSLambdaExecute: [
    { actions: ['logs:*'], resources: ['arn:*:logs:*:*:*'] },
    { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:*:s3:::*'] },
  ],
  AWSXRayDaemonWriteAccess: everywhere(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
  CloudWatchLambdaInsightsExecutionRolePolicy: [
    { actions: ['logs:CreateLogGroup'], resources: ['*'] },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: ['arn:*:logs:*:*:log-group:/aws/lambda-insights:*'],
    },
  ],
  AdministratorAccess: everywhere('*'),
};
