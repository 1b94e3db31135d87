import type { EnginePorts, EnvironmentPool } from './environment-pool';
import { platformLines } from './log-lines';
import type { Admission } from './ports';
import type { Turn } from './turns';

/** The environments that one version keeps ready: started before the first call, and again when there are to be more (CON-06). */
export class Provisioning {
  private readonly waiting: (() => void)[] = [];
  private starting = 0;
  private wanted = 0;
  private failed = false;

  constructor(
    private readonly pool: EnvironmentPool,
    private readonly ports: EnginePorts,
    private readonly admission: Admission | undefined,
    private readonly settled: () => void,
  ) {}

  get status(): { readonly requested: number; readonly available: number; readonly state: 'IN_PROGRESS' | 'READY' | 'FAILED' } {
    const state = this.starting > 0 ? 'IN_PROGRESS' : this.failed ? 'FAILED' : 'READY';
    return { requested: this.wanted, available: this.pool.provisioned, state };
  }

  /** Settles when one more environment is ready, or will never be; at once when none is being started. */
  progress(): Promise<void> {
    if (this.starting === 0) return Promise.resolve();
    return new Promise((go) => this.waiting.push(go));
  }

  /** Starts or gives up environments until there are `count`. */
  set(count: number, turn: Turn): void {
    if (count === this.wanted) return;
    const missing = count - this.wanted;
    this.wanted = count;
    this.failed = false;
    if (missing < 0) this.pool.giveUpProvisioned(-missing);
    for (let i = 0; i < missing; i++)
      void this.start(turn.child(`${this.pool.runnable.function.arn}:${this.pool.runnable.version}`));
  }

  /** An Init that fails is not tried again (RT-08); calls then find environments on demand. */
  private async start(turn: Turn): Promise<void> {
    this.starting++;
    const release = this.ports.clock.hold();
    const leave = this.admission && (await this.admission.enter(false));
    try {
      if (this.pool.isStopped || this.pool.provisioned >= this.wanted) return;
      const { configuration, function: fn, version } = this.pool.runnable;
      const lines = platformLines(configuration);
      const room = this.pool.startProvisioned(turn);
      const about = {
        initializationType: 'provisioned-concurrency',
        phase: 'init',
        functionName: fn.name,
        functionVersion: version,
      } as const;
      const write = (line: string | undefined) => {
        if (line !== undefined) this.pool.tell(room, { kind: 'log', line });
      };
      write(lines.initStart({ ...about, runtime: configuration.runtime ?? 'image' }, this.ports.clock.now()));
      const init = await room.environment.initialized;
      if (this.pool.isStopped) return;
      write(lines.initRuntimeDone(init, about, this.ports.clock.now()));
      write(lines.initReport(init, about, this.ports.clock.now()));
      if (init.failure) {
        this.failed = true;
        this.pool.end(room, 'initFailed', false);
      } else if (this.pool.provisioned >= this.wanted) {
        this.pool.end(room, 'stopped', false);
      } else {
        this.pool.tell(room, {
          kind: 'environment.ready',
          initDurationMs: init.durationMs,
          ...(init.interpreter && { interpreter: init.interpreter }),
        });
        this.pool.keepProvisioned(room);
      }
    } finally {
      this.starting--;
      turn.end();
      leave?.();
      for (const go of this.waiting.splice(0)) go();
      release();
      this.settled();
    }
  }
}
