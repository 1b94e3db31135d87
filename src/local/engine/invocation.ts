import { type EnginePorts, type EnvironmentPool, type Runnable, type Taken } from './environment-pool';
import { errorPayload, errorTypeOf } from './function-error';
import { type InvocationAbout, platformLines } from './log-lines';
import type { InitResult, Invocation, Outcome } from './ports';
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
  const { runnable, requestId } = toRun;
  const { configuration } = runnable;
  const platform = platformLines(configuration);
  const about = aboutOf(toRun);
  const lines: string[] = [];
  let taken = pool.take(toRun.turn, toRun.provisioned);
  const write = (line: string | undefined, ofInvocation: boolean) => {
    if (line === undefined) return;
    if (ofInvocation) lines.push(line);
    pool.tell(taken.room, ofInvocation ? { kind: 'log', requestId, line } : { kind: 'log', line });
  };

  const initAbout = {
    initializationType: 'on-demand',
    functionName: runnable.function.name,
    functionVersion: runnable.version,
  } as const;
  const tellsInit = taken.fresh && !taken.suppressed;
  if (tellsInit) write(platform.initStart({ ...initAbout, runtime: configuration.runtime ?? 'image' }, clock.now()), false);
  let init = taken.fresh ? await taken.room.environment.initialized : undefined;
  if (init && tellsInit) {
    write(platform.initRuntimeDone(init, initAbout, clock.now()), false);
    write(platform.initReport(init, initAbout, clock.now()), false);
  }
  if (init?.failure?.kind === 'timedOut' && !taken.suppressed) {
    pool.end(taken.room, 'initFailed', false);
    taken = { room: pool.restart(toRun.turn), fresh: true, suppressed: true };
    init = await taken.room.environment.initialized;
  }
  if (init && !init.failure) {
    pool.tell(taken.room, {
      kind: 'environment.ready',
      initDurationMs: init.durationMs,
      ...(init.interpreter && { interpreter: init.interpreter }),
    });
  }

  const timeoutMs = configuration.timeoutSeconds * 1000;
  const answerOf = (outcome: Outcome, invokeMs: number): Answered => ({
    outcome,
    payload: outcome.kind === 'succeeded' ? outcome.payload : errorPayload(outcome, requestId, configuration.timeoutSeconds),
    durationMs: Math.min(invokeMs + (taken.suppressed ? (init?.durationMs ?? 0) : 0), timeoutMs),
    initDurationMs: taken.suppressed ? undefined : init?.durationMs,
  });
  const { answered } = toRun;
  const early = answered && ((outcome: Outcome, invokeMs: number) => answered(answerOf(outcome, invokeMs)));
  taken.room.current = { requestId, lines };
  // The runtime has it before it is told of: both are done at once then.
  const running = invokeIn(taken, init, toRun, timeoutMs, early);
  pool.tell(taken.room, {
    kind: 'invocation.started',
    requestId,
    invokedFunctionArn: toRun.invokedFunctionArn,
    event: bytesText(toRun.payload),
  });
  write(platform.start(about, clock.now()), true);
  const result = await running;
  await toRun.before;
  const { outcome, maxMemoryUsedMb, ended } = result;
  const answer = answerOf(outcome, result.invokeMs);
  const { payload, durationMs, initDurationMs } = answer;

  write(platform.end(about), true);
  const { status, errorType } = statusOf(outcome);
  const memorySizeMb = configuration.memoryMb;
  const producedBytes = payload.length;
  const report = { requestId, durationMs, memorySizeMb, maxMemoryUsedMb, initDurationMs, status, errorType, producedBytes };
  write(platform.runtimeDone(report, about, clock.now()), true);
  write(platform.report(report, about, clock.now()), true);
  const told = { kind: 'invocation.ended', requestId, outcome: outcome.kind, payload: bytesText(payload), durationMs } as const;
  const streamedBytes = outcome.kind === 'succeeded' ? outcome.streamedBytes : undefined;
  const isPlain = streamedBytes === undefined && initDurationMs === undefined;
  if (isPlain) pool.tell(taken.room, told);
  else
    pool.tell(taken.room, {
      ...told,
      ...(streamedBytes !== undefined && { streamedBytes }),
      ...(initDurationMs !== undefined && { initDurationMs }),
    });

  if (init?.failure) pool.end(taken.room, 'initFailed', true);
  else if (outcome.kind === 'timedOut' || outcome.kind === 'exited') pool.end(taken.room, outcome.kind, true);
  else if (ended) pool.end(taken.room, 'exited', true);
  else pool.free(taken.room);
  return { lines, outcome, payload, durationMs, initDurationMs };
}

/** What the platform's events say of it: the trace only where the function is traced and the caller's trace is sampled. */
function aboutOf({ runnable, requestId, trace }: ToRun): InvocationAbout {
  const { version, tenantId, configuration } = runnable;
  const isTraced = configuration.tracing === 'Active' && /Sampled=1/.test(trace);
  return { requestId, version, tenantId, tracing: isTraced ? trace : undefined };
}

/** A failed Init is the outcome of the invocation that caused it (INV-48). */
async function invokeIn(
  taken: Taken,
  init: InitResult | undefined,
  toRun: ToRun,
  timeoutMs: number,
  answered: Invocation['answered'],
) {
  if (init?.failure) return { outcome: init.failure, invokeMs: 0, maxMemoryUsedMb: undefined, ended: true };
  const result = await taken.room.environment.invoke({
    requestId: toRun.requestId,
    payload: toRun.payload,
    invokedFunctionArn: toRun.invokedFunctionArn,
    traceHeader: toRun.trace,
    tenantId: toRun.runnable.tenantId,
    clientContext: toRun.clientContext,
    sink: toRun.sink,
    answered,
    promptly: toRun.promptly === true,
    timeoutMs: taken.suppressed ? Math.max(1, timeoutMs - (init?.durationMs ?? 0)) : timeoutMs,
  });
  return { outcome: result.outcome, invokeMs: result.durationMs, maxMemoryUsedMb: result.maxMemoryUsedMb, ended: result.ended };
}

function statusOf(outcome: Outcome): {
  readonly status: 'success' | 'failure' | 'error' | 'timeout';
  readonly errorType?: string;
} {
  if (outcome.kind === 'succeeded') return { status: 'success' };
  if (outcome.kind === 'timedOut') return { status: 'timeout' };
  return { status: outcome.kind === 'failed' ? 'failure' : 'error', errorType: errorTypeOf(outcome) };
}
