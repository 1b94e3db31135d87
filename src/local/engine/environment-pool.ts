import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import { ON_DEMAND_INIT_LIMIT_MS } from '../../spec/phase-limits';
import type { Chance } from '../chance-port';
import type { EnvironmentHappening } from '../journal/entry';
import type { Journal } from '../journal/journal';
import type { Clock } from '../time/clock';
import type { EnvironmentDriver, RunningEnvironment } from './ports';

/** What one version of a function runs in, and what it needs to start. */
export interface Runnable {
  readonly function: LambdaFunction;
  readonly version: string;
  readonly configuration: FunctionConfiguration;
  readonly driver: EnvironmentDriver;
}

export interface EnginePorts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly journal: Journal;
}

/** One environment and the invocation that is under way in it. */
export interface Room {
  readonly id: string;
  readonly environment: RunningEnvironment;
  /** Whose log lines are coming; absent during Init. */
  current?: { readonly requestId: string; readonly lines: string[] };
  /** Where what happens in here waits for its turn in the journal; absent when it need not wait. */
  untold?: EnvironmentHappening[];
}

export interface Taken {
  readonly room: Room;
  /** A new environment, whose Init has only begun. */
  readonly fresh: boolean;
  /** It replaces one that timed out or crashed: its Init is part of the invocation and is not told of (RT-04, INV-83). */
  readonly suppressed: boolean;
}

/** The environments of one version: reused while they live, the last one freed first, one invocation at a time (RT-07). */
export class EnvironmentPool {
  private readonly idle: Room[] = [];
  private readonly all = new Set<Room>();
  /** Environments that timed out or crashed and were not started anew yet. */
  private resets = 0;

  constructor(
    readonly runnable: Runnable,
    private readonly ports: EnginePorts,
  ) {}

  take(): Taken {
    const idle = this.idle.pop();
    if (idle) return { room: idle, fresh: false, suppressed: false };
    const suppressed = this.resets > 0;
    if (suppressed) this.resets--;
    return { room: this.start(suppressed), fresh: true, suppressed };
  }

  /** Starts over in the invocation that found Init to take too long (INV-83); `untold` still waits for its turn. */
  restart(untold: EnvironmentHappening[] | undefined): Room {
    const room = this.start(true);
    if (untold) room.untold = untold;
    return room;
  }

  /** The environment is ready for the next invocation. */
  free(room: Room): void {
    room.current = undefined;
    room.untold = undefined;
    if (this.all.has(room)) this.idle.push(room);
  }

  /** The environment is of no more use. `reset`: the next one takes its place without a new Init being told of. */
  end(room: Room, why: 'initFailed' | 'timedOut' | 'exited', reset: boolean): void {
    if (!this.all.delete(room)) return;
    const place = this.idle.indexOf(room);
    if (place >= 0) this.idle.splice(place, 1);
    if (reset) this.resets++;
    this.tell(room, { kind: 'environment.ended', why });
    void room.environment.stop();
  }

  async stop(): Promise<void> {
    const rooms = [...this.all];
    this.all.clear();
    this.idle.length = 0;
    await Promise.all(rooms.map((room) => room.environment.stop()));
    for (const room of rooms) this.tell(room, { kind: 'environment.ended', why: 'stopped' });
  }

  /** From now on, and with what has waited, the journal is told at once. */
  tellAll(room: Room): void {
    const untold = room.untold ?? [];
    room.untold = undefined;
    for (const happening of untold) this.tell(room, happening);
  }

  /** Adds the function, the version and the environment that an entry is about. */
  tell(room: Pick<Room, 'id' | 'untold'>, happening: EnvironmentHappening): void {
    if (room.untold) {
      room.untold.push(happening);
      return;
    }
    this.ports.journal.append({
      ...happening,
      function: this.runnable.function.name,
      version: this.runnable.version,
      environment: room.id,
    });
  }

  private start(suppressed: boolean): Room {
    const { driver, configuration, version } = this.runnable;
    const id = this.ports.chance.hex(32);
    this.tell({ id }, { kind: 'environment.started', initializationType: 'on-demand' });
    const room: Room = {
      id,
      environment: driver.start(
        {
          id,
          function: this.runnable.function,
          version,
          configuration,
          initializationType: 'on-demand',
          logStream: `${day(this.ports.clock.now())}/[${version}]${id}`,
          initLimitMs: suppressed ? configuration.timeoutSeconds * 1000 : ON_DEMAND_INIT_LIMIT_MS,
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

/** `YYYY/MM/DD`, as log streams begin (INV-88). */
function day(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
}
