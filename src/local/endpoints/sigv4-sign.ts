import { createHash, createHmac } from 'node:crypto';
import type { RequestHead } from './http';
import { ALGORITHM, type Expected, iso, signingKey } from './sigv4';
import { canonicalRequest } from './sigv4-canonical';

/** What a role's session signs with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The request with what makes it a signed one, as the executor sends it on behalf of a role. */
export function signed(
  head: RequestHead,
  body: Uint8Array,
  { service, region, now }: Expected,
  by: SigningCredentials,
): RequestHead {
  const date = iso(now);
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const hash = createHash('sha256').update(body).digest('hex');
  const dated = withHeaders(head, { 'x-amz-date': date, 'x-amz-security-token': by.sessionToken, 'x-amz-content-sha256': hash });
  const names = ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];
  const canonical = canonicalRequest(dated, names, dated.headers.host ?? '', hash, service === 's3');
  const toSign = [ALGORITHM, date, scope.join('/'), createHash('sha256').update(canonical, 'latin1').digest('hex')];
  const signature = createHmac('sha256', signingKey(by.secretAccessKey, scope)).update(toSign.join('\n')).digest('hex');
  const credential = [by.accessKeyId, ...scope].join('/');
  return withHeaders(dated, {
    authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  });
}

function withHeaders(head: RequestHead, added: Readonly<Record<string, string>>): RequestHead {
  return { ...head, headers: { ...head.headers, ...added }, rawHeaders: [...head.rawHeaders, ...Object.entries(added).flat()] };
}
