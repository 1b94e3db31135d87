import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../time/clock';
import type { RequestHead } from './http';
import { s3Path } from './protocol/s3-place';
import type { Credentials, Verdict } from './sigv4';

/** Parameters that are signed with the path, the name alone where there is no value. */
const SIGNED: readonly string[] = [
  ...['acl', 'cors', 'delete', 'lifecycle', 'location', 'logging', 'notification', 'partNumber', 'policy', 'requestPayment'],
  ...['response-cache-control', 'response-content-disposition', 'response-content-encoding', 'response-content-language'],
  ...['response-content-type', 'response-expires', 'restore', 'tagging', 'torrent', 'uploadId', 'uploads', 'versionId'],
  ...['versioning', 'versions', 'website'],
];

/** Whether the request was pre-signed with the signature before version 4, as boto3 and the AWS CLI still do in `us-east-1`. */
export function isPresignedV2({ rawQuery }: Pick<RequestHead, 'rawQuery'>): boolean {
  return /(?:^|&)AWSAccessKeyId=/.test(rawQuery) && /(?:^|&)Signature=/.test(rawQuery);
}

/** Whether it was signed by one of the known credentials, and not too long ago. */
export function verifyPresignedV2(head: RequestHead, now: Instant, credentials: Credentials): Verdict {
  const query = new URLSearchParams(head.rawQuery);
  const accessKeyId = query.get('AWSAccessKeyId') ?? '';
  const identity = credentials(accessKeyId);
  if (!identity || (query.get('x-amz-security-token') ?? '') !== (identity.sessionToken ?? '')) {
    const why = `the executor has given out no access key ${accessKeyId}, or not with this session token`;
    return { kind: 'refused', type: 'UnrecognizedClientException', message: why, why };
  }
  const expected = createHmac('sha1', identity.secretAccessKey).update(stringToSign(head, query)).digest();
  const given = Buffer.from(query.get('Signature') ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    return { kind: 'refused', type: 'InvalidSignatureException', message, why: message };
  }
  if (Number(query.get('Expires')) * 1000 >= now) return { kind: 'signed', accessKeyId, identity };
  const late = 'Signature expired: the time of Expires is over.';
  return { kind: 'refused', type: 'InvalidSignatureException', message: late, why: late };
}

/** Headers may stand in the query as well. */
function stringToSign(head: RequestHead, query: URLSearchParams): string {
  const valueOf = (name: string) => query.get(name) ?? String(head.headers[name] ?? '');
  const names = [...Object.keys(head.headers), ...query.keys()].filter((name) => name.startsWith('x-amz-'));
  const amz = [...new Set(names)].sort().map((name) => `${name}:${valueOf(name).trim()}\n`);
  const signed = [...query].filter(([name]) => SIGNED.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const resource = signed.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  return [
    ...[head.method, valueOf('content-md5'), valueOf('content-type'), query.get('Expires') ?? ''].map((each) => `${each}\n`),
    ...amz,
    s3Path(head) + (resource === '' ? '' : `?${resource}`),
  ].join('');
}
