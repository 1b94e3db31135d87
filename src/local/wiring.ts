import { servedApis } from '../model/api-door';
import { apiDoorsOf } from '../model/api-doors';
import type { Application } from '../model/application';
import type { FunctionUrl } from '../model/function-url';
import { seededChance, systemChance } from './chance';
import type { Chance } from './chance-port';
import { ProcessorAdmission } from './drivers/admission';
import { FolderCodeLibrary } from './drivers/code-library';
import { deployedFiles } from './drivers/deployed-files';
import { host } from './drivers/host';
import { HOST_OF_CONTAINERS } from './drivers/images/container-engine';
import { jwtKeySets } from './drivers/jwt-key-files';
import { LogFiles } from './drivers/log-files';
import { OrderedAdmission } from './drivers/ordered-admission';
import { ProcessDriver } from './drivers/process-driver';
import { RunFolder } from './drivers/run-folder';
import type { Sandbox } from './drivers/sandbox/sandbox';
import { functionUrlHref } from './endpoints/function-url-place';
import type { Door } from './endpoints/http';
import { JwtKeys } from './endpoints/jwt/jwt-keys';
import { lambdaService } from './endpoints/lambda-api/lambda-service';
import { RuntimeApi } from './endpoints/runtime-api';
import { startServer } from './endpoints/server';
import { XrayDaemon } from './endpoints/xray-daemon';
import { type Deliveries, lambdaDelivery } from './engine/dispatch';
import { appPermissions } from './engine/identity/app-permissions';
import { permittedDeliveries } from './engine/identity/permitted-deliveries';
import { Invoker } from './engine/invoker';
import { localAddresses, withLocal, withLocalAddresses } from './engine/local-addresses';
import { pollMappings } from './engine/pollers/poll-mappings';
import { LiveRegistry } from './engine/registry/live-registry';
import { seed } from './engine/registry/seed';
import { tokenClaims } from './engine/tokens/token-claims';
import { JOURNAL_LIMITS, Journal } from './journal/journal';
import { LOCAL_CREDENTIALS, MadeUpCredentials } from './made-up-credentials';
import type { RunningApp, WiringOptions } from './running-app';
import { LogTargets, logFeed } from './services/cloudwatch-logs/feed';
import { wireLogs } from './services/cloudwatch-logs/wire';
import { wireTables } from './services/dynamodb/wire';
import { wireMessaging } from './services/handover/wire';
import { wireStreams } from './services/kinesis/wire';
import { wireBuckets } from './services/s3/wire';
import { wireSecrets } from './services/secretsmanager/wire';
import { wireQueues } from './services/sqs/wire';
import { wireParameters } from './services/ssm/wire';
import { stsService } from './services/sts/api';
import { asItRunsHere, engineFor, isolationOf, launchersOf } from './surroundings';
import { SystemClock } from './time/system-clock';
import { VirtualClock } from './time/virtual-clock';
import { wireDoors } from './wiring-doors';

/** The one place that knows everybody: model, clock, drivers and doors become a running app. */
export async function wire(read: Application, options: WiringOptions): Promise<RunningApp> {
  const opened: (() => unknown)[] = [];
  try {
    return await wired(read, options, (close) => opened.unshift(close));
  } catch (error) {
    for (const close of opened) await close();
    throw error;
  }
}

/** `undo` is told how to close what is open by then, in case that something later fails. */
async function wired(read: Application, options: WiringOptions, undo: (close: () => unknown) => void): Promise<RunningApp> {
  const keys = new JwtKeys(jwtKeySets(options.jwtKeys ?? {}));
  const launchers = launchersOf(options);
  // Where it is not required, the first function that is called finds out.
  let isolated = options.isolation === 'required' ? isolationOf(options) : undefined;
  await isolated;
  const engine = await engineFor(read.functions);
  const here = asItRunsHere(read, options, engine);
  const deployed = await deployedFiles(here.bucketDeployments ?? []);
  // Containers in a virtual machine have no other name for this one.
  const hostName = 'there' in engine && !engine.there.sharesNetwork ? HOST_OF_CONTAINERS : undefined;
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
  undo(() => logFiles?.close());
  const doors: Door[] = [];
  const server = await startServer({
    ...(options.port !== undefined && { port: options.port }),
    ...(hostName !== undefined && { hostName }),
    doors,
    onBug: (error) =>
      journal.append({ kind: 'bug', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  });
  undo(() => server.close());
  const folder = RunFolder.create();
  undo(() => folder.remove());
  const runtimeApi = await RuntimeApi.listen(folder.path, hostName);
  undo(() => runtimeApi.close());
  const xrayDaemon = await XrayDaemon.listen(journal, hostName);
  undo(() => xrayDaemon.close());

  const hrefOf = (url: FunctionUrl) => functionUrlHref(url, server.origin);
  const addresses = localAddresses(read, hrefOf, server.origin);
  const application = withLocalAddresses({ ...here, unsupported: [...here.unsupported, ...deployed.unsupported] }, addresses);
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
    credentials: (fn, roleArn) => credentials.of(fn, roleArn),
    engine,
    hostVariables: host.variables,
    now: () => clock.now(),
    notice: (what, why) => journal.append({ kind: 'notEmulated', what, why }),
    makingImage: (command, image) => journal.append({ kind: 'image.making', command, image }),
  });
  const logTargets = new LogTargets();
  const logs = wireLogs({
    ...{ application, clock, journal },
    functions: () => registry.functions,
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    isStream: (arn) => streams.streams.shards(arn).length > 0,
    outlets: () => messaging.outlets,
    ended: () => logsEnded(),
    noted: (group, stream, { timestamp, message }) =>
      logFiles?.write({ group: group.name, stream: stream.name, timestamp, message }),
  });
  journal.subscribe(logFeed(logs.store, logTargets));
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
  const secrets = wireSecrets({ secrets: application.secrets ?? [], clock, chance: chance.fork('secrets') });
  const streams = wireStreams({
    ...{ application, clock, chance: chance.fork('streams') },
    // While a handler runs, virtual time stands, and would never let it write more.
    limitThroughput: options.clock === 'system',
    turnOf: (traceHeader, key) => invoker.turnOf(traceHeader, key),
  });
  const messaging = wireMessaging({
    ...{ application, clock, journal, logs: logs.store, outlets: { sqs: queues.outlet, kinesis: streams.outlet } },
    lambda: { invoke: (request) => invoker.invoke(request) },
    functions: () => registry.functions,
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    ended: () => messagingEnded(),
    ...(options.schedules !== undefined && { schedules: options.schedules }),
  });
  const notEmulated = (what: string, why: string) => journal.append({ kind: 'notEmulated', what, why });
  const buckets = wireBuckets({
    buckets: application.buckets ?? [],
    deployed: deployed.objects,
    notice: notEmulated,
    clock,
    chance: chanceFor(options, ' buckets'),
    lambda: () => invoker,
    functions: () => registry.functions,
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
    outlets: messaging.outlets,
  });
  const permitted = (given: Deliveries) => permittedDeliveries(given, () => permissions);
  const deliveries = permitted({ ...messaging.deliveries, sqs: queues.delivery, s3: buckets.delivery });
  const asEvents = permitted({ lambda: lambdaDelivery({ invoke: (request) => invoker.invoke(request) }) });
  const invoker: Invoker = new Invoker({
    deliveries: { ...deliveries, ...asEvents },
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
  const logsEnded = invoker.alsoPending(logs.pending);
  registry.subscribe(() => invoker.refresh());
  const inOrder = options.clock === 'virtual';
  const pollers = pollMappings({
    ...{ registry, invoker, clock, journal, inOrder, deliveries, chance: chance.fork('pollers') },
    ...{ queues: queues.store, tables: tables.streams, streams: streams.source },
  });
  const permissions = appPermissions({
    ...{ application, clock, mode: options.identityPolicies ?? 'report', functions: () => registry.functions },
    fullArn: (arn) => secrets.fullArn(arn),
    hasNewPolicy: (arn) => queues.store.byArn(arn)?.attributes.Policy !== undefined || messaging.hasPolicy(arn),
    turnFor: (traceHeader, key) => invoker.turnOf(traceHeader, () => key),
  });
  const opened = wireDoors({
    ...{ application, server, doors, invoker, registry, journal, clock, chance, credentials, keys, addresses, hrefOf },
    authentication: options.authentication ?? 'any',
    ...(permissions && { gate: permissions }),
    readObject: (input) => buckets.read(input),
    services: [
      logs.service,
      stsService(),
      wireParameters({
        ...{ parameters: application.parameters ?? [], clock, refused: notEmulated },
        local: (text) => withLocal(text, addresses),
      }),
      queues.service((traceHeader, key) => invoker.turnOf(traceHeader, key)),
      ...messaging.services,
      buckets.service,
      ...tables.services,
      secrets.service,
      streams.service,
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
  });
  invoker.pools.provision();

  return {
    application,
    endpoint: server.origin,
    credentials: LOCAL_CREDENTIALS,
    journal,
    clock,
    invoker,
    loops: logs.loops,
    registry,
    topics: messaging.topics,
    buckets: buckets.buckets,
    tables: tables.tables,
    streams: streams.streams,
    queues: queues.inspection(() => invoker.turnOf(undefined, () => '')),
    buses: messaging.buses,
    ...(permissions && { permissions }),
    home: credentials.home,
    ...(opened.webSocketClients && { webSocketClients: opened.webSocketClients }),
    apis: apiDoorsOf(application).flatMap((door) => servedApis(door, server.origin)),
    hrefOf,
    mintToken: (given) => keys.mint(tokenClaims(given, application, clock.now())),
    interpreterOf: (configuration) => driver.likely(configuration),
    isolation: isolationHere,
    async stop() {
      opened.stop();
      pollers.stop();
      registry.stop();
      queues.store.stop();
      messaging.stop();
      logs.stop();
      tables.store.stop();
      streams.stop();
      driver.interrupt();
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
