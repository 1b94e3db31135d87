import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { AwsService, Call } from '../../engine/service-port';

/** Who a handler is: the session of its function's role. */
export function stsService(): AwsService {
  return { id: 'sts', operations: { GetCallerIdentity: callerIdentity } };
}

/** Whoever signs with credentials of their own is taken for the person at the keyboard. */
function callerIdentity(_: GetCallerIdentityRequest, { caller, account, region }: Call): GetCallerIdentityResponse {
  if (caller) return { Account: caller.account, Arn: caller.arn, UserId: caller.userId };
  return { Account: account, Arn: `arn:${partitionOf(region).id}:iam::${account}:user/local`, UserId: 'AIDALOCAL' };
}
