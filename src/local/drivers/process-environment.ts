import { STREAM_BANDWIDTH } from '../../spec/response-streaming';
import { linesKept } from '../engine/application-lines';
import type { ShutdownReason } from '../engine/extension-port';
import type { Failure, InitResult, Invocation, InvocationResult, Outcome, RunningEnvironment } from '../engine/ports';
import type { Marks, RuntimeListener, RuntimeSession } from '../engine/runtime-port';
import { atMost } from './at-most';
import { exitOf, notStarted } from './environment-facts';
import type { EnvironmentRequest, Prepared } from './environment-request';
import type { EnvironmentTelemetry } from './environment-telemetry';
import { ExtensionHost } from './extension-host';
import { Freezer, isDebugged } from './freezer';
import { InitPhase } from './init-phase';
import { LogCollector } from './log-collector';
import { EnvironmentMemory } from './memory/environment-memory';
import { inNextTurn } from './next-turn';
import { PacedSink } from './paced-sink';
import type { Ending, ProcessGroup } from './process-group';
import { EnvironmentTemporary } from './sandbox/environment-temporary';

/** How long a process that said it would exit may take, in milliseconds. */
const EXIT_PATIENCE_MS = 1_000;
/** How long what a process had streamed before its end may take to be read, in milliseconds. */
const DRAIN_PATIENCE_MS = 250;

/** What is under way, and what is known of its end. */
interface Under {
  readonly startedAt: number;
  readonly timer: NodeJS.Timeout;
  readonly sink: PacedSink | undefined;
  readonly answered: Invocation['answered'];
  readonly promptly: boolean;
  readonly resolve: (result: InvocationResult) => void;
  result?: { readonly outcome: Outcome; durationMs: number };
}

/** One execution environment as one process. */
export class ProcessEnvironment implements RunningEnvironment {
  readonly initialized: Promise<InitResult>;
  /** Settles when nothing is left of it. */
  readonly gone: Promise<void>;

  private phase: 'init' | 'idle' | 'invoking' | 'ended' = 'init';
  private stopping = false;
  /** It ends because something took too long. */
  private isLate = false;
  private readonly session: RuntimeSession;
  private readonly logs: LogCollector;
  private readonly extensions: ExtensionHost;
  private readonly telemetry: EnvironmentTelemetry;
  private group: ProcessGroup | undefined;
  private readonly init = new InitPhase();
  private under: Under | undefined;
  private readonly memory: EnvironmentMemory;
  private readonly temporary: EnvironmentTemporary;
  private readonly freezer: Freezer;
  private whenReady: () => void = () => {};

  constructor(private readonly request: EnvironmentRequest) {
    const { spec, listener } = request;
    const failed = (failure: Failure) => this.breakOff(failure);
    this.extensions = new ExtensionHost({ ...request, session: () => this.session, failed });
    this.telemetry = this.extensions.telemetry;
    this.temporary = new EnvironmentTemporary(request.temporary, request.heritage);
    const groups = () => [...(this.group ? [this.group] : []), ...this.extensions.groups];
    this.memory = new EnvironmentMemory(request.memory, {
      limitMb: spec.configuration.memoryMb,
      groups,
      isAtWork: () => this.phase === 'init' || this.phase === 'invoking',
      kill: () => this.group?.kill(),
    });
    this.freezer = new Freezer(!isDebugged(spec.configuration), {
      groups,
      isIdle: () => this.phase === 'idle' && !this.stopping,
      telemetry: () => this.session.telemetry,
    });
    const isKept = linesKept(spec.configuration.logging);
    this.logs = new LogCollector((line) => {
      if (isKept(line)) listener.log(line);
      this.telemetry.line('function', line);
    });
    const heard: RuntimeListener = {
      ready: (marks) => this.afterLogs(marks, () => this.runtimeIsReady()),
      initFailed: (failure, marks) => this.afterLogs(marks, () => this.giveUpInit(failure)),
      answered: (answer, marks) => this.take(answer, marks),
    };
    this.session = request.door.open(spec.id, heard, this.extensions.listener);
    this.initialized = this.init.ended;
    this.gone = this.live();
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    if (this.phase === 'ended') return Promise.resolve({ outcome: { kind: 'exited' }, durationMs: 0 });
    if (this.phase !== 'idle') throw new Error(`bug: an environment in ${this.phase} cannot be invoked`);
    this.phase = 'invoking';
    this.freezer.wake();
    this.telemetry.invoked(invocation);
    const { requestId, payload, invokedFunctionArn, traceHeader, tenantId, clientContext } = invocation;
    const { timeoutMs, sink: caller, answered, promptly = false } = invocation;
    const sink = caller && new PacedSink(caller, this.request.bandwidth ?? STREAM_BANDWIDTH);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.timeOut(), timeoutMs);
      this.under = { startedAt: performance.now(), timer, sink, answered, promptly, resolve };
      const deadline = Date.now() + timeoutMs;
      this.extensions.invoke({ deadlineMs: deadline, requestId, invokedFunctionArn, traceHeader });
      this.session.offer({
        requestId,
        payload,
        invokedFunctionArn,
        traceHeader,
        tenantId,
        clientContext,
        deadline,
        sink,
      });
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.freezer.wake();
    this.extensions.close();
    this.group?.terminate(this.phase === 'idle' ? this.extensions.runtimeGraceMs : 0);
    await this.gone;
  }

  private async live(): Promise<void> {
    const ending = await this.run();
    if (this.under?.sink) await atMost(DRAIN_PATIENCE_MS, this.session.drained());
    this.logs.flush();
    const exited = exitOf(ending, this.extensions.toldError, this.memory.exceeded);
    const { phase, under } = this;
    if (!this.stopping) this.temporary.leave(true);
    this.freezer.end();
    this.phase = 'ended';
    if (phase === 'init') {
      const failure = this.init.failure ?? exited;
      this.telemetry.runtimeReady(failure);
      this.extensions.tellStates();
      this.telemetry.initialized(this.init.end(failure));
    } else if (under) {
      this.settle(under, under.result ?? { outcome: exited, durationMs: performance.now() - under.startedAt }, true);
    } else if (!this.stopping) {
      this.request.listener.died();
    }
    await this.extensions.shutDown(this.shutdownReason);
    this.temporary.leave(false);
    this.session.close();
  }

  private async run(): Promise<Ending> {
    try {
      const prepared = await this.request.prepare(this.session);
      this.init.interpreter = prepared.interpreter;
      this.temporary.begin(prepared.temporary);
      if (this.stopping) return await givenUp(prepared);
      this.init.begin(this.request.spec.initLimitMs, () => this.giveUpInit({ kind: 'timedOut' }));
      this.telemetry.started();
      const broken = await this.extensions.start(prepared.extensions);
      this.init.failure ??= broken;
      if (this.init.failure || this.stopping) return await givenUp(prepared);
      this.group = prepared.adopt() ?? this.request.guardian.start(prepared.runtime);
      this.whenReady = prepared.whenReady;
      this.memory.begin();
    } catch (error) {
      this.init.failure = notStarted(error);
      return {};
    }
    const { group } = this;
    this.logs.readFrames(group.frames);
    this.logs.readPlain(group.stdout);
    this.logs.readPlain(group.stderr);
    const ending = await group.ended;
    this.memory.end();
    return ending;
  }

  /** Framed lines are there when their bytes are; what came through plain pipes is there a turn of the event loop later. */
  private afterLogs(marks: Marks, then: () => void): void {
    if (marks.peakMemoryKb !== undefined) this.memory.toldPeakKb = marks.peakMemoryKb;
    this.logs.whenRead(marks.logBytes, () =>
      inNextTurn(() => {
        this.logs.flush();
        then();
      }),
    );
  }

  private runtimeIsReady(): void {
    this.telemetry.runtimeReady();
    this.extensions.whenInitialized(() => {
      if (this.phase !== 'init' || this.init.failure) return;
      this.phase = 'idle';
      this.freezer.rest();
      if (this.group) this.temporary.hold(this.group);
      this.telemetry.initialized(this.init.end());
      this.whenReady();
    });
  }

  private giveUpInit(failure: Failure): void {
    if (this.phase !== 'init') return;
    this.init.failure ??= failure;
    this.isLate = this.init.failure.kind === 'timedOut';
    this.extensions.close();
    this.group?.kill();
  }

  private timeOut(): void {
    const { under } = this;
    if (!under) return;
    this.isLate = true;
    // An extension that goes on after the runtime's answer ends the environment, but takes no answer back.
    under.result ??= { outcome: { kind: 'timedOut' }, durationMs: performance.now() - under.startedAt };
    this.group?.kill();
  }

  /** An extension has ended, and everything must with it. */
  private breakOff(failure: Failure): void {
    this.giveUpInit(failure);
    const { under } = this;
    if (under) under.result ??= { outcome: failure, durationMs: performance.now() - under.startedAt };
    this.group?.kill();
  }

  private take(outcome: Outcome, marks: Marks): void {
    const { under } = this;
    if (!under || under.result) return;
    under.result = { outcome, durationMs: performance.now() - under.startedAt };
    if (marks.ending || !this.extensions.areBusy) clearTimeout(under.timer);
    if (marks.ending) {
      const impatient = setTimeout(() => this.group?.kill(), EXIT_PATIENCE_MS);
      void this.gone.then(() => clearTimeout(impatient));
      return;
    }
    const waited = this.extensions.areBusy;
    const { durationMs } = under.result;
    const latencyMs = under.sink?.begunAt === undefined ? durationMs : under.sink.begunAt - under.startedAt;
    const end = () => {
      this.telemetry.runtimeDone(outcome, durationMs, latencyMs);
      this.extensions.whenIdle(() => {
        if (this.phase !== 'invoking' || this.under !== under || !under.result) return;
        this.phase = 'idle';
        this.freezer.rest();
        if (waited) under.result.durationMs = performance.now() - under.startedAt;
        this.settle(under, under.result);
      });
    };
    this.afterLogs(marks, () => {
      const isTold = this.under === under && (under.promptly || this.extensions.areBusy);
      if (isTold) under.answered?.(outcome, durationMs);
      if (isTold && under.promptly) whenAnswered(end);
      else end();
    });
  }

  private get shutdownReason(): ShutdownReason {
    if (this.stopping) return 'spindown';
    return this.isLate ? 'timeout' : 'failure';
  }

  private settle(under: Under, result: { readonly outcome: Outcome; readonly durationMs: number }, ended = false): void {
    clearTimeout(under.timer);
    under.sink?.close();
    this.under = undefined;
    const maxMemoryUsedMb = this.memory.usedMb();
    this.telemetry.reported(result.outcome, result.durationMs, maxMemoryUsedMb);
    under.resolve({
      outcome: result.outcome,
      durationMs: result.durationMs,
      ...(maxMemoryUsedMb !== undefined && { maxMemoryUsedMb }),
      ...(ended && { ended }),
    });
  }
}

async function givenUp({ abandon }: Prepared): Promise<Ending> {
  await abandon?.();
  return { signal: 'SIGKILL' };
}

/** After everything that waits for a promise which has just been settled, and before anything new comes in. */
function whenAnswered(then: () => void): void {
  queueMicrotask(() => process.nextTick(then));
}
