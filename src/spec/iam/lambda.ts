import type { ServicePermissions } from './service-permissions';

export type LambdaPlace = 'invoked' | 'function';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html; a qualifier that is called is part of the
 * ARN: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
 */
export const LAMBDA_PERMISSIONS: ServicePermissions<LambdaPlace | 'everything'> = {
  prefix: 'lambda',
  named: {
    function: [
      ...['GetFunction', 'GetFunctionConfiguration', 'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'DeleteFunction'],
      ...['ListVersionsByFunction', 'PublishVersion', 'CreateAlias', 'GetAlias', 'UpdateAlias', 'DeleteAlias', 'ListAliases'],
      ...['GetFunctionConcurrency', 'PutFunctionConcurrency', 'DeleteFunctionConcurrency'],
      ...['GetProvisionedConcurrencyConfig', 'PutProvisionedConcurrencyConfig', 'DeleteProvisionedConcurrencyConfig'],
      ...['GetPolicy', 'AddPermission', 'RemovePermission'],
    ],
    everything: ['ListFunctions', 'GetAccountSettings'],
  },
  others: {
    Invoke: [['InvokeFunction', 'invoked']],
    InvokeWithResponseStream: [['InvokeFunction', 'invoked']],
    // IAM-09.
    InvokeAsync: [['InvokeFunction', 'invoked']],
    // No operation of the API: a call through a URL of type AWS_IAM (URL-11, URL-13).
    InvokeFunctionUrl: [
      ['InvokeFunctionUrl', 'invoked'],
      ['InvokeFunction', 'invoked'],
    ],
  },
};
