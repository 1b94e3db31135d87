import type { AsyncConfiguration, LambdaFunction } from '../../model/function';
import { DEFAULT_MAXIMUM_EVENT_AGE_SECONDS, DEFAULT_RETRY_ATTEMPTS } from '../../spec/async-invocation';
import { ACCOUNT_CONCURRENCY } from '../../spec/concurrency';
import { RECURSION_MESSAGE } from '../../spec/recursion';
import type { AsyncPolicy } from './async-event';
import { AsyncQueue } from './async-queue';
import { type AwsError, awsError } from './aws-error';
import { Callers, keyOf } from './callers';
import { type Admitted, Concurrency, type ThrottleReason } from './concurrency';
import { type Deliveries, lambdaDelivery } from './dispatch';
import { type EnginePorts, EnvironmentPool } from './environment-pool';
import { EnvironmentPools } from './environment-pools';
import { runInvocation } from './invocation';
import { contextFlaw } from './invoke-answer';
import { KnownTargets } from './known-targets';
import { isLoop, traced } from './lineage';
import type { Pending } from './pending';
import type { Admission, EnvironmentDriver, InvokeAnswer, InvokeRequest, Lambda } from './ports';
import type { Provisioning } from './provisioning';
import { answerTo, type Invocation, type Placed, type Running, throttled, toRun } from './running';
import { chooseVersion, isTraced, type Target } from './target';
import { tenantFlaw } from './tenant';
import { traceHeader } from './trace-header';
import { type Turn, type Turns, TurnsInOrder, turnsAsTheyCome } from './turns';

export interface InvokerOptions extends EnginePorts {
  readonly functions: readonly LambdaFunction[];
  readonly driver: EnvironmentDriver;
  /** @default as many as are asked for */
  readonly admission?: Admission;
  /** Asynchronous events are ended in the order in which they were begun, so that two runs are alike. */
  readonly inOrder: boolean;
  /** Environments that may be busy at once in one account and Region. @default 1000, as of an account that has not asked for more */
  readonly accountConcurrency?: number;
  /** Whether requests a second are limited: only where invocations take time. @default false */
  readonly limitRequests?: boolean;
  /** What takes the records of asynchronous events, by service. @default functions alone */
  readonly deliveries?: Deliveries;
}

/** Lambda's Invoke over all functions of an app. */
export class Invoker implements Lambda {
  readonly queue: AsyncQueue;
  readonly pools: EnvironmentPools;
  private readonly turns: Turns;
  private readonly callers = new Callers();
  private readonly targets: KnownTargets;
  private readonly concurrency: Concurrency;
  private readonly others: Pending[] = [];
  private readonly waitingForQuiet: (() => void)[] = [];
  private stopped = false;
  /** Invocations that have been let in and are not over. */
  private running = 0;

  constructor(private readonly options: InvokerOptions) {
    const { journal, chance } = options;
    this.targets = new KnownTargets(() => options.functions);
    this.turns = options.inOrder ? new TurnsInOrder(journal, chance) : turnsAsTheyCome(journal, chance);
    this.pools = new EnvironmentPools({ ...options, functions: () => options.functions, turns: this.turns }, () =>
      this.tellQuiet(),
    );
    this.concurrency = new Concurrency({
      clock: options.clock,
      functions: () => options.functions,
      account: options.accountConcurrency ?? ACCOUNT_CONCURRENCY,
      limitRequests: options.limitRequests ?? false,
    });
    this.queue = new AsyncQueue({
      ...options,
      attempt: (event, turn, before) => this.attempt({ ...event, turn, ...(before && { before }) }),
      policyFor: (target) => this.policyFor(target),
      present: (target) => this.present(target),
      deliveries: { lambda: lambdaDelivery(this), ...options.deliveries },
      ended: () => this.tellQuiet(),
    });
  }

  async invoke(request: InvokeRequest): Promise<InvokeAnswer | AwsError> {
    // As after a deployment, and so that every run is alike.
    if (this.options.inOrder && this.pools.starting.length > 0) await this.pools.ready();
    if (this.stopped) return STOPPED;
    const target = this.targets.find(request);
    if (target.kind === 'awsError') return target;
    const flaw = tenantFlaw(target.function, request.tenantId) ?? contextFlaw(request.clientContext);
    if (flaw) return flaw;
    const caller = this.callers.of(request.traceHeader);
    const turn = request.turn ?? this.turnOf(request.traceHeader, () => keyOf(request));
    try {
      const isFixed = caller === undefined || request.requestIdMayChange !== true;
      const requestId = (isFixed ? request.requestId : undefined) ?? turn.chance.uuid();
      const active = isTraced(target.function, target.qualifier);
      const trace = traceHeader(request.traceHeader, this.options.clock.now(), turn.chance, active);
      if (request.type === 'DryRun') return { ...NOTHING, statusCode: 204, requestId, traceHeader: trace };
      if (request.type === 'RequestResponse') {
        return await this.now({ target, request, requestId, trace, turn, nested: caller !== undefined });
      }
      const pool = this.pools.of(target.function, target.routes.primary);
      if (!(pool instanceof EnvironmentPool)) return pool;
      this.queue.accept({ target, request, requestId, trace, turn });
      return { ...NOTHING, statusCode: 202, requestId, traceHeader: trace };
    } finally {
      turn.end();
    }
  }

  /** The place of a call: in the invocation whose handler makes it, where `key` tells it from its other calls, or of its own. */
  turnOf(traceHeader: string | undefined, key: () => string): Turn {
    const caller = this.callers.of(traceHeader);
    return caller ? caller.child(key()) : this.turns.begin();
  }

  /** Whoever has something under way or due besides; what this returns is to be called when some of it is no more. */
  alsoPending(other: Pending): () => void {
    this.others.push(other);
    return () => this.tellQuiet();
  }

  /** The functions have changed: everything is looked up anew. */
  refresh(): void {
    this.targets.forget();
    this.pools.refresh();
  }

  /** What is under way or due, a line each. */
  get pending(): readonly string[] {
    const events = this.queue.pending.map(
      ({ function: name, requestId, dueAt }) =>
        `${name}: event ${requestId} is ${dueAt === undefined ? 'running' : `due at ${new Date(dueAt).toISOString()}`}`,
    );
    const running = this.concurrency.underWay.map(([arn, count]) => `${arn}: ${count} under way`);
    return [...events, ...running, ...this.pools.starting, ...this.others.flatMap((other) => other.pending)];
  }

  /** Settles when nothing is under way, queued or due. */
  quiet(): Promise<void> {
    return new Promise((settle) => {
      this.waitingForQuiet.push(settle);
      this.tellQuiet();
    });
  }

  /** Ends every environment; invocations under way end as their environments do. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.queue.stop();
    await this.pools.stop();
  }

  private async now(invocation: Invocation): Promise<Attempted> {
    const placed = this.place(invocation);
    if (placed.kind !== 'placed') return placed;
    const isSynchronous = invocation.request.type !== 'Event';
    const provisioning = this.pools.provisioningOf(placed.pool);
    const admitted = provisioning
      ? await this.provisioned(placed.pool, provisioning, isSynchronous)
      : this.admit(placed.pool, isSynchronous);
    if (typeof admitted === 'string') return throttled(invocation, admitted);
    return this.start({ invocation, admitted, ...placed });
  }

  /** Where it runs. */
  private place({ target, request, requestId, trace, turn }: Invocation): Placed | AwsError {
    const { function: fn } = target;
    const lineage = traced(trace, fn.arn);
    if (fn.recursiveLoop !== 'Allow' && isLoop(lineage)) {
      turn.append({ kind: 'invocation.looped', function: fn.name, requestId });
      return LOOPED;
    }
    const version = chooseVersion(target.routes, target.routes.additional ? turn.chance.fraction() : 0);
    const pool = this.pools.of(fn, version, request.tenantId);
    return pool instanceof EnvironmentPool ? { kind: 'placed', pool, version, lineage } : pool;
  }

  private start(running: Running): Promise<Attempted> {
    const { request } = running.invocation;
    // Its log is asked for as well, or what happens is to be in order: then nothing is told before all of it has happened.
    if (request.type !== 'RequestResponse' || request.logType === 'Tail' || this.options.inOrder) return this.run(running);
    return new Promise((resolve, reject) => void this.run(running, resolve).then(resolve, reject));
  }

  /** `answered` is called where there is an answer before the invocation is over. */
  private async run(running: Running, answered?: (answer: InvokeAnswer) => void): Promise<Attempted> {
    const { admission, clock } = this.options;
    const release = clock.hold();
    const leave = admission && (await admission.enter(running.invocation.nested === true));
    const over = this.begin(running);
    try {
      if (this.stopped) return STOPPED;
      // Where others are under way, answers that go out together cost all of them less.
      const promptly = answered !== undefined && running.invocation.request.promptly === true && this.running === 1;
      return answerTo(running, await runInvocation(running.pool, this.options, toRun(running, answered, promptly)));
    } finally {
      over();
      leave?.();
      running.admitted.leave();
      release();
      this.tellQuiet();
    }
  }

  private begin({ lineage, invocation }: Running): () => void {
    this.running++;
    const close = this.options.inOrder ? this.callers.enter(lineage.header, invocation.turn) : undefined;
    return () => {
      this.running--;
      close?.();
    };
  }

  private admit(pool: EnvironmentPool, synchronous: boolean): Admitted | ThrottleReason {
    const { function: fn, version } = pool.runnable;
    return this.concurrency.enter({ function: fn, version, synchronous, provisioned: pool.provisioned, pool: pool.key });
  }

  /** Whoever calls a version whose provisioned environments are being started has one of them: deployments wait for them. */
  private async provisioned(pool: EnvironmentPool, provisioning: Provisioning, synchronous: boolean) {
    const { function: fn, version } = pool.runnable;
    const hasRoom = () => this.concurrency.hasRoom({ function: fn, version, provisioned: pool.provisioned });
    while (provisioning.status.state === 'IN_PROGRESS' && !hasRoom()) await provisioning.progress();
    return this.admit(pool, synchronous);
  }

  private tellQuiet(): void {
    if (this.waitingForQuiet.length === 0 || this.pending.length > 0) return;
    for (const settle of this.waitingForQuiet.splice(0)) settle();
  }

  /** An event runs on what its function is by now, and not when that is deleted or, made anew, is not ready. */
  private attempt(event: Invocation): Promise<Attempted> {
    const target = this.targets.again(event.target);
    return target.kind === 'awsError' ? Promise.resolve(target) : this.now({ ...event, target });
  }

  /** What the same name leads to by now; what it led to when there is nothing any more. */
  private present(target: Target): Target {
    const found = this.targets.again(target);
    return found.kind === 'target' ? found : target;
  }

  private policyFor(target: Target): AsyncPolicy {
    const qualifier = target.qualifier ?? '$LATEST';
    const configured = target.function.asyncConfigurations.find((entry: AsyncConfiguration) => entry.qualifier === qualifier);
    return {
      maximumEventAgeMs: 1000 * (configured?.maximumEventAgeSeconds ?? DEFAULT_MAXIMUM_EVENT_AGE_SECONDS),
      retryAttempts: configured?.maximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
      neverRuns: target.function.reservedConcurrency === 0,
    };
  }
}

const STOPPED = awsError('ServiceException', 500, 'The executor has been stopped.');
const LOOPED = awsError('RecursiveInvocationException', 400, RECURSION_MESSAGE);
const NOTHING = { kind: 'answer', payload: new Uint8Array() } as const;

type Attempted = InvokeAnswer | AwsError;
