import { PlatformEvents } from '../engine/platform-events';
import type { EnvironmentSpec, Failure, InitResult, Invocation, Outcome } from '../engine/ports';
import type { TelemetryEvent, TelemetrySession } from '../engine/telemetry';

/** What of the invocation under way has been told. */
interface Told {
  readonly invocation: Invocation;
  readonly startedAt: number;
  runtimeDone: boolean;
}

/** Tells the extensions of one environment what happens in it, in the order in which it does. */
export class EnvironmentTelemetry {
  private readonly events: PlatformEvents;
  private runtimeIsReady = false;
  /** Of the environment, until its first invocation has been reported. */
  private init: InitResult | undefined;
  private under: Told | undefined;

  constructor(
    spec: EnvironmentSpec,
    private readonly now: () => number,
    private readonly session: () => TelemetrySession,
  ) {
    this.events = new PlatformEvents(spec, now);
  }

  started(): void {
    this.tell(() => this.events.initStart());
  }

  /** The runtime is ready, or will not be. */
  runtimeReady(failure?: Failure): void {
    if (this.runtimeIsReady) return;
    this.runtimeIsReady = true;
    this.tell(() => this.events.initRuntimeDone(failure));
  }

  extension(name: string, state: string, events: readonly string[]): void {
    this.tell(() => this.events.extension(name, state, events));
  }

  initialized(init: InitResult): void {
    this.init = init;
    this.tell(() => this.events.initReport(init));
    this.session().closeSubscriptions();
  }

  invoked(invocation: Invocation): void {
    if (!this.session().isWanted) return;
    this.under = { invocation, startedAt: this.now(), runtimeDone: false };
    this.tell(() => this.events.start(invocation));
  }

  /** The runtime has answered, or will not; its answer began after `latencyMs`. */
  runtimeDone(outcome: Outcome, durationMs: number, latencyMs = durationMs): void {
    const { under } = this;
    if (!under || under.runtimeDone) return;
    under.runtimeDone = true;
    this.tell(() => this.events.runtimeDone(under.invocation, { outcome, durationMs, latencyMs, startedAt: under.startedAt }));
  }

  /** Nothing of the invocation is left to be done. */
  reported(outcome: Outcome, durationMs: number, maxMemoryUsedMb: number | undefined): void {
    const { under, init } = this;
    this.init = undefined;
    if (!under) return;
    this.runtimeDone(outcome, durationMs);
    this.under = undefined;
    const facts = { outcome, durationMs, latencyMs: durationMs, startedAt: under.startedAt };
    this.tell(() => this.events.report(under.invocation, facts, { init, maxMemoryUsedMb }));
  }

  line(type: 'function' | 'extension', text: string): void {
    this.tell(() => this.events.line(type, text));
  }

  private tell(event: () => TelemetryEvent): void {
    const session = this.session();
    if (session.isWanted) session.emit(event());
  }
}
