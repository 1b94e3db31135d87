import type { LambdaFunction } from '../../../model/function';
import type { RestApi } from '../../../model/rest-api';
import { API_GATEWAY_PRINCIPAL } from '../../../spec/rest-api';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget } from '../../engine/target';

/** Functions as they are now. */
export interface Invokable {
  readonly functions: () => readonly LambdaFunction[];
}

/**
 * Why the API may not invoke the function on behalf of `sourceArn`; undefined where it may (APR-02, AUT-02). A role that it takes
 * on may do everything here; what is wrong with the function itself, Lambda says.
 */
export function notPermitted(
  functionArn: string,
  sourceArn: string,
  role: string | undefined,
  { account }: RestApi,
  { functions }: Invokable,
): string | undefined {
  const target = findTarget(functions(), functionArn);
  if (role !== undefined || target.kind === 'awsError') return undefined;
  const service = { principal: API_GATEWAY_PRINCIPAL, sourceArn, sourceAccount: account };
  if (serviceMayInvoke(target.function, target.qualifier, service)) return undefined;
  return `the resource policy of ${functionArn} does not let ${API_GATEWAY_PRINCIPAL} invoke it for ${sourceArn}`;
}
