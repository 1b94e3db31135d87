/**
 * What the AWS Parameters and Secrets Lambda Extension reads with the function's role, as prefixes of IAM actions.
 *
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html
 */
export const SERVICES_OF_SECRETS_EXTENSION: readonly string[] = ['ssm', 'secretsmanager'];

/** Managed policies that aws-cdk-lib gives to the roles it makes for functions (IAM-01); none of them lets read a secret. */
export const MANAGED_POLICIES_WITHOUT_SECRETS: readonly string[] = [
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaBasicDurableExecutionRolePolicy',
  'AWSLambdaVPCAccessExecutionRole',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
];
