import type { LatticeListener, LatticeService } from '../../../model/lattice';
import { LATTICE_PREFIX } from '../../../model/lattice-door';
import type { RequestHead } from '../http';

/** Which listener of a service a request is for, known or not. */
export interface LatticePlace {
  /** The id of the service, or the first label of its host name. */
  readonly service: string;
  /** Absent where the address does not name it. */
  readonly port?: number;
  readonly rawPath: string;
}

/** Undefined when the request is for no service: neither at `[PORT.]LABEL.REGION.vpc-lattice.localhost` nor below `/_lattice/ID/PORT`. */
export function latticePlaceOf({ hostName, rawPath }: Pick<RequestHead, 'hostName' | 'rawPath'>): LatticePlace | undefined {
  if (hostName.endsWith('.vpc-lattice.localhost')) {
    const [service = '', port] = hostName.split('.').slice(0, -3).reverse();
    return { service, ...(port !== undefined && { port: Number(port) }), rawPath };
  }
  if (!rawPath.startsWith(LATTICE_PREFIX)) return undefined;
  const [service = '', port = '', ...rest] = rawPath.slice(LATTICE_PREFIX.length).split('/');
  return { service, ...(/^\d+$/.test(port) && { port: Number(port) }), rawPath: `/${rest.join('/')}` };
}

/** The host name of a service on this machine. */
export function localHostOf({ domainName, region }: LatticeService, port: number): string {
  return `${port}.${domainName.split('.')[0]}.${region}.vpc-lattice.localhost`;
}

/** The listener for a port; where none is named that of port 443, of 80, or the first. */
export function listenerAt({ listeners }: LatticeService, port: number | undefined): LatticeListener | undefined {
  if (port !== undefined) return listeners.find((each) => each.port === port);
  return [443, 80].flatMap((usual) => listeners.find((each) => each.port === usual) ?? [])[0] ?? listeners[0];
}
