import type { Listener, LoadBalancer } from '../../../model/load-balancer';
import { ALB_PREFIX } from '../../../model/load-balancer-door';
import type { RequestHead } from '../http';

/** Which listener a request is for, known or not. */
export interface AlbPlace {
  /** The name of the load balancer, or the first label of its host name. */
  readonly balancer: string;
  /** Absent where the address does not name it. */
  readonly region?: string;
  /** Of the listener. Absent where the address does not name it. */
  readonly port?: number;
  /** The host name that the client asked the load balancer for. Absent when that is the load balancer's own. */
  readonly host?: string;
  readonly rawPath: string;
  /** What stands for the load balancer and the host in the path. Absent where their names do. */
  readonly inPath?: string;
}

/**
 * Where the request goes: `[HOST.][PORT.]LABEL.REGION.elb.localhost`, where `LABEL` begins the load balancer's name on AWS, or
 * `/_alb/NAME/PORT/` with the host name, if it is to be another, as `/_alb/HOST@NAME/PORT/` or as `HOST.localhost` in the Host header.
 * Undefined when it is for no load balancer.
 */
export function albPlaceOf(head: Pick<RequestHead, 'hostName' | 'rawPath'>): AlbPlace | undefined {
  if (head.hostName.endsWith('.elb.localhost')) {
    const labels = head.hostName.split('.').slice(0, -2);
    const [region, balancer] = [labels.pop(), labels.pop()];
    if (region === undefined || balancer === undefined) return undefined;
    const port = /^\d+$/.test(labels.at(-1) ?? '') ? Number(labels.pop()) : undefined;
    const host = labels.length === 0 ? {} : { host: labels.join('.') };
    return { balancer, region, ...(port !== undefined && { port }), ...host, rawPath: head.rawPath };
  }
  if (!head.rawPath.startsWith(ALB_PREFIX)) return undefined;
  const [inPath = '', port = '', ...rest] = head.rawPath.slice(ALB_PREFIX.length).split('/');
  const named = inPath.lastIndexOf('@');
  const host = named > 0 ? inPath.slice(0, named).toLowerCase() : hostBefore(head.hostName);
  return {
    balancer: inPath.slice(named + 1),
    ...(/^\d+$/.test(port) && { port: Number(port) }),
    ...(host !== undefined && { host }),
    ...{ rawPath: `/${rest.join('/')}`, inPath },
  };
}

function hostBefore(hostName: string): string | undefined {
  return hostName.endsWith('.localhost') ? hostName.slice(0, -'.localhost'.length) : undefined;
}

/** The host name of a load balancer on this machine; `port` is that of the listener. */
export function localHostOf(balancer: Pick<LoadBalancer, 'dnsName' | 'region'>, port?: number): string {
  const own = `${labelOf(balancer)}.${balancer.region}.elb.localhost`;
  return port === undefined ? own : `${port}.${own}`;
}

/** The first label of the host name. */
export function labelOf({ dnsName }: Pick<LoadBalancer, 'dnsName'>): string {
  return (dnsName.split('.')[0] as string).toLowerCase();
}

/** The listener for a port; where none is named that of port 80, of 443, or the first. */
export function listenerAt({ listeners }: LoadBalancer, port: number | undefined): Listener | undefined {
  if (port !== undefined) return listeners.find((each) => each.port === port);
  return [80, 443].flatMap((usual) => listeners.find((each) => each.port === usual) ?? [])[0] ?? listeners[0];
}
