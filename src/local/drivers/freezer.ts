import type { FunctionConfiguration } from '../../model/function';
import type { TelemetrySession } from '../engine/telemetry';
import type { ProcessGroup } from './process-group';

/**
 * How long after its answer an environment goes on, in milliseconds. Lambda freezes it at once; here two signals for each
 * invocation would cost more than many a handler, so one that is called again at once is not frozen.
 */
const GOES_ON_MS = 10;

export interface FreezerOptions {
  readonly isIdle: () => boolean;
  /** Every process of the environment. */
  readonly groups: () => readonly ProcessGroup[];
  /** What extensions are told, which cannot listen while they are frozen. */
  readonly telemetry: () => Pick<TelemetrySession, 'isDelivering' | 'pause' | 'resume'>;
}

/** Stops the processes of an environment between its invocations, so that timers and promises go on with the next (RT-07). */
export class Freezer {
  private timer: NodeJS.Timeout | undefined;
  private frozen = false;

  constructor(
    private readonly mayFreeze: boolean,
    private readonly options: FreezerOptions,
  ) {}

  /** It has answered. */
  rest(): void {
    if (this.mayFreeze) this.timer = this.timer?.refresh() ?? setTimeout(() => this.freeze(), GOES_ON_MS).unref();
  }

  wake(): void {
    if (!this.frozen) return;
    this.frozen = false;
    this.signal('SIGCONT');
    this.options.telemetry().resume();
  }

  end(): void {
    clearTimeout(this.timer);
    this.wake();
  }

  private freeze(): void {
    if (this.frozen || !this.options.isIdle()) return;
    const telemetry = this.options.telemetry();
    if (telemetry.isDelivering) return this.rest();
    this.frozen = true;
    telemetry.pause();
    this.signal('SIGSTOP');
  }

  private signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    for (const group of this.options.groups()) group.signal(name);
  }
}

/** A debugger talks to the process whenever it wants. */
export function isDebugged({ environment }: Pick<FunctionConfiguration, 'environment'>): boolean {
  return /--inspect/.test(environment.NODE_OPTIONS ?? '');
}
