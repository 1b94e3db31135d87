import type { Application } from '../../../model/application';
import { GOING_AWAY } from '../../../spec/web-socket';
import type { Chance } from '../../chance-port';
import type { WebSocketClients } from '../../engine/connections/clients-port';
import type { Gate } from '../../engine/identity/gate';
import type { AwsService } from '../../engine/service-port';
import type { AuthenticationOptions } from '../authentication';
import type { Door } from '../http';
import type { SchemaText } from '../protocol/served-service';
import type { UpgradeDoor } from '../upgrades';
import { directClients } from './direct-clients';
import { type GatewayPorts, WebSocketGateway } from './gateway';
import { managementService } from './management-api';
import { managementDoor } from './management-door';
import { socketOpener } from './socket-line';
import { webSocketDoor } from './web-socket-door';

export interface WebSocketsOptions extends Omit<GatewayPorts, 'credentials' | 'signingClock'> {
  readonly application: Application;
  readonly authentication: AuthenticationOptions;
  readonly schema: SchemaText;
  /** Whom IAM lets in. @default everybody */
  readonly gate?: Gate;
  /** For the ids of calls of the management API, and for keys of handshakes. */
  readonly chance: Chance;
  /** Of the endpoint. */
  readonly port: number;
}

export interface WebSockets {
  readonly gateway: WebSocketGateway;
  /** For clients. */
  readonly upgrades: UpgradeDoor;
  /** The management API at the addresses of the APIs … */
  readonly doors: readonly Door[];
  /** … and at the endpoint itself, where connections are known by their ids alone. */
  readonly services: readonly AwsService[];
  /** For tests. */
  readonly clients: WebSocketClients;
  stop(): void;
}

/** The WebSocket APIs of one run; undefined when the app has none. */
export function wireWebSockets(options: WebSocketsOptions): WebSockets | undefined {
  const { webSocketApis: apis = [] } = options.application;
  if (apis.length === 0) return undefined;
  const { credentials, clock: signingClock } = options.authentication;
  const gateway = new WebSocketGateway({ ...options, credentials, signingClock });
  return {
    gateway,
    upgrades: webSocketDoor({ apis, gateway, opener: socketOpener }),
    doors: [managementDoor({ ...options, apis, gateway })],
    services: [managementService({ ...options, gateway })],
    clients: directClients({ ...options, apis, gateway }),
    stop: () => gateway.stop(GOING_AWAY),
  };
}
