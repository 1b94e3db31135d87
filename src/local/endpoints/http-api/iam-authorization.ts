import type { Instant } from '../../time/clock';
import { type Credentials, verify } from '../sigv4';
import { type Authorization, allowed, denied } from './authorization';
import type { HttpCall } from './http-call';

/** The service that requests to APIs are signed for. */
const SIGNED_FOR = 'execute-api';

/** A route of type AWS_IAM lets in whoever has signed with credentials of the executor (APH-07). */
export function checkSignature(call: HttpCall, credentials: Credentials, now: Instant): Authorization {
  const expected = { service: SIGNED_FOR, region: call.api.region, now };
  const verdict = verify(call.head, call.body, expected, credentials);
  const told = { name: 'AWS_IAM' };
  if (verdict.kind === 'unsigned') return denied(told, 403, 'the request is not signed, and the route is of type AWS_IAM');
  if (verdict.kind === 'refused') return denied(told, 403, verdict.why);
  const { accessKeyId, identity } = verdict;
  const { account, arn, userId } = identity;
  return allowed(
    { ...told, principal: arn },
    {
      v1: {},
      v2: {
        iam: {
          ...{ accessKey: accessKeyId, accountId: account, callerId: userId, cognitoIdentity: null, principalOrgId: null },
          ...{ userArn: arn, userId },
        },
      },
      identity: { accessKey: accessKeyId, accountId: account, caller: userId, user: userId, userArn: arn },
    },
  );
}
