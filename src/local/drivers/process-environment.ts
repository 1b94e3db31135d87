import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { STREAM_BANDWIDTH } from '../../spec/response-streaming';
import type {
  EnvironmentListener,
  EnvironmentSpec,
  Failure,
  InitResult,
  Invocation,
  InvocationResult,
  Outcome,
  RunningEnvironment,
} from '../engine/ports';
import type { Marks, RuntimeDoor, RuntimeSession } from '../engine/runtime-port';
import type { Bandwidth } from '../engine/stream-pace';
import type { Guardian } from './guardian';
import { LogCollector } from './log-collector';
import { PacedSink } from './paced-sink';
import { PlatformFailure } from './platform-failure';
import { type Ending, ProcessGroup, type ProcessOptions } from './process-group';

/** How long a process that said it would exit may take, in milliseconds. */
const EXIT_PATIENCE_MS = 1_000;
/** How long what a process had streamed before its end may take to be read, in milliseconds. */
const DRAIN_PATIENCE_MS = 250;

export interface EnvironmentRequest {
  readonly spec: EnvironmentSpec;
  readonly listener: EnvironmentListener;
  readonly door: RuntimeDoor;
  readonly guardian: Guardian;
  /** Finds or unpacks what the process needs; that time is not part of Init. */
  readonly prepare: (session: RuntimeSession) => Promise<ProcessOptions>;
  /** How fast responses are streamed. @default as in Lambda */
  readonly bandwidth?: Bandwidth;
}

/** What is under way, and what is known of its end. */
interface Under {
  readonly startedAt: number;
  readonly timer: NodeJS.Timeout;
  readonly sink: PacedSink | undefined;
  readonly resolve: (result: InvocationResult) => void;
  result?: { readonly outcome: Outcome; readonly durationMs: number };
}

/** One execution environment as one process. */
export class ProcessEnvironment implements RunningEnvironment {
  readonly initialized: Promise<InitResult>;
  /** Settles when nothing is left of it. */
  readonly gone: Promise<void>;

  private phase: 'init' | 'idle' | 'invoking' | 'ended' = 'init';
  private stopping = false;
  private readonly session: RuntimeSession;
  private readonly logs: LogCollector;
  private group: ProcessGroup | undefined;
  private readonly init: { startedAt: number; timer?: NodeJS.Timeout; failure?: Failure; resolve: (result: InitResult) => void };
  private under: Under | undefined;
  private peakMemoryKb: number | undefined;

  constructor(private readonly request: EnvironmentRequest) {
    this.logs = new LogCollector((line) => request.listener.log(line));
    this.session = request.door.open(request.spec.id, {
      ready: (marks) => this.afterLogs(marks, () => this.becomeReady()),
      initFailed: (failure, marks) => this.afterLogs(marks, () => this.giveUpInit(failure)),
      answered: (answer, marks) => this.take(answer, marks),
    });
    let resolve: (result: InitResult) => void = () => {};
    this.initialized = new Promise((settle) => {
      resolve = settle;
    });
    this.init = { startedAt: performance.now(), resolve };
    this.gone = this.live();
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    if (this.phase === 'ended') return Promise.resolve({ outcome: { kind: 'exited' }, durationMs: 0 });
    if (this.phase !== 'idle') throw new Error(`bug: an environment in ${this.phase} cannot be invoked`);
    this.phase = 'invoking';
    const { timeoutMs, sink: caller, ...offered } = invocation;
    const sink = caller && new PacedSink(caller, this.request.bandwidth ?? STREAM_BANDWIDTH);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.timeOut(), timeoutMs);
      this.under = { startedAt: performance.now(), timer, sink, resolve };
      this.session.offer({ ...offered, ...(sink && { sink }), deadline: Date.now() + timeoutMs });
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.group?.kill();
    await this.gone;
  }

  private async live(): Promise<void> {
    const ending = await this.run();
    if (this.under?.sink) await atMost(DRAIN_PATIENCE_MS, this.session.drained());
    this.session.close();
    this.logs.flush();
    const exited: Failure = { kind: 'exited', ...ending };
    const { phase, under } = this;
    this.phase = 'ended';
    if (phase === 'init') {
      clearTimeout(this.init.timer);
      this.init.resolve({ durationMs: performance.now() - this.init.startedAt, failure: this.init.failure ?? exited });
    } else if (under) {
      this.settle(under, under.result ?? { outcome: exited, durationMs: performance.now() - under.startedAt }, true);
    } else if (!this.stopping) {
      this.request.listener.died();
    }
  }

  private async run(): Promise<Ending> {
    try {
      const options = await this.request.prepare(this.session);
      if (this.stopping) return { signal: 'SIGKILL' };
      this.init.startedAt = performance.now();
      this.init.timer = setTimeout(() => this.giveUpInit({ kind: 'timedOut' }), this.request.spec.initLimitMs);
      this.group = new ProcessGroup(options);
    } catch (error) {
      this.init.failure = notStarted(error);
      return {};
    }
    const { group } = this;
    this.logs.readFrames(group.frames);
    this.logs.readPlain(group.stdout);
    this.logs.readPlain(group.stderr);
    if (group.id === undefined) return group.ended;
    this.request.guardian.watch(group.id);
    const ending = await group.ended;
    this.request.guardian.forget(group.id);
    return ending;
  }

  /** Framed lines are there when their bytes are; what came through plain pipes is there a turn of the event loop later. */
  private afterLogs(marks: Marks, then: () => void): void {
    if (marks.peakMemoryKb !== undefined) this.peakMemoryKb = marks.peakMemoryKb;
    this.logs.whenRead(marks.logBytes, () =>
      setImmediate(() => {
        this.logs.flush();
        then();
      }),
    );
  }

  private becomeReady(): void {
    if (this.phase !== 'init' || this.init.failure) return;
    this.phase = 'idle';
    clearTimeout(this.init.timer);
    this.init.resolve({ durationMs: performance.now() - this.init.startedAt });
  }

  private giveUpInit(failure: Failure): void {
    if (this.phase !== 'init') return;
    this.init.failure ??= failure;
    this.group?.kill();
  }

  private timeOut(): void {
    const { under } = this;
    if (!under || under.result) return;
    under.result = { outcome: { kind: 'timedOut' }, durationMs: performance.now() - under.startedAt };
    this.group?.kill();
  }

  private take(outcome: Outcome, marks: Marks): void {
    const { under } = this;
    if (!under || under.result) return;
    under.result = { outcome, durationMs: performance.now() - under.startedAt };
    clearTimeout(under.timer);
    if (marks.ending) {
      const impatient = setTimeout(() => this.group?.kill(), EXIT_PATIENCE_MS);
      void this.gone.then(() => clearTimeout(impatient));
      return;
    }
    this.afterLogs(marks, () => {
      if (this.phase !== 'invoking' || !under.result) return;
      this.phase = 'idle';
      this.settle(under, under.result);
    });
  }

  private settle(under: Under, result: { readonly outcome: Outcome; readonly durationMs: number }, ended = false): void {
    clearTimeout(under.timer);
    under.sink?.close();
    this.under = undefined;
    under.resolve({
      ...result,
      ...(this.peakMemoryKb !== undefined && { maxMemoryUsedMb: Math.ceil(this.peakMemoryKb / 1024) }),
      ...(ended && { ended }),
    });
  }
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

/** The code or the interpreter cannot be had here. */
function notStarted(error: unknown): Failure {
  if (error instanceof PlatformFailure) return error.failure;
  const errorType = PLATFORM_ERROR_TYPES.invalidEntrypoint;
  const errorMessage = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', errorType, payload: Buffer.from(JSON.stringify({ errorMessage, errorType })) };
}
