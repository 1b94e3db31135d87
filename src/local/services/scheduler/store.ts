import type { ScheduleSettings } from '../../../model/schedule';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Instant } from '../../time/clock';

/** In which Region of which account something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface HeldGroup {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly created: Instant;
  readonly tags: Map<string, string>;
  /** By name. */
  readonly schedules: Map<string, HeldSchedule>;
  /** What whoever made it gave, so that asking twice makes one. */
  readonly token?: string;
}

export interface HeldSchedule {
  readonly name: string;
  readonly arn: string;
  readonly group: HeldGroup;
  readonly created: Instant;
  readonly token?: string;
  modified: Instant;
  settings: ScheduleSettings;
}

export const DEFAULT_GROUP = 'default';

/** The schedules of a run, in their groups. */
export class ScheduleStore {
  private readonly held = new Map<string, HeldGroup>();

  constructor(private readonly now: () => Instant) {}

  /** In the order of their names; the default group is always among them. */
  groups(place: Place): readonly HeldGroup[] {
    this.group(place, DEFAULT_GROUP);
    const { account, region } = place;
    const here = [...this.held.values()].filter((group) => group.place.account === account && group.place.region === region);
    return here.sort(byName);
  }

  group({ account, region }: Place, name: string): HeldGroup | undefined {
    const found = this.held.get(groupArn({ account, region }, name));
    return found ?? (name === DEFAULT_GROUP ? this.add({ account, region }, name) : undefined);
  }

  /** By its ARN. */
  groupAt(arn: string): HeldGroup | undefined {
    const [, , , region = '', account = '', resource = ''] = arn.split(':');
    return this.group({ account, region }, resource.replace(/^schedule-group\//, ''));
  }

  add(place: Place, name: string, token?: string): HeldGroup {
    const arn = groupArn(place, name);
    const group: HeldGroup = {
      ...{ name, arn, place, created: this.now(), tags: new Map(), schedules: new Map() },
      ...(token !== undefined && { token }),
    };
    this.held.set(arn, group);
    return group;
  }

  remove(group: HeldGroup): void {
    this.held.delete(group.arn);
  }

  put(group: HeldGroup, name: string, settings: ScheduleSettings, token?: string): HeldSchedule {
    const now = this.now();
    const schedule: HeldSchedule = {
      ...{ name, group, settings, created: now, modified: now },
      arn: group.arn.replace(/schedule-group\/.*$/, `schedule/${group.name}/${name}`),
      ...(token !== undefined && { token }),
    };
    group.schedules.set(name, schedule);
    return schedule;
  }
}

export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

function groupArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region).id}:scheduler:${region}:${account}:schedule-group/${name}`;
}
