import type { ListenerAction } from '../../../model/load-balancer';
import { ALB_PREFIX } from '../../../model/load-balancer-door';
import { type Destination, destinationOf } from '../../engine/load-balancer/redirect';
import type { HttpResponse } from '../http';
import type { Asked } from './asked';
import { ownPage } from './pages';
import { localHostOf } from './place';

/** A redirect to a listener of the same load balancer leads to where that is served here; any other is what AWS sends. */
export function redirection(action: Extract<ListenerAction, { kind: 'redirect' }>, asked: Asked): HttpResponse {
  const destination = destinationOf(action, asked.seen, asked.listener);
  const { protocol, host, port } = destination;
  const origin = isHere(destination, asked) ? originHere(destination, asked) : `${protocol}://${host}:${port}`;
  return ownPage(action.status, ['Location', `${origin}${pathOf(destination)}`]);
}

function pathOf({ path, query }: Destination): string {
  return query === '' ? path : `${path}?${query}`;
}

function isHere({ host, port }: Destination, { seen, balancer }: Asked): boolean {
  return host === seen.host && balancer.listeners.some((listener) => String(listener.port) === port);
}

function originHere({ port }: Destination, { balancer, place, head }: Asked): string {
  if (place.inPath !== undefined) return `http://${head.headers.host}${ALB_PREFIX}${place.inPath}/${port}`;
  const front = place.host === undefined ? '' : `${place.host}.`;
  return `http://${front}${localHostOf(balancer, Number(port))}:${head.port}`;
}
