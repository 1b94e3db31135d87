import type { FunctionUrl } from '../../model/function-url';
import type { RequestHead } from './http';

/** The path under which every URL is served on every host name of the server; it is no part of the event's `rawPath`. */
const PREFIX = '/_url/';

/** Where a client reaches the URL, on the server at `origin`, without resolving any name. */
export function functionUrlHref(url: Pick<FunctionUrl, 'id'>, origin: string): string {
  return `${origin}${PREFIX}${url.id}/`;
}

/** Which URL a request is for, known or not. */
export interface Place {
  readonly id: string;
  /** Absent where the address does not name it. */
  readonly region?: string;
  readonly rawPath: string;
}

/** Undefined when the request is for no function URL. */
export function placeOf(head: RequestHead): Place | undefined {
  const [id = '', service, region = '', top, ...more] = head.hostName.includes('.lambda-url.') ? head.hostName.split('.') : [];
  if (service === 'lambda-url' && top === 'localhost' && more.length === 0) return { id, region, rawPath: head.rawPath };
  if (!head.rawPath.startsWith(PREFIX)) return undefined;
  const slash = head.rawPath.indexOf('/', PREFIX.length);
  if (slash < 0) return { id: head.rawPath.slice(PREFIX.length), rawPath: '/' };
  return { id: head.rawPath.slice(PREFIX.length, slash), rawPath: head.rawPath.slice(slash) };
}
