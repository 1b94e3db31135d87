import type { LoggingConfiguration } from '../../model/function';
import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { EXTENSIONS_MAX, RUNTIME_SHUTDOWN_SHARE, SHUTDOWN_WINDOW_MS } from '../../spec/extensions';
import { extensionLine, subscriptionLine } from '../engine/extension-lines';
import type { ExtensionListener, ExtensionSession, InvokeEvent, ShutdownReason } from '../engine/extension-port';
import { allReady, allRegistered, type Extension, type Extensions } from '../engine/extensions';
import { terminationText } from '../engine/function-error';
import type { EnvironmentListener, EnvironmentSpec, Failure } from '../engine/ports';
import type { RuntimeSession } from '../engine/runtime-port';
import { atMost } from './at-most';
import { surroundingsOf } from './environment-facts';
import { EnvironmentTelemetry } from './environment-telemetry';
import type { ExtensionProgram } from './extension-programs';
import type { Guardian } from './guardian';
import { LogCollector } from './log-collector';
import type { Ending, ProcessGroup } from './process-group';

/** How long extensions may take to be told of what was, before they are told of the end, in milliseconds. */
const FLUSH_PATIENCE_MS = 1_000;

export interface ExtensionHostOptions {
  readonly spec: EnvironmentSpec;
  readonly session: () => RuntimeSession;
  readonly guardian: Guardian;
  /** The executor's clock. */
  readonly now: () => number;
  readonly listener: Pick<EnvironmentListener, 'log'>;
  /** An extension has ended, and the environment must with it. */
  readonly failed: (failure: Failure) => void;
}

/** The extensions of one environment: their processes, and when Init and invocations are over for them (RT-01, RT-20). */
export class ExtensionHost {
  private readonly processes = new Map<string, ProcessGroup>();
  private readonly waiting: { readonly until: (extensions: Extensions) => boolean; readonly then: () => void }[] = [];
  private failure: Failure | undefined;
  private closing = false;
  private closeBy: number | undefined;
  private states: 'untold' | 'told' = 'untold';

  readonly telemetry: EnvironmentTelemetry;

  constructor(private readonly options: ExtensionHostOptions) {
    this.telemetry = new EnvironmentTelemetry(options.spec, options.now, () => options.session().telemetry);
  }

  /** What hears of the extensions. */
  get listener(): ExtensionListener {
    return {
      about: surroundingsOf(this.options.spec),
      changed: () => this.changed(),
      subscribed: (by) => this.write(subscriptionLine(by, this.logging, this.options.now())),
      now: this.options.now,
    };
  }

  /** Starts the processes; settles when all of them have registered, or with the reason why the runtime is not to be started. */
  async start(programs: readonly ExtensionProgram[]): Promise<Failure | undefined> {
    for (const [index, program] of programs.entries()) {
      this.session.launch(program.name);
      const refused = index >= EXTENSIONS_MAX ? 'ErrTooManyExtensions' : program.refused;
      if (refused !== undefined) {
        this.session.launchFailed(program.name, PLATFORM_ERROR_TYPES.extensionLaunch);
        this.failure = { kind: 'broken', errorType: PLATFORM_ERROR_TYPES.extensionLaunch, message: refused };
        return this.failure;
      }
      this.run(program);
    }
    if (programs.length > 0) await new Promise<void>((resolve) => this.when(allRegistered, resolve));
    return this.failure;
  }

  /** Goes on with what has waited for this. */
  private changed(): void {
    for (const entry of [...this.waiting]) {
      if (!this.failure && !this.closing && !entry.until(this.session.extensions)) continue;
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      entry.then();
    }
  }

  /** The runtime is ready: calls `then` when all extensions are, at once when there are none. */
  whenInitialized(then: () => void): void {
    this.session.closeRegistration();
    this.when(allReady, () => {
      this.tellStates();
      then();
    });
  }

  /** Tells once what has become of each, however Init has ended. */
  tellStates(): void {
    if (this.states === 'told') return;
    this.states = 'told';
    for (const extension of this.session.extensions.all) {
      this.write(extensionLine(extension, this.logging, this.options.now()));
      this.telemetry.extension(extension.name, extension.state, extension.events);
    }
  }

  invoke(event: InvokeEvent): void {
    if (this.session.extensions.all.length > 0) this.session.invoke(event);
  }

  /** Calls `then` when they have done their part of the invocation, at once when there is nothing to wait for. */
  whenIdle(then: () => void): void {
    this.when(allReady, then);
  }

  /** The processes that are there. */
  get groups(): readonly ProcessGroup[] {
    return [...this.processes.values()];
  }

  get areBusy(): boolean {
    return !allReady(this.session.extensions);
  }

  /** The error that an extension in the runtime's process told before that ended (RT-23). */
  get toldError(): string | undefined {
    const internal = this.session.extensions.all.filter(({ external }) => !external);
    return internal.map(errorTypeOf).find((type) => type !== undefined);
  }

  /** How long the runtime may take to end by itself, in milliseconds (RT-05). */
  get runtimeGraceMs(): number {
    return RUNTIME_SHUTDOWN_SHARE * this.windowMs;
  }

  /** From now on an end is what is wanted, and is to be there in time. */
  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.closeBy = Date.now() + this.windowMs;
    this.changed();
  }

  /** Tells those that have asked for it, and ends everything; when this settles nothing is left. */
  async shutDown(reason: ShutdownReason): Promise<void> {
    this.close();
    if (this.processes.size === 0) return;
    const deadlineMs = this.closeBy ?? Date.now();
    await atMost(FLUSH_PATIENCE_MS, this.options.session().telemetry.flush());
    this.session.shutDown({ deadlineMs, reason });
    const told = new Set(this.session.extensions.all.filter(({ events }) => events.includes('SHUTDOWN')).map(({ name }) => name));
    const patience = setTimeout(() => this.kill(), Math.max(0, deadlineMs - Date.now()));
    for (const [name, process] of this.processes) if (!told.has(name)) process.kill();
    await Promise.all([...this.processes.values()].map(({ ended }) => ended));
    clearTimeout(patience);
  }

  private kill(): void {
    for (const process of this.processes.values()) process.kill();
  }

  private get session(): ExtensionSession {
    return this.options.session().extensions;
  }

  private get logging(): LoggingConfiguration {
    return this.options.spec.configuration.logging;
  }

  private write(line: string | undefined): void {
    if (line !== undefined) this.options.listener.log(line);
  }

  private get windowMs(): number {
    const { all } = this.session.extensions;
    if (all.length === 0) return 0;
    return all.some(({ external }) => external) ? SHUTDOWN_WINDOW_MS.external : SHUTDOWN_WINDOW_MS.internal;
  }

  private when(until: (extensions: Extensions) => boolean, then: () => void): void {
    if (until(this.session.extensions)) then();
    else this.waiting.push({ until, then });
  }

  private run({ name, options }: ExtensionProgram): void {
    const group = this.options.guardian.start(options);
    const logs = new LogCollector((line) => {
      this.write(line);
      this.telemetry.line('extension', line);
    });
    logs.readPlain(group.stdout);
    logs.readPlain(group.stderr);
    group.frames.resume();
    this.processes.set(name, group);
    void group.ended.then((ending) => {
      logs.flush();
      this.processes.delete(name);
      this.hasEnded(name, ending);
    });
  }

  private hasEnded(name: string, ending: Ending): void {
    if (this.closing || this.failure) return;
    const errorType =
      errorTypeOf(this.session.extensions.all.find((one) => one.name === name)) ?? PLATFORM_ERROR_TYPES.extensionCrash;
    this.failure = { kind: 'broken', errorType, message: terminationText(ending) ?? 'exit code 0' };
    this.options.failed(this.failure);
    this.changed();
  }
}

/** What the platform makes of the error that an extension told of. */
function errorTypeOf(extension: Extension | undefined): string | undefined {
  if (extension?.state === 'InitError') return PLATFORM_ERROR_TYPES.extensionInit;
  return extension?.state === 'ExitError' ? PLATFORM_ERROR_TYPES.extensionExit : undefined;
}
