/**
 * The last part of `com.amazonaws.REGION.…` where it is not the prefix of the service's IAM actions.
 *
 * Source: VPC user guide, aws-services-privatelink-support; service authorization reference.
 */
const NAMED_DIFFERENTLY: Readonly<Record<string, readonly string[]>> = {
  appconfig: ['appconfigdata', 'appconfig'],
  appsync: ['appsync-api'],
  aps: ['aps-workspaces', 'aps'],
  bedrock: ['bedrock-runtime', 'bedrock', 'bedrock-agent-runtime', 'bedrock-agent'],
  cloudwatch: ['monitoring'],
  ecr: ['ecr.api'],
  firehose: ['kinesis-firehose'],
  iot: ['iot.data'],
  kinesis: ['kinesis-streams'],
  sagemaker: ['sagemaker.runtime', 'sagemaker.api'],
  ses: ['email', 'email-smtp'],
  states: ['states', 'sync-states'],
};

/** Services that a gateway endpoint reaches, too; it costs nothing (NET-08). */
export const GATEWAY_SERVICES: readonly string[] = ['dynamodb', 's3'];

/** Names of the endpoints of which one leads to the service whose actions begin with `prefix`; the likeliest first. */
export function endpointServices(prefix: string): readonly string[] {
  return NAMED_DIFFERENTLY[prefix] ?? [prefix];
}

/** The service in the name of an endpoint service: `sqs` of `com.amazonaws.eu-west-1.sqs`, whatever stands for the region. */
export function serviceOfEndpoint(name: string): string {
  return /com\.amazonaws\.[^.]+\.(.+)$/.exec(name)?.[1] ?? name;
}

/**
 * What Lambda itself calls with the function's role, outside the function's VPC: logs, traces, network interfaces (NET-08), and
 * the mounting of file systems, which goes to addresses of the VPC.
 */
export const CALLED_BY_LAMBDA =
  /^(logs:(CreateLogGroup|CreateLogStream|PutLogEvents|DescribeLog\w*)|xray:\w+|ec2:(Assign|Unassign)PrivateIpAddresses|ec2:(Create|Delete|Describe)NetworkInterfaces?|ec2:DescribeSubnets|dynamodb:ListStreams|(elasticfilesystem|s3files):Client\w+)$/;

/** KMS actions that other services call for whoever reads or writes their encrypted data. */
export const CALLED_THROUGH_SERVICES = /^kms:(Decrypt|Encrypt|ReEncrypt\w*\*?|GenerateDataKey\w*\*?|DescribeKey|CreateGrant)$/;

/** What Lambda's pollers do with the role of the function that they invoke, on the sources of its mappings. */
export const CALLED_BY_POLLERS =
  /^(sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueUrl|GetQueueAttributes)|(kinesis|dynamodb):(DescribeStream\w*|GetRecords|GetShardIterator|ListShards|ListStreams|SubscribeToShard)|kafka(-cluster)?:\w+)$/;

/** What Lambda does with the role of a function to deliver to its dead-letter queue or topic, and to its destinations. */
export const CALLED_FOR_DESTINATIONS =
  /^(sqs:(SendMessage|GetQueueUrl|GetQueueAttributes)|sns:Publish|lambda:InvokeFunction|events:PutEvents)$/;

/**
 * Actions that are permissions for something else than a call of an AWS API: connections to what stands in a VPC, tokens that are
 * made without a call, roles that are only passed on, and what the runtime of durable functions does.
 */
export const NO_CALL_OF_CODE =
  /^((rds-db|dsql|neptune-db|kafka-cluster|vpc-lattice-svcs|aoss|es):.*|(elasticache|memorydb):Connect|iam:PassRole|lambda:(CheckpointDurableExecution|GetDurableExecutionState)|(logs|xray):\*)$/;
