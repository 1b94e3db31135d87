import { resolve } from 'node:path';
import { readAssembly, readInventory } from '../assembly/read-assembly';
import type { ApiDoor, ApiKind, ServedApi } from '../model/api-door';
import { apiDoorsOf } from '../model/api-doors';
import type { Application } from '../model/application';
import { checkRules, type Outcome } from '../rules/check-rules';
import {
  API_OPTIONS,
  ApiHandle,
  type ApiOptions,
  findApi,
  LISTENER_OPTIONS,
  type ListenerOptions,
  LOAD_BALANCER_OPTIONS,
  type LoadBalancerOptions,
} from './api-handle';
import { BucketHandle, findBucket } from './bucket-handle';
import { BusHandle, findBus } from './bus-handle';
import { type AssemblyFolder, assemblyFolder } from './drivers/app-source';
import { host } from './drivers/host';
import type { WebSocketClients } from './engine/connections/clients-port';
import type { TokenOptions } from './engine/tokens/token-claims';
import { LocalError } from './errors';
import type { LocalExecutorOptions, LocalFunctionUrl, LocalUrl } from './executor-options';
import { checkStartOptions } from './executor-options-check';
import { FunctionHandle, findFunction } from './function-handle';
import type { Journal } from './journal/journal';
import { checkOptions, DURATION, type Kinds, object, TEXT, TEXTS, wholeNumber } from './options-check';
import { PermissionsHandle } from './permissions-handle';
import { findQueue, QueueHandle } from './queue-handle';
import type { RunningApp } from './running-app';
import { findStream, StreamHandle } from './stream-handle';
import { isInImage, type RunsOn } from './surroundings';
import { findTable, TableHandle } from './table-handle';
import type { Alarm } from './time/clock';
import { dayOf } from './time/day';
import { type Duration, toMilliseconds } from './time/duration';
import { SystemClock } from './time/system-clock';
import { VirtualClock } from './time/virtual-clock';
import { findTopic, TopicHandle } from './topic-handle';
import { findWebSocketApi, WebSocketApiHandle } from './websocket-handle';
import { wire } from './wiring';

const TOKEN_OPTIONS: Kinds<TokenOptions> = {
  issuer: TEXT,
  audience: TEXT,
  subject: TEXT,
  scopes: TEXTS,
  expiresIn: DURATION,
  claims: object("{ 'cognito:groups': ['admin'] }"),
};

/** How long `settle` waits for real work, in milliseconds, unless told otherwise. */
const SETTLE_LIMIT_MS = 30_000;
/** How far `settle` walks a virtual clock: longer than any event lives. */
const SETTLE_HORIZON_MS = toMilliseconds({ days: 8 });

/** A synthesized app, running on this machine. */
export class LocalExecutor {
  /** Reads the app, opens the endpoint and resolves when functions can be invoked; no process is started before, and none but provisioned environments until they are. */
  static async start(options: LocalExecutorOptions = {}): Promise<LocalExecutor> {
    checkStartOptions(options);
    const folder = await assemblyFolder(options.app, options.cwd ?? host.currentFolder(), options.signal);
    try {
      const application = readAssembly(folder.directory);
      const running = await wire(application, {
        clock: options.clock ?? 'system',
        projectDirectory: folder.projectDirectory,
        ...(options.port !== undefined && { port: options.port }),
        ...(options.idleLifetime !== undefined && { idleLifetimeMs: toMilliseconds(options.idleLifetime) }),
        ...(options.isolation !== undefined && { isolation: options.isolation }),
        ...(options.interpreters !== undefined && { interpreters: options.interpreters }),
        ...(options.seed !== undefined && { seed: options.seed }),
        ...(options.authentication !== undefined && { authentication: options.authentication }),
        ...(options.identityPolicies !== undefined && { identityPolicies: options.identityPolicies }),
        ...(options.accountConcurrency !== undefined && { accountConcurrency: options.accountConcurrency }),
        ...(options.journalEntries !== undefined && { journalEntries: options.journalEntries }),
        ...(options.schedules !== undefined && { schedules: options.schedules }),
        ...(options.jwtKeys !== undefined && { jwtKeys: inFolder(options.jwtKeys, options.cwd ?? host.currentFolder()) }),
        ...(options.layers !== undefined && { layers: inFolder(options.layers, options.cwd ?? host.currentFolder()) }),
        ...(options.logFolder !== undefined && { logFolder: resolve(options.cwd ?? host.currentFolder(), options.logFolder) }),
      });
      return new LocalExecutor(running, folder);
    } catch (error) {
      folder.cleanUp();
      throw error;
    }
  }

  /** What was read: every function, and what is not run here with the reason. */
  readonly application: Application;
  /** `http://127.0.0.1:PORT`, for the AWS SDKs, the AWS CLI and the handlers. */
  readonly endpoint: string;
  /** Made-up credentials that the endpoint and IAM function URLs accept. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What happened, in order; the oldest entries of a long run are no longer there. */
  readonly journal: Journal;
  /** So that `await using` stops it. */
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
  private doors: readonly ApiDoor[] | undefined;
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly running: RunningApp,
    private readonly folder: AssemblyFolder,
  ) {
    this.application = running.application;
    this.endpoint = running.endpoint;
    this.credentials = running.credentials;
    this.journal = running.journal;
  }

  /** Whether `stop` was called. */
  get isStopped(): boolean {
    return this.stopping !== undefined;
  }

  /** The clock; only a virtual one can be advanced. */
  get clock(): { now(): Date; advance(duration: Duration | number): Promise<void> } {
    const { clock } = this.running;
    return {
      now: () => new Date(clock.now()),
      advance: async (duration) => {
        this.mustRun();
        if (!(clock instanceof VirtualClock)) {
          throw new LocalError('CLOCK_NOT_VIRTUAL', 'The executor was started with the system clock, which cannot be advanced.');
        }
        await clock.advance(duration);
      },
    };
  }

  /** A handle on the function with this logical id, construct path, function name or ARN. */
  function(name: string): FunctionHandle {
    this.mustRun();
    const fn = findFunction(this.running.registry.functions, name);
    const urls = this.functionUrls().filter((url) => url.function === fn.address.path);
    return new FunctionHandle(fn, this.running.invoker, this.journal, urls);
  }

  /** A handle on the topic with this logical id, construct path, name or ARN. */
  topic(name: string): TopicHandle {
    this.mustRun();
    return new TopicHandle(findTopic(this.application.topics ?? [], name), this.running.topics, this.journal);
  }

  /** A handle on the bucket with this logical id, construct path, name or ARN. */
  bucket(name: string): BucketHandle {
    this.mustRun();
    return new BucketHandle(findBucket(this.application.buckets ?? [], name), this.running.buckets, this.journal);
  }

  /** A handle on the table with this logical id, construct path, name or ARN. */
  table(name: string): TableHandle {
    this.mustRun();
    return new TableHandle(findTable(this.application.tables ?? [], name), this.running.tables);
  }

  /** A handle on the queue with this logical id, construct path, queue name or ARN. */
  queue(name: string): QueueHandle {
    this.mustRun();
    return new QueueHandle(findQueue(this.application.queues ?? [], name), this.endpoint, this.running.queues);
  }

  /** A handle on the event bus with this logical id, construct path, name or ARN; `default` is that of the app's account and Region. */
  bus(name: string): BusHandle {
    this.mustRun();
    return new BusHandle(findBus(this.application.buses ?? [], name, this.running.home), this.running.buses, this.journal);
  }

  /** A handle on the WebSocket API with this logical id, construct path, name or id. */
  webSocketApi(name: string): WebSocketApiHandle {
    this.mustRun();
    const api = findWebSocketApi(this.application.webSocketApis ?? [], name);
    return new WebSocketApiHandle(api, this.running.webSocketClients as WebSocketClients);
  }

  /** A handle on the HTTP or REST API with this logical id, construct path, name, id or domain name. */
  api(name: string, options: ApiOptions = {}): ApiHandle {
    checkOptions(options, API_OPTIONS, "{ stage: 'live' }");
    return this.apiHandle(name, 'HTTP or REST API', ['httpApi', 'restApi'], options);
  }

  /** A handle on the Application Load Balancer with this logical id, construct path, name or domain name. */
  loadBalancer(name: string, options: LoadBalancerOptions = {}): ApiHandle {
    checkOptions(options, LOAD_BALANCER_OPTIONS, '{ port: 8080 }');
    return this.apiHandle(name, 'load balancer', ['loadBalancer'], options);
  }

  /** A handle on the service of VPC Lattice with this logical id, construct path, name, id or domain name. */
  latticeService(name: string, options: ListenerOptions = {}): ApiHandle {
    checkOptions(options, LISTENER_OPTIONS, '{ port: 8080 }');
    return this.apiHandle(name, 'service of VPC Lattice', ['latticeService'], options);
  }

  /** A handle on the distribution of CloudFront with this logical id, construct path, id or domain name. */
  distribution(name: string): ApiHandle {
    return this.apiHandle(name, 'distribution', ['distribution'], {});
  }

  /** A handle on the data stream with this logical id, construct path, name or ARN. */
  stream(name: string): StreamHandle {
    this.mustRun();
    return new StreamHandle(findStream(this.application.streams ?? [], name), this.running.streams);
  }

  /** What the roles of functions have to allow, and do not. */
  get permissions(): PermissionsHandle {
    return new PermissionsHandle(this.running.permissions);
  }

  /** Judges the app by the rules of docs/rules.md, as `lambda-kit check` does. */
  check(): Outcome {
    this.mustRun();
    return checkRules(readInventory(this.folder.directory), dayOf(new SystemClock().now()), { besideWarnings: false });
  }

  /** Every API of the app, one entry a stage, with the address it is served at. */
  get apis(): readonly ServedApi[] {
    return this.running.apis;
  }

  /** Every HTTP door of the app: function URLs and APIs. */
  urls(): readonly LocalUrl[] {
    const apis = this.apis.map(({ kind, path, stage, url }) => ({
      ...{ kind, api: path },
      ...(stage !== undefined && { stage }),
      href: url,
    }));
    return [...this.functionUrls(), ...apis];
  }

  /**
   * A token that authorizers take as one of its issuer, as `authorization: Bearer` and the token. The executor signs it itself.
   *
   * Fails with OPTION_INVALID when the issuer is not given and the app has none or several.
   */
  mintToken(options: TokenOptions = {}): string {
    checkOptions(options, TOKEN_OPTIONS, "{ subject: 'ann' }");
    this.mustRun();
    return this.running.mintToken(options);
  }

  /** What each function would run on, as far as that is known before it is called; no interpreter is started to find out. */
  async surroundings(): Promise<readonly RunsOn[]> {
    const { isolation } = await this.running.isolation();
    return this.application.functions.map((fn) => {
      const interpreter = this.running.interpreterOf(fn.configuration);
      const inside = isInImage(fn) ? 'container' : isolation;
      return { function: fn.address.path, ...(interpreter && { interpreter }), isolation: inside };
    });
  }

  /**
   * Until no asynchronous event is queued, running or due; a virtual clock is walked as far as that takes.
   * Fails with NOT_SETTLED and what is still pending after `timeoutMs` of real time, 30 seconds by default.
   */
  async settle(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    checkOptions(options, { timeoutMs: wholeNumber(0) }, '{ timeoutMs: 5000 }');
    this.mustRun();
    const { timeoutMs = SETTLE_LIMIT_MS } = options;
    const { clock, invoker, loops } = this.running;
    const system = new SystemClock();
    let alarm: Alarm | undefined;
    const over = new AbortController();
    const limit = new Promise<never>((_, reject) => {
      alarm = system.wakeAt(system.now() + timeoutMs, () => {
        const still = [...invoker.pending, ...loops()].join('\n');
        reject(new LocalError('NOT_SETTLED', `After ${timeoutMs} ms there are still\n${still}`));
      });
    });
    try {
      const settled = clock instanceof VirtualClock ? this.walkUntilSettled(clock, over.signal) : invoker.quiet();
      await Promise.race([settled, limit]);
    } finally {
      alarm?.cancel();
      over.abort();
    }
  }

  /** Ends every process, closes the port and removes the temporary folder. Can be called again. */
  stop(): Promise<void> {
    this.stopping = this.stopping ?? this.running.stop().finally(this.folder.cleanUp);
    return this.stopping;
  }

  private apiHandle(name: string, kind: string, kinds: readonly ApiKind[], options: ApiOptions & LoadBalancerOptions): ApiHandle {
    this.mustRun();
    this.doors ??= apiDoorsOf(this.application);
    const door = findApi(
      this.doors.filter((each) => kinds.includes(each.kind)),
      name,
      kind,
    );
    return new ApiHandle(door, this.endpoint, options);
  }

  private functionUrls(): readonly LocalFunctionUrl[] {
    return this.running.registry.functions.flatMap((fn) =>
      fn.urls.map((url) => ({
        kind: 'functionUrl' as const,
        function: fn.address.path,
        ...(url.qualifier !== undefined && { qualifier: url.qualifier }),
        authType: url.authType,
        href: this.running.hrefOf(url),
      })),
    );
  }

  private async walkUntilSettled(clock: VirtualClock, over: AbortSignal): Promise<void> {
    const horizon = clock.now() + SETTLE_HORIZON_MS;
    await clock.advance(0);
    while (this.running.invoker.pending.length > 0 && clock.now() < horizon && !this.stopping && !over.aborted) {
      await clock.advance(Math.max(0, (clock.next ?? clock.now()) - clock.now()));
    }
  }

  private mustRun(): void {
    if (this.stopping) throw new LocalError('EXECUTOR_STOPPED', 'This executor has been stopped.');
  }
}

// Test runners with a global object of their own do not all have the symbol.
Object.defineProperty(LocalExecutor.prototype, Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose'), {
  value(this: LocalExecutor): Promise<void> {
    return this.stop();
  },
});

/** Files are named from `folder` on. */
function inFolder<T>(named: Readonly<Record<string, T>>, folder: string): Record<string, T> {
  const found = Object.entries(named).map(
    ([name, given]) => [name, typeof given === 'string' ? (resolve(folder, given) as typeof given) : given] as const,
  );
  return Object.fromEntries(found);
}
