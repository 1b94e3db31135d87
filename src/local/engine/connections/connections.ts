import type { Ending } from '../../../spec/web-socket';
import type { Alarm, Clock, Instant } from '../../time/clock';
import { type Connection, type ConnectionHappening, step } from './connection';

/** What is carried out of what connections decide. */
export interface ConnectionPorts<Facts> {
  readonly clock: Clock;
  /** Tells the client; it is no longer there when this is called. */
  close(facts: Facts, ending: Ending): void;
  /** Invokes `$disconnect`. */
  disconnect(facts: Facts, ending: Ending): void;
}

interface Held<Facts> {
  readonly facts: Facts;
  connection: Connection;
  alarm?: Alarm;
}

/** The connections of one run, by their ids. */
export class Connections<Facts> {
  private readonly held = new Map<string, Held<Facts>>();

  constructor(private readonly ports: ConnectionPorts<Facts>) {}

  /** How many there are, with those that `$connect` has not decided on. */
  get size(): number {
    return this.held.size;
  }

  get ids(): readonly string[] {
    return [...this.held.keys()];
  }

  begin(id: string, facts: Facts): void {
    this.held.set(id, { facts, connection: { phase: 'connecting', since: this.ports.clock.now() } });
  }

  /** Undefined when there is none of this id, or when it is not open. */
  find(id: string): { readonly facts: Facts; readonly since: Instant; readonly lastActive: Instant } | undefined {
    const held = this.held.get(id);
    if (held?.connection.phase !== 'open') return undefined;
    const { since, lastActive } = held.connection;
    return { facts: held.facts, since, lastActive };
  }

  /** Does nothing when the connection is over. */
  happen(id: string, happening: ConnectionHappening): void {
    const held = this.held.get(id);
    if (!held) return;
    const { clock } = this.ports;
    const [connection, ...effects] = step(held.connection, happening, clock.now());
    held.connection = connection;
    if (connection.phase === 'ended') {
      held.alarm?.cancel();
      this.held.delete(id);
    }
    for (const effect of effects) {
      if (effect.do === 'wake') held.alarm = clock.wakeAt(effect.at, () => this.happen(id, { is: 'due' }));
      else this.ports[effect.do](held.facts, effect.ending);
    }
  }

  /** Forgets all of them; nobody is told. */
  stop(): void {
    for (const { alarm } of this.held.values()) alarm?.cancel();
    this.held.clear();
  }
}
