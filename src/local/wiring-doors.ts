import type { Application } from '../model/application';
import type { FunctionUrl } from '../model/function-url';
import type { Chance } from './chance-port';
import { assetText } from './drivers/assets';
import type { Authentication } from './endpoints/authentication';
import { awsApiDoor } from './endpoints/aws-api';
import { dispatched } from './endpoints/distribution/dispatched';
import { distributionDoor } from './endpoints/distribution/door';
import { functionUrlDoor } from './endpoints/function-url';
import type { Door } from './endpoints/http';
import { httpApiDoor } from './endpoints/http-api/http-api-door';
import type { JwtKeys } from './endpoints/jwt/jwt-keys';
import { latticeDoor } from './endpoints/lattice/door';
import { wireLoadBalancers } from './endpoints/load-balancer/wire';
import { callIntegration } from './endpoints/mapping/call-integration';
import type { SchemaText } from './endpoints/protocol/served-service';
import { httpBackend } from './endpoints/rest-api/http-backend';
import { serveRestApis } from './endpoints/rest-api/serve-rest-apis';
import type { RunningServer } from './endpoints/server';
import { awsBackend } from './endpoints/service-integrations/aws-backend';
import { unknownApiDoor } from './endpoints/unknown-api';
import { wireWebSockets } from './endpoints/web-socket-api/wire';
import type { WebSocketClients } from './engine/connections/clients-port';
import type { Gate } from './engine/identity/gate';
import type { Invoker } from './engine/invoker';
import { type localAddresses, withLocal } from './engine/local-addresses';
import type { LiveRegistry } from './engine/registry/live-registry';
import type { AwsService } from './engine/service-port';
import type { Journal } from './journal/journal';
import type { MadeUpCredentials } from './made-up-credentials';
import type { Clock } from './time/clock';
import { SystemClock } from './time/system-clock';

export interface DoorPorts {
  readonly application: Application;
  readonly server: RunningServer;
  /** Those that the server asks, in order; filled here. */
  readonly doors: Door[];
  readonly invoker: Invoker;
  readonly registry: LiveRegistry;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly credentials: MadeUpCredentials;
  readonly keys: JwtKeys;
  readonly addresses: ReturnType<typeof localAddresses>;
  readonly authentication: Authentication;
  /** Whom IAM lets in. @default everybody */
  readonly gate?: Gate;
  readonly services: readonly AwsService[];
  readonly readObject: Parameters<typeof distributionDoor>[0]['readObject'];
  readonly hrefOf: (url: FunctionUrl) => string;
}

export interface OpenedDoors {
  /** Absent when the app has no WebSocket API. */
  readonly webSocketClients?: WebSocketClients;
  stop(): void;
}

/** Everything that an HTTP client can reach: the app's own doors first, the APIs of AWS last. */
export function wireDoors(ports: DoorPorts): OpenedDoors {
  const { application, server, doors, invoker, registry, journal, clock, chance, credentials } = ports;
  const signingClock = new SystemClock();
  const holderOf = (accessKeyId: string) => credentials.holderOf(accessKeyId);
  const authentication = { mode: ports.authentication, credentials: holderOf, clock: signingClock };
  const schema: SchemaText = (service) => assetText(`aws/${service}.json`);
  const aws = awsBackend({
    // The door of the AWS APIs is the last one, and takes what no other does.
    door: (head) => doors.at(-1)?.(head),
    credentials: (role) => credentials.ofRole(role),
    signingClock,
  });
  const functions = () => registry.functions;
  const webSockets = wireWebSockets({
    ...{ application, clock, authentication, schema, lambda: invoker, port: server.port, chance: chance.fork('web sockets') },
    ...{ callIntegration, aws, functions, ...(ports.gate && { gate: ports.gate }) },
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    ended: () => webSocketsEnded(),
  });
  const webSocketsEnded = invoker.alsoPending(webSockets?.gateway ?? { pending: [] });
  if (webSockets) server.openForUpgrades(webSockets.upgrades);
  const serving = {
    ...{ lambda: invoker, functions, clock, journal, keys: ports.keys, aws, credentials: holderOf, signingClock },
    localAddress: (uri: string) => withLocal(uri, ports.addresses),
  };
  const loadBalancers = wireLoadBalancers({ ...serving, application, chance: chance.fork('load-balancers') });
  doors.push(
    ...(webSockets?.doors ?? []),
    loadBalancers.door,
    distributionDoor({
      ...serving,
      ...{ application, chance: chance.fork('distributions'), dispatch: (head, body) => dispatched(doors, head, body) },
      readObject: ports.readObject,
    }),
    latticeDoor({ ...serving, application, chance: chance.fork('lattice') }),
    functionUrlDoor({
      ...{ application: registry, lambda: invoker, journal, chance, clock, credentials: holderOf, signingClock },
      ...(ports.gate && { gate: ports.gate }),
    }),
    httpApiDoor(application.httpApis ?? [], application.httpDomains ?? [], { ...serving, chance: chance.fork('http-apis') }),
    serveRestApis(application, {
      ...serving,
      chance: chance.fork('rest-apis'),
      mapping: { callIntegration, aws, http: httpBackend(serving.localAddress) },
    }),
    unknownApiDoor,
    awsApiDoor({
      ...{ lambda: invoker, journal, chance, authentication },
      ...(ports.gate && { gate: ports.gate }),
      services: {
        table: [...ports.services, ...(webSockets?.services ?? [])],
        ...{ schema, credentials: holderOf, home: credentials.home },
      },
    }),
  );
  return {
    ...(webSockets && { webSocketClients: webSockets.clients }),
    stop() {
      webSockets?.stop();
      loadBalancers.checks.stop();
    },
  };
}
