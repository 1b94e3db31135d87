/** First-class service integrations of HTTP APIs and their parameters; source: «Integration subtype reference» of API Gateway. */
export const SERVICE_SUBTYPES: Readonly<Record<string, readonly string[]>> = {
  'EventBridge-PutEvents': ['Detail', 'DetailType', 'Source', 'Time', 'EventBusName', 'Resources', 'Region', 'TraceHeader'],
  'SQS-SendMessage': [
    ...['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId'],
    ...['MessageSystemAttributes', 'Region'],
  ],
  'SQS-ReceiveMessage': [
    ...['QueueUrl', 'AttributeNames', 'MaxNumberOfMessages', 'MessageAttributeNames', 'ReceiveRequestAttemptId'],
    ...['VisibilityTimeout', 'WaitTimeSeconds', 'Region'],
  ],
  'SQS-DeleteMessage': ['ReceiptHandle', 'QueueUrl', 'Region'],
  'SQS-PurgeQueue': ['QueueUrl', 'Region'],
  'Kinesis-PutRecord': ['StreamName', 'Data', 'PartitionKey', 'SequenceNumberForOrdering', 'ExplicitHashKey', 'Region'],
};

/** How much of a body JSONPath of a parameter sees, in bytes; source: «Transform API requests and responses for HTTP APIs». */
export const BODY_PATH_MAX = 102_400;

const RESERVED = [
  ...['access-control-.*', 'apigw-.*', 'authorization', 'connection', 'content-encoding', 'content-length', 'content-location'],
  ...['forwarded', 'keep-alive', 'origin', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailers', 'transfer-encoding'],
  ...['upgrade', 'x-amz-.*', 'x-amzn-.*', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via'],
];

/** Headers that parameters cannot touch; the same source. */
export const RESERVED_HEADERS = new RegExp(`^(?:${RESERVED.join('|')})$`, 'i');
