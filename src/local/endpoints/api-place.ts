import { API_PREFIX } from '../../model/api-door';
import type { RequestHead } from './http';

/** Which API Gateway API a request is for, known or not. */
export interface ApiPlace {
  readonly id: string;
  /** Absent where the address does not name it. */
  readonly region?: string;
  /** What remains below the API's address, with its stage; begins with a slash. */
  readonly rawPath: string;
}

/** Undefined when the request is for no API: neither at `<id>.execute-api.<region>.localhost` nor below `/_api/<id>`. */
export function apiPlaceOf(head: Pick<RequestHead, 'hostName' | 'rawPath'>): ApiPlace | undefined {
  const [id = '', service, region = '', top, ...more] = head.hostName.includes('.execute-api.') ? head.hostName.split('.') : [];
  if (service === 'execute-api' && top === 'localhost' && more.length === 0) return { id, region, rawPath: head.rawPath };
  if (!head.rawPath.startsWith(API_PREFIX)) return undefined;
  const slash = head.rawPath.indexOf('/', API_PREFIX.length);
  if (slash < 0) return { id: head.rawPath.slice(API_PREFIX.length), rawPath: '/' };
  return { id: head.rawPath.slice(API_PREFIX.length, slash), rawPath: head.rawPath.slice(slash) };
}
