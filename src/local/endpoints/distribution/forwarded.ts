import type { Behavior, Origin, Selection } from '../../../model/distribution';
import { type EdgeHeaders, type EdgeRequest, withHeader } from './edge-message';

/** Sent to every origin, where the viewer has sent them: what the body is, and which of it is wanted. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...['content-type', 'content-length', 'content-md5', 'date', 'from', 'range', 'warning'],
  ...['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'],
]);

/** The request as CloudFront sends it on, before functions of the origin's request see it. */
export function forwarded(request: EdgeRequest, { forwarding }: Behavior, origin: Origin, via: string): EdgeRequest {
  let headers: EdgeHeaders = {};
  for (const [name, values] of Object.entries(request.headers)) {
    if (name === 'cookie' || name === 'x-forwarded-for' || name === 'accept-encoding') continue;
    if (ALWAYS.has(name) || isTaken(forwarding.headers, name)) headers = { ...headers, [name]: values };
  }
  const add = (key: string, value: string | undefined) => {
    if (value !== undefined && value !== '') headers = withHeader(headers, key, value);
  };
  if (!isTaken(forwarding.headers, 'user-agent')) add('User-Agent', 'Amazon CloudFront');
  if (!isTaken(forwarding.headers, 'host')) add('Host', origin.domainName);
  const encodings = request.headers['accept-encoding']?.[0]?.value;
  if (forwarding.acceptEncoding || isTaken(forwarding.headers, 'accept-encoding')) add('Accept-Encoding', encodings);
  const given = request.headers['x-forwarded-for']?.map(({ value }) => value) ?? [];
  add('X-Forwarded-For', [...given, request.clientIp].join(', '));
  add('Via', via);
  add('Cookie', cookiesOf(request, forwarding.cookies));
  return { ...request, headers, querystring: queryOf(request.querystring, forwarding.queries) };
}

function cookiesOf({ headers }: EdgeRequest, selections: readonly Selection[]): string {
  const cookies = (headers.cookie ?? []).flatMap(({ value }) => value.split(';').map((cookie) => cookie.trim()));
  return cookies.filter((cookie) => isTaken(selections, cookie.split('=')[0] as string)).join('; ');
}

function queryOf(query: string, selections: readonly Selection[]): string {
  return query
    .split('&')
    .filter((piece) => piece !== '' && isTaken(selections, piece.split('=')[0] as string))
    .join('&');
}

function isTaken(selections: readonly Selection[], name: string): boolean {
  return selections.some(({ takes, names }) => {
    if (takes === 'all') return true;
    return takes === 'none' ? false : names.includes(name) === (takes === 'only');
  });
}
