import type { Listener, ListenerAction } from '../../../model/load-balancer';
import type { SeenRequest } from './conditions';

/** Where a redirect leads to, by its parts. */
export interface Destination {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  /** Begins with a slash. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** What is not given stays as it is in the request; `#{name}` is what the request has (API_RedirectActionConfig). */
export function destinationOf(
  action: Extract<ListenerAction, { kind: 'redirect' }>,
  request: SeenRequest,
  listener: Pick<Listener, 'port' | 'protocol'>,
): Destination {
  const of: Readonly<Record<string, string>> = {
    protocol: listener.protocol,
    host: request.host,
    port: String(listener.port),
    path: request.path.replace(/^\//, ''),
    query: request.query,
  };
  const filled = (text: string) => text.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => of[name] as string);
  const path = filled(action.path ?? '/#{path}');
  return {
    protocol: filled(action.protocol ?? '#{protocol}').toLowerCase(),
    host: filled(action.host ?? '#{host}'),
    port: filled(action.port ?? '#{port}'),
    path: path.startsWith('/') ? path : `/${path}`,
    query: filled(action.query ?? '#{query}'),
  };
}
