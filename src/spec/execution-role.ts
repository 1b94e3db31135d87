/** Who takes the role of a function (IAM-01). */
export const LAMBDA_SERVICE = 'lambda.amazonaws.com';

/**
 * What the role must allow on a log group that is already there. Making groups is not needed, as in AWSLambdaBasicExecutionRole:
 * the group is part of the stack (IAM-01).
 */
export const LOG_ACTIONS: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What the Lambda Insights extension writes, and where (CloudWatch User Guide: Lambda Insights, CloudWatchLambdaInsightsExecutionRolePolicy). */
export const INSIGHTS_ACTIONS: readonly string[] = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
export const INSIGHTS_LOG_GROUP = '/aws/lambda-insights';

/** What sends to a queue or a topic must be able to do with its key (SNS and SQS Developer Guides: server-side encryption). */
export const KEY_ACTIONS_OF_SENDERS: readonly string[] = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What Lambda does in the function's name with the key of its environment (FN-44). */
export const KEY_ACTIONS_OF_ENVIRONMENT: readonly string[] = ['kms:Decrypt'];

/** What the role of a traced function must allow (FN-62). */
export const TRACING_ACTIONS: readonly string[] = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
