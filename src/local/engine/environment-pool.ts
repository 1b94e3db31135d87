import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import { IDLE_LIFETIME_MS } from '../../spec/idle-lifetime';
import { ON_DEMAND_INIT_LIMIT_MS, PROVISIONED_INIT_LIMIT_MS } from '../../spec/phase-limits';
import type { Chance } from '../chance-port';
import type { EnvironmentHappening, Ran } from '../journal/entry';
import type { Journal } from '../journal/journal';
import type { Clock } from '../time/clock';
import { IdleLifetime } from './idle-lifetime';
import type { EnvironmentDriver, RunningEnvironment } from './ports';
import type { Turn } from './turns';

/** What one version of a function runs in, and what it needs to start. */
export interface Runnable {
  readonly function: LambdaFunction;
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly driver: EnvironmentDriver;
  /** Whose invocations alone it runs, for a function that isolates its tenants. */
  readonly tenantId?: string;
}

export interface EnginePorts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly journal: Journal;
  /** How long an environment is kept that nobody calls. @default 10 minutes */
  readonly idleLifetimeMs?: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One environment and the invocation that is under way in it. */
export interface Room {
  readonly id: string;
  /** Counted over the environments of its version. */
  readonly born: number;
  readonly environment: RunningEnvironment;
  /** Started before it was needed, and kept ready. */
  readonly provisioned: boolean;
  /** Where its log lines belong: to an invocation, or to the Init that is part of one and has no request id. */
  current?: { readonly requestId?: string; readonly lines: string[] };
  /** Where what happens in here is told; absent between invocations. */
  turn?: Turn;
}

export interface Taken {
  readonly room: Room;
  /** A new environment, whose Init has only begun. */
  readonly fresh: boolean;
  /** It replaces one that timed out or crashed: its Init is part of the invocation and is not told of (RT-04, INV-83). */
  readonly suppressed: boolean;
}

/** The environments of one version: reused while they live, one invocation at a time (RT-07). */
export class EnvironmentPool {
  /** What shares environments: those of one version, or of one tenant of it. */
  readonly key: string;
  private readonly idle = { onDemand: [] as Room[], provisioned: [] as Room[] };
  private readonly all = new Set<Room>();
  private readonly lifetime: IdleLifetime<Room>;
  /** Environments that timed out or crashed and were not started anew yet. */
  private readonly resets = { onDemand: 0, provisioned: 0 };
  /** Provisioned environments that are there, whatever they do. */
  private kept = 0;
  /** Provisioned environments to be ended as soon as they are free. */
  private surplus = 0;
  private stopped = false;
  private started = 0;
  /** The id of the first environment: a pool has those of one version, configuration and tenant. */
  private heritage: string | undefined;
  /** Called when the last environment of a retired pool is gone. */
  private emptied: (() => void) | undefined;

  constructor(
    readonly runnable: Runnable,
    private readonly ports: EnginePorts,
  ) {
    this.key = poolKey(runnable.function, runnable.version, runnable.tenantId);
    const lifetimeMs = ports.idleLifetimeMs ?? IDLE_LIFETIME_MS;
    this.lifetime = new IdleLifetime(ports.clock, lifetimeMs, (room) => this.end(room, 'idle', false));
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** How many environments are kept ready by now. */
  get provisioned(): number {
    return this.kept - this.surplus;
  }

  /** The one that was started first among those that are free: which was freed last depends on the speed of the machine. */
  take(turn: Turn, provisioned = false): Taken {
    const kind = provisioned && (this.idle.provisioned.length > 0 || this.resets.provisioned > 0) ? 'provisioned' : 'onDemand';
    const idle = this.idle[kind].shift();
    if (idle) {
      this.lifetime.forget(idle);
      idle.turn = turn;
      return { room: idle, fresh: false, suppressed: false };
    }
    const suppressed = this.resets[kind] > 0;
    if (suppressed) this.resets[kind]--;
    return { room: this.start(suppressed, kind === 'provisioned', turn), fresh: true, suppressed };
  }

  /** Begins the Init of an environment that is to be kept ready. */
  startProvisioned(turn: Turn): Room {
    return this.start(false, true, turn);
  }

  /** Its Init is over: from now on calls may have it. */
  keepProvisioned(room: Room): void {
    if (!this.all.has(room)) return;
    this.kept++;
    this.free(room);
  }

  /** Ends `count` provisioned environments, those under way when they are free. */
  giveUpProvisioned(count: number): void {
    this.surplus += Math.min(count, this.provisioned);
    for (const room of [...this.idle.provisioned]) {
      if (this.surplus > 0) this.endSurplus(room);
    }
  }

  /** Starts over in the invocation that found Init to fail or to take too long (INV-83); the pool is at no time without either. */
  restart(failed: Room, turn: Turn): Room {
    this.tell(failed, { kind: 'environment.ended', why: 'initFailed' });
    const room = this.start(true, false, turn);
    this.remove(failed);
    // What it still writes is no part of the invocation any more.
    failed.current = undefined;
    void failed.environment.stop();
    return room;
  }

  /** The environment is ready for the next invocation. */
  free(room: Room): void {
    room.current = undefined;
    room.turn = undefined;
    if (!this.all.has(room)) return;
    if (this.emptied) this.end(room, 'stopped', false);
    else if (room.provisioned && this.surplus > 0) this.endSurplus(room);
    else this.makeIdle(room);
  }

  /** The environment is of no more use. `reset`: the next one takes its place without a new Init being told of. */
  end(room: Room, why: 'initFailed' | 'timedOut' | 'exited' | 'idle' | 'stopped', reset: boolean): void {
    if (!this.remove(room)) return;
    if (reset) this.resets[kindOf(room)]++;
    this.tell(room, { kind: 'environment.ended', why });
    void room.environment.stop();
  }

  /** Ends what is idle now, and all others as soon as they are free; settles when none is left. */
  async retire(): Promise<void> {
    const empty = new Promise<void>((settle) => {
      this.emptied = settle;
    });
    for (const room of [...this.idle.onDemand, ...this.idle.provisioned]) this.end(room, 'stopped', false);
    if (this.all.size > 0) await empty;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const rooms = [...this.all];
    for (const room of rooms) this.remove(room);
    await Promise.all(rooms.map((room) => room.environment.stop()));
    for (const room of rooms) this.tell(room, { kind: 'environment.ended', why: 'stopped' });
  }

  /** Adds the function, the version and the environment that an entry is about, to the happening itself: copies take long. */
  tell(room: Pick<Room, 'id' | 'turn'>, happening: EnvironmentHappening): void {
    const told = happening as EnvironmentHappening & Writable<Ran>;
    told.function = this.runnable.function.name;
    told.version = this.runnable.version;
    told.environment = room.id;
    if (this.runnable.tenantId !== undefined) told.tenant = this.runnable.tenantId;
    if (room.turn) room.turn.append(told);
    else this.ports.journal.append(told);
  }

  private endSurplus(room: Room): void {
    this.surplus--;
    this.kept--;
    this.remove(room);
    this.tell(room, { kind: 'environment.ended', why: 'stopped' });
    void room.environment.stop();
  }

  private remove(room: Room): boolean {
    const idle = this.idle[kindOf(room)];
    const place = idle.indexOf(room);
    if (place >= 0) idle.splice(place, 1);
    this.lifetime.forget(room);
    const wasThere = this.all.delete(room);
    if (this.all.size > 0) return wasThere;
    this.lifetime.close();
    this.emptied?.();
    return wasThere;
  }

  private makeIdle(room: Room): void {
    const idle = this.idle[kindOf(room)];
    const later = idle.findIndex(({ born }) => born > room.born);
    idle.splice(later < 0 ? idle.length : later, 0, room);
    if (!room.provisioned) this.lifetime.fellIdle(room);
  }

  private start(suppressed: boolean, provisioned: boolean, turn: Turn): Room {
    const { driver, configuration, version } = this.runnable;
    const id = turn.chance.hex(32);
    this.heritage ??= id;
    const initializationType = provisioned ? 'provisioned-concurrency' : 'on-demand';
    this.tell({ id, turn }, { kind: 'environment.started', initializationType });
    const room: Room = {
      id,
      born: this.started++,
      provisioned,
      turn,
      environment: driver.start(
        {
          id,
          function: this.runnable.function,
          version,
          configuration,
          initializationType,
          ...(suppressed && { suppressedInit: true }),
          heritage: this.heritage,
          logStream: `${day(this.ports.clock.now())}/[${version}]${id}`,
          initLimitMs: initLimit(configuration.timeoutSeconds * 1000, suppressed, provisioned),
        },
        {
          log: (line) => {
            room.current?.lines.push(line);
            this.tell(room, { kind: 'log', requestId: room.current?.requestId, line });
          },
          died: () => this.end(room, 'exited', true),
        },
      ),
    };
    this.all.add(room);
    return room;
  }
}

export function poolKey(fn: LambdaFunction, version: string, tenantId: string | undefined): string {
  return `${fn.arn}:${version}${tenantId === undefined ? '' : ` ${tenantId}`}`;
}

const kindOf = (room: Room) => (room.provisioned ? 'provisioned' : 'onDemand');

/** RT-02; a suppressed Init is part of the invocation and has the time of that. */
function initLimit(timeoutMs: number, suppressed: boolean, provisioned: boolean): number {
  if (suppressed) return timeoutMs;
  const { least, most } = PROVISIONED_INIT_LIMIT_MS;
  return provisioned ? Math.min(Math.max(timeoutMs, least), most) : ON_DEMAND_INIT_LIMIT_MS;
}

/** `YYYY/MM/DD`, as log streams begin (INV-88). */
function day(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
}
