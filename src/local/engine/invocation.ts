import type { Clock } from '../time/clock';
import type { EnginePorts, EnvironmentPool, Runnable, Taken } from './environment-pool';
import { errorPayload, reportedTypeOf } from './function-error';
import { type InitAbout, type InvocationAbout, type PlatformLines, platformLines, type Report } from './log-lines';
import type { Failure, InitResult, InvocationResult, Outcome } from './ports';
import type { ResponseSink } from './response-sink';
import { bytesText } from './text';
import type { Turn } from './turns';

export interface ToRun {
  readonly runnable: Runnable;
  readonly requestId: string;
  readonly trace: string;
  readonly payload: Uint8Array;
  readonly invokedFunctionArn: string;
  /** JSON text. */
  readonly clientContext?: string;
  readonly sink?: ResponseSink;
  /** Whether a provisioned environment runs it. */
  readonly provisioned: boolean;
  /** Where it is told. */
  readonly turn: Turn;
  /** The invocation is over, and its environment free, only when this has settled. */
  readonly before?: Promise<void>;
  /** Told what there is to answer where that is known before the invocation is over. */
  readonly answered?: (answer: Answered) => void;
  /** `answered` is told of it also where nothing but telling of it is left to do. */
  readonly promptly?: boolean;
}

/** What a caller gets of an invocation. */
export interface Answered {
  readonly outcome: Outcome;
  /** The result, or the error object. */
  readonly payload: Uint8Array;
  readonly durationMs: number;
  /** Only of the invocation that began its environment. */
  readonly initDurationMs?: number;
}

export interface HasRun extends Answered {
  /** The invocation's log, the platform's lines included. */
  readonly lines: readonly string[];
}

/** Takes one invocation through an environment of the pool: Init where there is none, Invoke, and what is told of both. */
export async function runInvocation(pool: EnvironmentPool, { clock }: EnginePorts, toRun: ToRun): Promise<HasRun> {
  const run = new Run(pool, clock, toRun);
  if (run.isFresh) await run.initialize();
  const result = await run.begin();
  if (toRun.before) await toRun.before;
  return run.end(result);
}

/** What waits is above and short: V8 keeps room in every call of an asynchronous function for all that it ever names. */
class Run {
  private readonly platform: PlatformLines;
  private readonly about: InvocationAbout;
  private readonly lines: string[] = [];
  private taken: Taken;
  private init: InitResult | undefined;

  constructor(
    private readonly pool: EnvironmentPool,
    private readonly clock: Clock,
    private readonly toRun: ToRun,
  ) {
    this.platform = platformLines(toRun.runnable.configuration);
    this.about = aboutOf(toRun);
    this.taken = pool.take(toRun.turn, toRun.provisioned);
  }

  get isFresh(): boolean {
    return this.taken.fresh;
  }

  async initialize(): Promise<void> {
    const { pool, toRun } = this;
    this.init = await this.initialized();
    const { failure } = this.init;
    if (failure && isRepeated(failure) && !this.taken.suppressed && !pool.isStopped) {
      this.taken = { room: pool.restart(this.taken.room, toRun.turn), fresh: true, suppressed: true };
      this.init = await this.initialized();
    }
    if (this.init.failure) return;
    const { durationMs, interpreter } = this.init;
    pool.tell(this.taken.room, {
      kind: 'environment.ready',
      initDurationMs: durationMs,
      ...(interpreter && { interpreter }),
    });
  }

  private async initialized(): Promise<InitResult> {
    const { platform, clock, taken, lines } = this;
    const { runtime = 'image' } = this.toRun.runnable.configuration;
    taken.room.current = { lines };
    const about = initAboutOf(this.toRun, taken);
    if (!taken.suppressed) this.tell(platform.initStart({ ...about, runtime }, clock.now()));
    const result = await taken.room.environment.initialized;
    if (taken.suppressed && !result.failure) return result;
    for (const line of [platform.initRuntimeDone(result, about, clock.now()), platform.initReport(result, about, clock.now())]) {
      if (line !== undefined) lines.push(line);
      this.tell(line);
    }
    return result;
  }

  begin(): Promise<InvocationResult> {
    const { room } = this.taken;
    const { requestId, invokedFunctionArn, payload } = this.toRun;
    room.current = { requestId, lines: this.lines };
    // The runtime has it before it is told of: both are done at once then.
    const running = this.invoke();
    this.pool.tell(room, { kind: 'invocation.started', requestId, invokedFunctionArn, event: bytesText(payload) });
    this.write(this.platform.start(this.about, this.clock.now()));
    return running;
  }

  end({ outcome, durationMs: invokeMs, maxMemoryUsedMb, ended }: InvocationResult): HasRun {
    const { pool, platform, about, clock, lines, init } = this;
    const { room } = this.taken;
    const { requestId } = this.toRun;
    const { payload, durationMs, initDurationMs } = this.answer(outcome, invokeMs);
    this.write(platform.end(about));
    const { status, errorType } = statusOf(outcome, init?.failure !== undefined);
    const memorySizeMb = this.toRun.runnable.configuration.memoryMb;
    const streamedBytes = outcome.kind === 'succeeded' ? outcome.streamedBytes : undefined;
    const producedBytes = outcome.kind === 'failed' ? 0 : (streamedBytes ?? payload.length);
    const report = { requestId, durationMs, memorySizeMb, maxMemoryUsedMb, initDurationMs, status, errorType, producedBytes };
    this.write(platform.runtimeDone(report, about, clock.now()));
    this.write(platform.report(report, about, clock.now()));
    const told = { kind: 'invocation.ended', requestId, outcome: outcome.kind, payload: bytesText(payload), durationMs } as const;
    if (streamedBytes === undefined && initDurationMs === undefined) pool.tell(room, told);
    else
      pool.tell(room, {
        ...told,
        ...(streamedBytes !== undefined && { streamedBytes }),
        ...(initDurationMs !== undefined && { initDurationMs }),
      });

    if (init?.failure) pool.end(room, 'initFailed', true);
    else if (outcome.kind === 'timedOut' || outcome.kind === 'exited') pool.end(room, outcome.kind, true);
    else if (ended) pool.end(room, 'exited', true);
    else pool.free(room);
    return { lines, outcome, payload, durationMs, initDurationMs };
  }

  /** A failed Init is the outcome of the invocation that caused it (INV-48). */
  private invoke(): Promise<InvocationResult> {
    const { init, toRun, taken } = this;
    if (init?.failure) return Promise.resolve({ outcome: init.failure, durationMs: 0, ended: true });
    const { answered } = toRun;
    const timeoutMs = this.timeoutMs;
    return taken.room.environment.invoke({
      requestId: toRun.requestId,
      payload: toRun.payload,
      invokedFunctionArn: toRun.invokedFunctionArn,
      traceHeader: toRun.trace,
      tenantId: toRun.runnable.tenantId,
      clientContext: toRun.clientContext,
      sink: toRun.sink,
      answered: answered && ((outcome, invokeMs) => answered(this.answer(outcome, invokeMs))),
      promptly: toRun.promptly === true,
      timeoutMs: taken.suppressed ? Math.max(1, timeoutMs - (init?.durationMs ?? 0)) : timeoutMs,
    });
  }

  private answer(outcome: Outcome, invokeMs: number): Answered {
    const { requestId, runnable } = this.toRun;
    const { suppressed } = this.taken;
    const initMs = this.init?.durationMs;
    return {
      outcome,
      payload:
        outcome.kind === 'succeeded' ? outcome.payload : errorPayload(outcome, requestId, runnable.configuration.timeoutSeconds),
      durationMs: Math.min(invokeMs + (suppressed ? (initMs ?? 0) : 0), this.timeoutMs),
      initDurationMs: suppressed ? undefined : initMs,
    };
  }

  private get timeoutMs(): number {
    return this.toRun.runnable.configuration.timeoutSeconds * 1000;
  }

  /** A line of the invocation itself. */
  private write(line: string | undefined): void {
    if (line === undefined) return;
    this.lines.push(line);
    this.pool.tell(this.taken.room, { kind: 'log', requestId: this.toRun.requestId, line });
  }

  /** A line of the environment. */
  private tell(line: string | undefined): void {
    if (line !== undefined) this.pool.tell(this.taken.room, { kind: 'log', line });
  }
}

/** What the platform's events say of it: the trace only where the function is traced and the caller's trace is sampled. */
function aboutOf({ runnable, requestId, trace }: ToRun): InvocationAbout {
  const { version, tenantId, configuration } = runnable;
  const isTraced = configuration.tracing === 'Active' && /Sampled=1/.test(trace);
  return { requestId, version, tenantId, tracing: isTraced ? trace : undefined };
}

function initAboutOf({ runnable }: ToRun, { suppressed, room }: Taken): InitAbout {
  return {
    initializationType: room.provisioned ? 'provisioned-concurrency' : 'on-demand',
    phase: suppressed ? 'invoke' : 'init',
    functionName: runnable.function.name,
    functionVersion: runnable.version,
  };
}

/** An Init that has failed is begun again, once, in the invocation that caused it (INV-83). */
function isRepeated(failure: Failure): boolean {
  return failure.kind !== 'failed' || failure.local !== true;
}

/** An error that the handler ends with is an answer, and a success of the platform; one of Init is not. */
function statusOf(outcome: Outcome, ofInit: boolean): Pick<Report, 'status' | 'errorType'> {
  if (outcome.kind === 'succeeded' || (outcome.kind === 'failed' && !ofInit)) return { status: 'success' };
  if (outcome.kind === 'timedOut') return { status: 'timeout' };
  return { status: 'error', errorType: reportedTypeOf(outcome) };
}
