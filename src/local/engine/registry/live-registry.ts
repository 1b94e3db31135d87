import type { Chance } from '../../chance-port';
import type { Alarm, Clock } from '../../time/clock';
import type { AwsError } from '../aws-error';
import { lookedAt, nextDue, settled } from './change';
import { type Change, isRefused } from './change-result';
import type { Moment, Registered, RegistryState } from './state';

/** Told after each change, with what was before. */
export type RegistryListener = (now: RegistryState, before: RegistryState) => void;

/** The registry of one run: what Lambda's API changes, and what invocations, URLs and pollers read. */
export class LiveRegistry {
  private readonly listeners = new Set<RegistryListener>();
  private alarm: Alarm | undefined;

  constructor(
    private current: RegistryState,
    private readonly clock: Clock,
    private readonly chance: Pick<Chance, 'uuid'>,
  ) {}

  get state(): RegistryState {
    return this.current;
  }

  /** The same list as long as nothing has changed. */
  get functions(): readonly Registered[] {
    return this.current.functions;
  }

  get moment(): Moment {
    return { now: this.clock.now(), newId: () => this.chance.uuid() };
  }

  /** Carries a request out, whole or not at all. */
  change<T>(request: (state: RegistryState, moment: Moment) => Change<T>): T | AwsError {
    const changed = request(this.current, this.moment);
    if (isRefused(changed)) return changed;
    this.become(changed[0]);
    return changed[1];
  }

  /** Somebody asks how far the changes of a function are. */
  look(arn: string): void {
    this.become(lookedAt(this.current, arn, this.moment));
  }

  /** Calls `listener` after every change; what this returns ends it. */
  subscribe(listener: RegistryListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Nothing happens by itself any more. */
  stop(): void {
    this.alarm?.cancel();
    this.listeners.clear();
  }

  private become(state: RegistryState): void {
    const before = this.current;
    if (state === before) return;
    this.current = state;
    this.setAlarm();
    for (const listener of this.listeners) listener(state, before);
  }

  private setAlarm(): void {
    this.alarm?.cancel();
    const due = nextDue(this.current);
    this.alarm = due === undefined ? undefined : this.clock.wakeAt(due, () => this.become(settled(this.current, this.moment)));
  }
}
