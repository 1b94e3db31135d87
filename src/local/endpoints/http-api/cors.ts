import type { HttpCors } from '../../../model/http-api';
import { type HttpResponse, type RequestHead, withHeaders } from '../http';

/** A browser asks whether it may send what it wants to send. */
export function isPreflight(head: RequestHead): boolean {
  const { origin, 'access-control-request-method': method } = head.headers;
  return head.method === 'OPTIONS' && origin !== undefined && method !== undefined;
}

/** The answer of the API itself; without permissions for an origin that is not allowed. */
export function preflightResponse(cors: HttpCors, head: RequestHead): HttpResponse {
  const origin = originHeaders(cors, head);
  return { status: 204, headers: origin.length === 0 ? [] : [...origin, ...permissionHeaders(cors)], body: '' };
}

/** The response with the permissions of the API in the place of those that its integration may have sent. */
export function withCors(response: HttpResponse, cors: HttpCors, head: RequestHead): HttpResponse {
  if (isPreflight(head) && response.status === 204) return response;
  const headers: string[] = [];
  for (let at = 0; at < response.headers.length; at += 2) {
    const name = response.headers[at] as string;
    if (!name.toLowerCase().startsWith('access-control-')) headers.push(name, response.headers[at + 1] as string);
  }
  const origin = originHeaders(cors, head);
  const exposed = origin.length === 0 ? [] : list('Access-Control-Expose-Headers', cors.exposeHeaders);
  return withHeaders({ ...response, headers }, [...origin, ...exposed]);
}

/** None when the request comes from nowhere that is allowed. */
function originHeaders(cors: HttpCors, { headers: { origin } }: RequestHead): readonly string[] {
  if (origin === undefined) return [];
  const allowed = cors.allowOrigins ?? [];
  const credentials = cors.allowCredentials ? ['Access-Control-Allow-Credentials', 'true'] : [];
  if (allowed.includes('*')) return ['Access-Control-Allow-Origin', '*', ...credentials];
  const isAllowed = allowed.some((each) => each === origin || (each.endsWith('://*') && origin.startsWith(each.slice(0, -1))));
  return isAllowed ? ['Access-Control-Allow-Origin', origin, ...credentials] : [];
}

function permissionHeaders({ allowMethods, allowHeaders, maxAgeSeconds }: HttpCors): readonly string[] {
  return [
    ...list('Access-Control-Allow-Methods', allowMethods),
    ...list('Access-Control-Allow-Headers', allowHeaders),
    ...(maxAgeSeconds === undefined ? [] : ['Access-Control-Max-Age', String(maxAgeSeconds)]),
  ];
}

function list(name: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined || values.length === 0 ? [] : [name, values.join(',')];
}
