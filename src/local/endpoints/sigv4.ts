import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { PRESIGNED_SECONDS, SIGNATURE_SKEW_MS } from '../../spec/function-url';
import type { RoleSession } from '../engine/service-port';
import type { Instant } from '../time/clock';
import type { RequestHead } from './http';
import { canonicalRequest, headerValues, isHost, queryParameters } from './sigv4-canonical';

/** Who holds an access key. */
export interface Identity {
  readonly secretAccessKey: string;
  /** Of temporary credentials; a request must carry it. */
  readonly sessionToken?: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Of the role of a function; absent for everybody else. */
  readonly session?: RoleSession;
  /** What the identity's own policies allow. */
  readonly allows: 'everything';
}

/** The credentials that the executor has given out. */
export type Credentials = (accessKeyId: string) => Identity | undefined;

export type Verdict =
  | { readonly kind: 'signed'; readonly accessKeyId: string; readonly identity: Identity }
  /** It does not claim to be signed. */
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'refused'; readonly type: string; readonly message: string; readonly why: string };

export interface Expected {
  readonly service: string;
  readonly region: string;
  readonly now: Instant;
}

/** What a request says about its own signature. */
interface Claim {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly token: string | undefined;
  /** Seconds; only of pre-signed requests. */
  readonly expires?: string;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** Whether the request is signed by one of the known credentials, in its headers or (pre-signed) in its query. */
export function verify(head: RequestHead, body: Uint8Array, expected: Expected, credentials: Credentials): Verdict {
  const claim = claimOf(head);
  if (claim === undefined) return { kind: 'unsigned' };
  if ('kind' in claim) return claim;

  const [accessKeyId = '', ...scope] = claim.credential.split('/');
  const flaw = scopeFlaw(scope, claim.date, expected) ?? dateFlaw(claim, expected.now);
  if (flaw) return flaw;

  const identity = credentials(accessKeyId);
  if (!identity) return invalidToken(`the executor has given out no access key ${accessKeyId}`);
  if (!same(claim.token ?? '', identity.sessionToken ?? '')) {
    return invalidToken(claim.token === undefined ? 'the session token is missing' : 'the session token is another one');
  }

  const signedHeaders = claim.signedHeaders.split(';');
  if (!signedHeaders.some(isHost)) return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  const absent = signedHeaders.find((name) => name !== ':authority' && headerValues(head, name).length === 0);
  if (absent !== undefined) return mismatch(`the signed header ${absent} is not in the request`);
  const isS3 = expected.service === 's3';
  const payload = payloadHash(head, body, isS3, claim.expires !== undefined);
  if ('kind' in payload) return payload;

  const key = signingKey(identity.secretAccessKey, scope);
  const host = head.headers.host ?? '';
  // On AWS there is no port, so many signers leave it out: both are what the client meant.
  for (const candidate of [host, host.replace(/:\d+$/, '')]) {
    const canonical = canonicalRequest(head, signedHeaders, candidate, payload.hash, isS3);
    const toSign = [ALGORITHM, claim.date, scope.join('/'), createHash('sha256').update(canonical, 'latin1').digest('hex')];
    const signature = createHmac('sha256', key).update(toSign.join('\n')).digest('hex');
    if (same(signature, claim.signature)) return { kind: 'signed', accessKeyId, identity };
  }
  const canonical = canonicalRequest(head, signedHeaders, host, payload.hash, isS3);
  return mismatch(`the canonical request is here:\n${canonical}`);
}

/** What stands for the body in the canonical request; S3 takes bodies that are not signed, or piece by piece. */
function payloadHash(
  head: RequestHead,
  body: Uint8Array,
  isS3: boolean,
  presigned: boolean,
): { readonly hash: string } | Verdict {
  const said = head.headers['x-amz-content-sha256'];
  if (isS3 && said === undefined && presigned) return { hash: UNSIGNED_PAYLOAD };
  if (isS3 && typeof said === 'string' && (said === UNSIGNED_PAYLOAD || said.startsWith('STREAMING-'))) return { hash: said };
  const hash = createHash('sha256').update(body).digest('hex');
  if (said === undefined || said === hash) return { hash };
  return mismatch(`x-amz-content-sha256 is ${said} and the body's is ${hash}; only S3 takes unsigned payloads`);
}

function claimOf(head: RequestHead): Claim | Verdict | undefined {
  const authorization = head.headers.authorization;
  const parameters = head.rawQuery.includes('X-Amz-') ? new Map(queryParameters(head.rawQuery)) : new Map<string, string>();
  const presigned = parameters.has('X-Amz-Algorithm') || parameters.has('X-Amz-Signature');
  const signed = authorization?.startsWith(`${ALGORITHM} `);
  if (presigned && signed)
    return incomplete('Only one of the Authorization header and the X-Amz-Algorithm parameter may be given.');
  if (presigned) return presignedClaim(parameters);
  return signed ? headerClaim(head, (authorization as string).slice(ALGORITHM.length + 1)) : undefined;
}

function headerClaim(head: RequestHead, authorization: string): Claim | Verdict {
  const parts = new Map(
    authorization.split(',').map((part): [string, string] => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    }),
  );
  const date = headerValues(head, 'x-amz-date')[0] ?? isoOf(headerValues(head, 'date')[0]);
  const missing = ['Credential', 'SignedHeaders', 'Signature'].find((name) => !parts.get(name));
  if (missing !== undefined) return incomplete(`Authorization header requires '${missing}' parameter.`);
  if (date === undefined)
    return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  return {
    credential: parts.get('Credential') as string,
    signedHeaders: parts.get('SignedHeaders') as string,
    signature: parts.get('Signature') as string,
    date,
    token: headerValues(head, 'x-amz-security-token')[0],
  };
}

function presignedClaim(parameters: ReadonlyMap<string, string>): Claim | Verdict {
  const names = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'];
  const missing = names.find((name) => !parameters.get(`X-Amz-${name}`));
  if (missing !== undefined) return incomplete(`AWS query-string parameters must include 'X-Amz-${missing}'.`);
  if (parameters.get('X-Amz-Algorithm') !== ALGORITHM) return incomplete(`X-Amz-Algorithm must be ${ALGORITHM}.`);
  return {
    credential: parameters.get('X-Amz-Credential') as string,
    signedHeaders: parameters.get('X-Amz-SignedHeaders') as string,
    signature: parameters.get('X-Amz-Signature') as string,
    date: parameters.get('X-Amz-Date') as string,
    token: parameters.get('X-Amz-Security-Token'),
    expires: parameters.get('X-Amz-Expires') as string,
  };
}

function scopeFlaw(scope: readonly string[], date: string, expected: Expected): Verdict | undefined {
  const [day, region, service, terminator] = scope;
  if (scope.length !== 4 || terminator !== 'aws4_request') {
    return incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request.`);
  }
  if (region !== expected.region) return invalid(`Credential should be scoped to a valid region, not '${region}'.`);
  if (service !== expected.service) return invalid(`Credential should be scoped to correct service: '${expected.service}'.`);
  if (day !== date.slice(0, 8)) {
    return invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date}'.`,
    );
  }
  return undefined;
}

function dateFlaw({ date, expires }: Claim, now: Instant): Verdict | undefined {
  const at = instantOf(date);
  if (at === undefined) return incomplete(`Date must be in ISO-8601 'basic format', got '${date}'.`);
  if (at > now + SIGNATURE_SKEW_MS) {
    return invalid(
      `Signature not yet current: ${date} is still later than ${iso(now + SIGNATURE_SKEW_MS)} (${iso(now)} + 5 min.)`,
    );
  }
  if (expires === undefined) {
    if (at >= now - SIGNATURE_SKEW_MS) return undefined;
    return invalid(`Signature expired: ${date} is now earlier than ${iso(now - SIGNATURE_SKEW_MS)} (${iso(now)} - 5 min.)`);
  }
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > PRESIGNED_SECONDS)
    return incomplete(`X-Amz-Expires must be from 1 to ${PRESIGNED_SECONDS} seconds.`);
  const end = at + seconds * 1000;
  return end < now ? invalid(`Signature expired: ${iso(end)} is now earlier than ${iso(now)}`) : undefined;
}

export function signingKey(secretAccessKey: string, scope: readonly string[]): string | Buffer {
  return scope.reduce<string | Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), `AWS4${secretAccessKey}`);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export function iso(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

function instantOf(date: string): Instant | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** Of a `Date` header, which says it in words or, in some signers, in the basic format. */
function isoOf(date: string | undefined): string | undefined {
  if (date === undefined || /^\d{8}T/.test(date)) return date;
  const at = Date.parse(date);
  return Number.isNaN(at) ? date : iso(at);
}

function invalid(message: string): Verdict {
  return { kind: 'refused', type: 'InvalidSignatureException', message, why: message };
}

function mismatch(why: string): Verdict {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  return { kind: 'refused', type: 'InvalidSignatureException', message, why: `the signature does not match: ${why}` };
}

function invalidToken(why: string): Verdict {
  const message = 'The security token included in the request is invalid.';
  return { kind: 'refused', type: 'UnrecognizedClientException', message, why };
}

function incomplete(message: string): Verdict {
  return { kind: 'refused', type: 'IncompleteSignatureException', message, why: message };
}
