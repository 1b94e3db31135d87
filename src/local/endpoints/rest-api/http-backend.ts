import { isLoopback } from '../../../model/loopback';
import { askLoopback } from '../loopback-client';
import type { Backends, IntegrationReply, IntegrationRequest } from '../mapping/types';

/** How long a server is waited for at most, in milliseconds: integrations that are told of end before it. */
const PATIENCE_MS = 900_000;

/**
 * Servers on this machine answer for integrations of type HTTP and HTTP_PROXY; no other is asked, so that nothing is changed
 * anywhere by accident. Addresses of the app's own doors on AWS are those they are served at here.
 */
export function httpBackend(localAddress: (uri: string) => string): NonNullable<Backends['http']> {
  return async (request: IntegrationRequest): Promise<IntegrationReply> => {
    const address = localAddress(withQuery(request));
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Error('it is no address of a server');
    if (!isLoopback(url.hostname)) {
      throw new Error(`it is not on this machine, and integrations are only led to loopback addresses`);
    }
    const { method, body } = request;
    const asked = { method, url, headers: withoutHost(request.headers), body };
    const answer = await askLoopback(asked, AbortSignal.timeout(PATIENCE_MS));
    if ('failure' in answer) throw new Error(answer.failure);
    return { status: answer.status, headers: answer.headers, body: answer.body };
  };
}

function withQuery({ uri, query }: IntegrationRequest): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.length === 0 ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

function withoutHost(headers: readonly string[]): readonly string[] {
  return headers.filter((_, at) => !['host', 'content-length'].includes((headers[at - (at % 2)] as string).toLowerCase()));
}
