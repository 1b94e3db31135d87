import type { Listener, LoadBalancer } from '../../../model/load-balancer';
import { ALB_VALID_HEADER } from '../../../spec/load-balancer';
import type { SeenRequest } from '../../engine/load-balancer/conditions';
import type { RequestHead } from '../http';
import { sentHeaders, sourceIp } from '../request-facts';
import { type AlbPlace, localHostOf } from './place';

/** A request at a listener. */
export interface Asked {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
  readonly place: AlbPlace;
  readonly head: RequestHead;
  readonly seen: SeenRequest;
}

export function askedOf(head: RequestHead, place: AlbPlace, balancer: LoadBalancer, listener: Listener): Asked {
  const dropsInvalid = balancer.attributes['routing.http.drop_invalid_header_fields.enabled'] === 'true';
  const headers = [...sentHeaders(head)]
    .filter(([name]) => !dropsInvalid || ALB_VALID_HEADER.test(name))
    .map(([name, value]) => [name.toLowerCase(), value] as const);
  const seen: SeenRequest = {
    method: head.method,
    host: place.host ?? balancer.dnsName.toLowerCase(),
    path: place.rawPath,
    query: head.rawQuery,
    headers,
    sourceIp: sourceIp(head),
  };
  return { balancer, listener, place, head, seen };
}

/**
 * The Host header as the target sees it. Where the client named no host of its own it is the one that leads here, so that links
 * which a handler builds of it do, too.
 */
export function hostHeader({ balancer, listener, head, place }: Asked, host: string): string {
  if (place.host === undefined && host === balancer.dnsName.toLowerCase()) {
    return `${localHostOf(balancer, place.inPath === undefined ? place.port : listener.port)}:${head.port}`;
  }
  const isUsual = listener.port === (listener.protocol === 'HTTPS' ? 443 : 80);
  return isUsual ? host : `${host}:${listener.port}`;
}
