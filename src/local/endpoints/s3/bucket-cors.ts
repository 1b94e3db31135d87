import type { CorsRule } from '../../../model/bucket';
import { type AwsError, awsError } from '../../engine/aws-error';
import { type HttpResponse, type RequestHead, withHeaders } from '../http';
import { s3Path } from '../protocol/s3-place';

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** What S3 answers a browser that may not send what it wants to send; undefined when it may. `rules` are there if the bucket is. */
export function preflightRefusal(head: RequestHead, rules: readonly CorsRule[] | undefined): AwsError | undefined {
  const { origin, 'access-control-request-method': wanted } = head.headers;
  if (origin === undefined) return awsError('BadRequest', 400, 'Insufficient information. Origin request header needed.');
  const forbidden = (message: string, ResourceType: 'BUCKET' | 'OBJECT') =>
    awsError('AccessForbidden', 403, `CORSResponse: ${message}`, { Method: wanted ?? 'OPTIONS', ResourceType });
  if (!rules) return forbidden('Bucket not found', 'BUCKET');
  if (rules.length === 0) return forbidden('CORS is not enabled for this bucket.', 'BUCKET');
  if (wanted === undefined) return awsError('BadRequest', 400, 'Invalid Access-Control-Request-Method: null');
  if (ruleFor(head, rules)) return undefined;
  // Spelt as S3 spells it.
  return forbidden(
    "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    /^\/[^/]+\/./.test(s3Path(head)) ? 'OBJECT' : 'BUCKET',
  );
}

export function preflightResponse(head: RequestHead, rules: readonly CorsRule[], requestId: string): HttpResponse {
  const ids = ['x-amz-request-id', requestId, 'x-amz-id-2', requestId];
  return withBucketCors({ status: 200, headers: ids, body: '' }, rules, head);
}

/** An answer with the leave of the first rule that fits; as it is where none does. */
export function withBucketCors(response: HttpResponse, rules: readonly CorsRule[], head: RequestHead): HttpResponse {
  const rule = ruleFor(head, rules);
  if (!rule) return response;
  const isForAll = rule.origins.includes('*');
  const asked = headersAsked(head);
  return withHeaders(response, [
    ...['Access-Control-Allow-Origin', isForAll ? '*' : (head.headers.origin ?? '')],
    ...(isForAll ? [] : ['Access-Control-Allow-Credentials', 'true']),
    ...['Access-Control-Allow-Methods', rule.methods.join(', ')],
    ...(asked.length > 0 ? ['Access-Control-Allow-Headers', asked.join(', ')] : []),
    ...(rule.exposed && rule.exposed.length > 0 ? ['Access-Control-Expose-Headers', rule.exposed.join(', ')] : []),
    ...(rule.maxAge === undefined ? [] : ['Access-Control-Max-Age', String(rule.maxAge)]),
    ...['Vary', VARY],
  ]);
}

/** What a preflight asks for counts in any other request as well, should one say it. */
function ruleFor(head: RequestHead, rules: readonly CorsRule[]): CorsRule | undefined {
  const { origin } = head.headers;
  if (origin === undefined) return undefined;
  const method = head.headers['access-control-request-method'] ?? head.method;
  const asked = headersAsked(head);
  return rules.find(
    ({ origins, methods, headers = [] }) =>
      methods.includes(method) &&
      origins.some((pattern) => fits(pattern, origin)) &&
      asked.every((name) => headers.some((pattern) => fits(pattern.toLowerCase(), name))),
  );
}

function headersAsked({ headers }: RequestHead): readonly string[] {
  const names = headers['access-control-request-headers']?.split(',').map((name) => name.trim().toLowerCase());
  return names?.filter((name) => name !== '') ?? [];
}

function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [begin, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= begin.length + end.length && text.startsWith(begin) && text.endsWith(end);
}
