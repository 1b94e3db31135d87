import { type AwsError, awsError } from '../engine/aws-error';
import type { Clock } from '../time/clock';
import { scopeOf } from './aws-request';
import type { RequestHead } from './http';
import type { Wire } from './protocol/wire';
import { isPresignedV2, verifyPresignedV2 } from './sigv2-presigned';
import { type Credentials, verify } from './sigv4';

/** `any`: every request is let in, signed by whomever. `verify`: only those that credentials of the executor have signed. */
export type Authentication = 'any' | 'verify';

export interface AuthenticationOptions {
  readonly mode: Authentication;
  /** Those that the executor has given out. */
  readonly credentials: Credentials;
  /** What clients date their signatures by: the real time, also where the executor's is virtual. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Why a request is not let in, as the service itself would say it; undefined when it is. */
export function authenticationError(
  head: RequestHead,
  body: Uint8Array,
  service: string,
  wire: Wire,
  { mode, credentials, clock }: AuthenticationOptions,
): AwsError | undefined {
  if (mode === 'any') return undefined;
  const region = scopeOf(head)?.region ?? '';
  const isPresignedEarlier = wire === 's3' && isPresignedV2(head);
  const verdict = isPresignedEarlier
    ? verifyPresignedV2(head, clock.now(), credentials)
    : verify(head, body, { service, region, now: clock.now() }, credentials);
  if (verdict.kind === 'signed') return undefined;
  const { type, message } = verdict.kind === 'refused' ? verdict : MISSING;
  return inWordsOf(wire, type, message, isPresignedEarlier || head.rawQuery.includes('X-Amz-Expires='));
}

const MISSING = { type: 'MissingAuthenticationTokenException', message: 'Request is missing Authentication Token' };

/** The same refusals have other names in the Query protocol and in S3, and are 400 where the protocol is AWS JSON. */
function inWordsOf(wire: Wire, type: string, message: string, isPresigned: boolean): AwsError {
  if (wire === 'json' || wire === 'cbor' || wire === 'awsCbor') return awsError(type, 400, message);
  if (wire === 's3' && message.startsWith('Signature expired')) {
    if (isPresigned) return awsError('AccessDenied', 403, 'Request has expired');
    return awsError('RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.');
  }
  const named = wire === 's3' ? S3[type] : wire === 'query' ? QUERY[type] : undefined;
  return awsError(named?.[0] ?? type, 403, named?.[1] ?? message);
}

type Names = Readonly<Record<string, readonly [code: string, message?: string]>>;

const QUERY: Names = {
  MissingAuthenticationTokenException: ['MissingAuthenticationToken'],
  UnrecognizedClientException: ['InvalidClientTokenId'],
  InvalidSignatureException: ['SignatureDoesNotMatch'],
  IncompleteSignatureException: ['IncompleteSignature'],
};

const S3: Names = {
  MissingAuthenticationTokenException: ['AccessDenied', 'Access Denied'],
  UnrecognizedClientException: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
  InvalidSignatureException: ['SignatureDoesNotMatch'],
  IncompleteSignatureException: ['AuthorizationHeaderMalformed'],
};
