import { type ServedApi, servedApis } from '../model/api-door';
import { apiDoorsOf } from '../model/api-doors';
import type { Application } from '../model/application';
import type { FunctionConfiguration } from '../model/function';
import type { FunctionUrl } from '../model/function-url';
import { seededChance, systemChance } from './chance';
import type { Chance } from './chance-port';
import { ProcessorAdmission } from './drivers/admission';
import { assetText } from './drivers/assets';
import { FolderCodeLibrary } from './drivers/code-library';
import { host } from './drivers/host';
import { jwtKeySets } from './drivers/jwt-key-files';
import type { Interpreter } from './drivers/launcher';
import { LogFiles } from './drivers/log-files';
import { OrderedAdmission } from './drivers/ordered-admission';
import { ProcessDriver } from './drivers/process-driver';
import { RunFolder } from './drivers/run-folder';
import type { Sandbox } from './drivers/sandbox/sandbox';
import type { Authentication } from './endpoints/authentication';
import { awsApiDoor } from './endpoints/aws-api';
import { dispatched } from './endpoints/distribution/dispatched';
import { distributionDoor } from './endpoints/distribution/door';
import { functionUrlDoor } from './endpoints/function-url';
import { functionUrlHref } from './endpoints/function-url-place';
import type { Door } from './endpoints/http';
import { httpApiDoor } from './endpoints/http-api/http-api-door';
import { JwtKeys } from './endpoints/jwt/jwt-keys';
import { lambdaService } from './endpoints/lambda-api/lambda-service';
import { latticeDoor } from './endpoints/lattice/door';
import { wireLoadBalancers } from './endpoints/load-balancer/wire';
import { callIntegration } from './endpoints/mapping/call-integration';
import type { SchemaText } from './endpoints/protocol/served-service';
import { httpBackend } from './endpoints/rest-api/http-backend';
import { serveRestApis } from './endpoints/rest-api/serve-rest-apis';
import { RuntimeApi } from './endpoints/runtime-api';
import { startServer } from './endpoints/server';
import { awsBackend } from './endpoints/service-integrations/aws-backend';
import { unknownApiDoor } from './endpoints/unknown-api';
import { wireWebSockets } from './endpoints/web-socket-api/wire';
import { XrayDaemon } from './endpoints/xray-daemon';
import type { Buckets } from './engine/bucket-port';
import type { WebSocketClients } from './engine/connections/clients-port';
import { Invoker } from './engine/invoker';
import { localAddresses, withLocal, withLocalAddresses } from './engine/local-addresses';
import type { Buses, Topics } from './engine/messaging-port';
import { pollMappings } from './engine/pollers/poll-mappings';
import type { QueueInspection } from './engine/queue-port';
import { LiveRegistry } from './engine/registry/live-registry';
import { seed } from './engine/registry/seed';
import type { Streams } from './engine/stream-port';
import type { Tables } from './engine/table-port';
import type { JsonWebKeySet } from './engine/tokens/json-web-keys';
import { type TokenOptions, tokenClaims } from './engine/tokens/token-claims';
import { JOURNAL_LIMITS, Journal } from './journal/journal';
import { LOCAL_CREDENTIALS, MadeUpCredentials } from './made-up-credentials';
import { logsService } from './services/cloudwatch-logs/api';
import { LogTargets, logFeed } from './services/cloudwatch-logs/feed';
import { LogStore } from './services/cloudwatch-logs/store';
import { wireTables } from './services/dynamodb/wire';
import { wireMessaging } from './services/handover/wire';
import { wireStreams } from './services/kinesis/wire';
import { wireBuckets } from './services/s3/wire';
import { wireQueues } from './services/sqs/wire';
import { stsService } from './services/sts/api';
import { type Isolated, isolationOf, launchersOf, type SurroundingsOptions } from './surroundings';
import type { Clock } from './time/clock';
import { SystemClock } from './time/system-clock';
import { VirtualClock } from './time/virtual-clock';

export interface WiringOptions extends SurroundingsOptions {
  readonly clock: 'system' | 'virtual';
  readonly idleLifetimeMs?: number;
  readonly port?: number;
  readonly seed?: string;
  readonly authentication?: Authentication;
  /** By issuer; files are JSON. */
  readonly jwtKeys?: Readonly<Record<string, JsonWebKeySet | string>>;
  readonly accountConcurrency?: number;
  readonly journalEntries?: number;
  /** Where a file for each log group is written. */
  readonly logFolder?: string;
}

/** An app that can be invoked. */
export interface RunningApp {
  readonly application: Application;
  readonly endpoint: string;
  readonly credentials: typeof LOCAL_CREDENTIALS;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly invoker: Invoker;
  /** Functions as they are now. */
  readonly registry: LiveRegistry;
  readonly topics: Topics;
  readonly buckets: Buckets;
  readonly tables: Tables;
  readonly streams: Streams;
  /** What is in the queues. */
  readonly queues: QueueInspection;
  readonly buses: Buses;
  /** Where things are that say nothing else. */
  readonly home: MadeUpCredentials['home'];
  /** Absent when the app has no WebSocket API. */
  readonly webSocketClients?: WebSocketClients;
  /** Every API of the app at its local addresses. */
  readonly apis: readonly ServedApi[];
  hrefOf(url: FunctionUrl): string;
  mintToken(options: TokenOptions): string;
  /** As far as it is known without starting anything; undefined when nothing here runs it. */
  interpreterOf(configuration: FunctionConfiguration): Interpreter | undefined;
  isolation(): Promise<Isolated>;
  /** Ends every environment, closes every door and removes the run's folder. */
  stop(): Promise<void>;
}

/** The one place that knows everybody: model, clock, drivers and doors become a running app. */
export async function wire(read: Application, options: WiringOptions): Promise<RunningApp> {
  const keys = new JwtKeys(jwtKeySets(options.jwtKeys ?? {}));
  const launchers = launchersOf(options);
  // Where it is not required, the first function that is called finds out.
  let isolated = options.isolation === 'required' ? isolationOf(options) : undefined;
  await isolated;
  const isolationHere = () => {
    isolated ??= isolationOf(options);
    return isolated;
  };
  const clock = options.clock === 'virtual' ? new VirtualClock() : new SystemClock();
  const chance = chanceFor(options);
  // Of its own, so that what is changed at run time does not change the dice of invocations.
  const registryChance = chanceFor(options, ' registry');
  const { entries, characters } = JOURNAL_LIMITS;
  const journal = new Journal(() => clock.now(), { entries: options.journalEntries ?? entries, characters });
  const logFiles =
    options.logFolder === undefined
      ? undefined
      : LogFiles.open(options.logFolder, (error) =>
          journal.append({ kind: 'notEmulated', what: 'log files', why: `Logs are not written to files: ${error.message}` }),
        );
  const doors: Door[] = [];
  const server = await startServer({
    ...(options.port !== undefined && { port: options.port }),
    doors,
    onBug: (error) =>
      journal.append({ kind: 'bug', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  });
  const folder = RunFolder.create();
  const [runtimeApi, xrayDaemon] = await Promise.all([RuntimeApi.listen(folder.path), XrayDaemon.listen(journal)]);

  const hrefOf = (url: FunctionUrl) => functionUrlHref(url, server.origin);
  const addresses = localAddresses(read, hrefOf, server.origin);
  const application = withLocalAddresses(read, addresses);
  const credentials = new MadeUpCredentials(application, chance);
  let sandbox: Sandbox | undefined;
  const driver = new ProcessDriver({
    door: runtimeApi,
    folder,
    launchers,
    sandbox: async () => {
      sandbox ??= (await isolationHere()).sandboxIn(folder.path);
      return sandbox;
    },
    endpointUrl: server.origin,
    apiHosts: (application.webSocketApis ?? []).map(({ domainName }) => domainName),
    xrayDaemon,
    path: host.variables.PATH ?? '',
    credentials: (fn) => credentials.of(fn),
    now: () => clock.now(),
    notice: (what, why) => journal.append({ kind: 'notEmulated', what, why }),
  });
  const logTargets = new LogTargets();
  const logStore = new LogStore(
    () => clock.now(),
    (group, stream, { timestamp, message }) => logFiles?.write({ group: group.name, stream: stream.name, timestamp, message }),
  );
  journal.subscribe(logFeed(logStore, logTargets));
  const registry = new LiveRegistry(
    seed(application, { now: clock.now(), newId: () => registryChance.uuid() }, options.accountConcurrency),
    clock,
    registryChance,
  );
  const queues = wireQueues({
    queues: application.queues ?? [],
    ...{ clock, chance: chance.fork('queues'), journal, origin: server.origin, canWait: options.clock === 'system' },
  });
  const tables = wireTables({ tables: application.tables ?? [], clock, chance: chance.fork('tables') });
  const streams = wireStreams({
    ...{ application, clock, chance: chance.fork('streams') },
    turnOf: (traceHeader, key) => invoker.turnOf(traceHeader, key),
  });
  const messaging = wireMessaging({
    ...{ application, clock, journal, logs: logStore, outlets: { sqs: queues.outlet, kinesis: streams.outlet } },
    lambda: { invoke: (request) => invoker.invoke(request) },
    functions: () => registry.functions,
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    ended: () => messagingEnded(),
  });
  const buckets = wireBuckets({
    buckets: application.buckets ?? [],
    clock,
    chance: chanceFor(options, ' buckets'),
    lambda: () => invoker,
    functions: () => registry.functions,
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    outlets: messaging.outlets,
  });
  const deliveries = { ...messaging.deliveries, sqs: queues.delivery, s3: buckets.delivery };
  const invoker: Invoker = new Invoker({
    deliveries,
    get functions() {
      return registry.functions;
    },
    driver: logTargets.watched(driver),
    clock,
    chance,
    journal,
    ...(options.idleLifetimeMs !== undefined && { idleLifetimeMs: options.idleLifetimeMs }),
    inOrder: options.clock === 'virtual',
    limitRequests: options.clock === 'system',
    ...(options.accountConcurrency !== undefined && { accountConcurrency: options.accountConcurrency }),
    admission: options.clock === 'virtual' ? new OrderedAdmission() : new ProcessorAdmission(),
  });
  const messagingEnded = invoker.alsoPending(messaging.pending);
  const authentication = {
    mode: options.authentication ?? 'any',
    credentials: (accessKeyId: string) => credentials.holderOf(accessKeyId),
    clock: new SystemClock(),
  };
  const schema: SchemaText = (service) => assetText(`aws/${service}.json`);
  const aws = awsBackend({
    // The door of the AWS APIs is the last one, and takes what no other does.
    door: (head) => doors.at(-1)?.(head),
    credentials: (role) => credentials.ofRole(role),
    signingClock: new SystemClock(),
  });
  const webSockets = wireWebSockets({
    ...{ application, clock, authentication, schema, lambda: invoker, port: server.port, chance: chance.fork('web sockets') },
    ...{ callIntegration, aws, functions: () => registry.functions },
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    ended: () => webSocketsEnded(),
  });
  const webSocketsEnded = invoker.alsoPending(webSockets?.gateway ?? { pending: [] });
  registry.subscribe(() => invoker.refresh());
  const inOrder = options.clock === 'virtual';
  const pollers = pollMappings({
    ...{ registry, invoker, clock, journal, inOrder, deliveries, chance: chance.fork('pollers') },
    ...{ queues: queues.store, tables: tables.streams, streams: streams.source },
  });
  const serving = {
    ...{ lambda: invoker, functions: () => registry.functions, clock, journal, keys, aws },
    localAddress: (uri: string) => withLocal(uri, addresses),
    credentials: (accessKeyId: string) => credentials.holderOf(accessKeyId),
    signingClock: new SystemClock(),
  };
  const loadBalancers = wireLoadBalancers({ ...serving, application, chance: chance.fork('load-balancers') });
  if (webSockets) server.openForUpgrades(webSockets.upgrades);
  doors.push(
    ...(webSockets?.doors ?? []),
    loadBalancers.door,
    distributionDoor({
      ...serving,
      ...{ application, chance: chance.fork('distributions'), dispatch: (head, body) => dispatched(doors, head, body) },
      readObject: (input) => buckets.read(input),
    }),
    latticeDoor({ ...serving, application, chance: chance.fork('lattice') }),
    functionUrlDoor({
      application: registry,
      lambda: invoker,
      journal,
      chance,
      clock,
      credentials: (accessKeyId) => credentials.holderOf(accessKeyId),
      signingClock: new SystemClock(),
    }),
    httpApiDoor(application.httpApis ?? [], application.httpDomains ?? [], { ...serving, chance: chance.fork('http-apis') }),
    serveRestApis(application, {
      ...serving,
      chance: chance.fork('rest-apis'),
      mapping: { callIntegration, aws, http: httpBackend(serving.localAddress) },
    }),
    unknownApiDoor,
    awsApiDoor({
      lambda: invoker,
      journal,
      chance,
      authentication,
      services: {
        table: [
          logsService(logStore, clock),
          stsService(),
          queues.service((traceHeader, key) => invoker.turnOf(traceHeader, key)),
          ...messaging.services,
          buckets.service,
          ...tables.services,
          streams.service,
          ...(webSockets?.services ?? []),
          lambdaService({
            registry,
            code: new FolderCodeLibrary(folder.path),
            lambda: invoker,
            layers: application.layers ?? [],
            startedAt: clock.now(),
            hrefOf,
            refuses: (configuration) => driver.refuses(configuration),
            provisionedStatus: (arn, version) => invoker.pools.provisionedStatus(arn, version),
          }),
        ],
        schema,
        credentials: (accessKeyId) => credentials.holderOf(accessKeyId),
        home: credentials.home,
      },
    }),
  );
  invoker.pools.provision();

  return {
    application,
    endpoint: server.origin,
    credentials: LOCAL_CREDENTIALS,
    journal,
    clock,
    invoker,
    registry,
    topics: messaging.topics,
    buckets: buckets.buckets,
    tables: tables.tables,
    streams: streams.streams,
    queues: queues.inspection(() => invoker.turnOf(undefined, () => '')),
    buses: messaging.buses,
    home: credentials.home,
    ...(webSockets && { webSocketClients: webSockets.clients }),
    apis: apiDoorsOf(application).flatMap((door) => servedApis(door, server.origin)),
    hrefOf,
    mintToken: (given) => keys.mint(tokenClaims(given, application, clock.now())),
    interpreterOf: (configuration) => driver.likely(configuration),
    isolation: isolationHere,
    async stop() {
      webSockets?.stop();
      pollers.stop();
      loadBalancers.checks.stop();
      registry.stop();
      queues.store.stop();
      messaging.stop();
      tables.store.stop();
      streams.stop();
      await invoker.stop();
      await driver.close();
      await Promise.all([server.close(), runtimeApi.close(), xrayDaemon.close()]);
      await logFiles?.close();
      await folder.remove();
    },
  };
}

function chanceFor({ clock, seed: given }: WiringOptions, purpose = ''): Chance {
  const from = given ?? (clock === 'virtual' ? 'lambda-kit' : undefined);
  return from === undefined ? systemChance() : seededChance(from + purpose);
}
