import type {
  GetAccountSettingsRequest,
  GetAccountSettingsResponse,
  GetFunctionRecursionConfigRequest,
  GetFunctionRecursionConfigResponse,
  GetRuntimeManagementConfigRequest,
  GetRuntimeManagementConfigResponse,
  PutFunctionRecursionConfigRequest,
  PutFunctionRecursionConfigResponse,
} from '@aws-sdk/client-lambda';
import { CODE_QUOTAS } from '../../../spec/control-plane';
import { withFunction } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { resolved } from './configuration-view';
import { find, isError, type LambdaOperation } from './context';
import { functionsHere } from './functions';

/** The quotas of an account that has not asked for more, and what of them is used (CON-01, FN-27). */
export const getAccountSettings: LambdaOperation<GetAccountSettingsRequest, GetAccountSettingsResponse> = async (_, context) => {
  const functions = functionsHere(context);
  const codes = functions.flatMap((fn) => [fn.configuration.code, ...fn.versions.map(({ configuration }) => configuration.code)]);
  const sizes = await Promise.all(codes.map((code) => context.code.facts(code)));
  const { accountConcurrency } = context.registry.state;
  const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return {
    AccountLimit: {
      TotalCodeSize: CODE_QUOTAS.total,
      CodeSizeUnzipped: CODE_QUOTAS.unzipped,
      CodeSizeZipped: CODE_QUOTAS.zipped,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reserved,
    },
    AccountUsage: { TotalCodeSize: sizes.reduce((sum, { bytes }) => sum + bytes, 0), FunctionCount: functions.length },
  };
};

/** FN-71: always the default, since the runtimes of this machine are not Lambda's to update. */
export const getRuntimeManagementConfig: LambdaOperation<
  Given<GetRuntimeManagementConfigRequest>,
  GetRuntimeManagementConfigResponse
> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const led = resolved(located.fn, located.qualifier);
  return isError(led) ? led : { UpdateRuntimeOn: 'Auto', FunctionArn: located.arn };
};

/** FN-72. */
export const getFunctionRecursionConfig: LambdaOperation<
  Given<GetFunctionRecursionConfigRequest>,
  GetFunctionRecursionConfigResponse
> = (input, context) => {
  const located = find(context, input);
  return isError(located) ? located : { RecursiveLoop: located.fn.recursiveLoop };
};

export const putFunctionRecursionConfig: LambdaOperation<
  Given<PutFunctionRecursionConfigRequest>,
  PutFunctionRecursionConfigResponse
> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const recursiveLoop = input.RecursiveLoop;
  const refused = context.registry.change((state) => [withFunction(state, { ...located.fn, recursiveLoop }), undefined]);
  return isError(refused) ? refused : { RecursiveLoop: recursiveLoop };
};
