import type { Call } from '../engine/service-port';
import { scopeOf } from './aws-request';
import type { RequestHead } from './http';
import type { Credentials } from './sigv4';

export interface CallersKnown {
  /** Who signed, where the executor has given out the credentials. */
  readonly credentials: Credentials;
  /** Where calls belong that tell nothing else. */
  readonly home: { readonly account: string; readonly region: string };
}

/** What the head of a request tells of a call: from whom and where. */
export function callFacts(
  head: RequestHead,
  { credentials, home }: CallersKnown,
  scope = scopeOf(head),
): Omit<Call, 'requestId' | 'operation'> {
  const identity = scope && credentials(scope.accessKeyId);
  const traceHeader = head.headers['x-amzn-trace-id'];
  return {
    region: scope?.region || home.region,
    account: identity?.account ?? home.account,
    ...(typeof traceHeader === 'string' && { traceHeader }),
    ...(head.whenGone && { whenGone: head.whenGone }),
    ...(identity && {
      caller: {
        accessKeyId: scope.accessKeyId,
        account: identity.account,
        arn: identity.arn,
        userId: identity.userId,
        ...(identity.session && { session: identity.session }),
      },
    }),
  };
}
