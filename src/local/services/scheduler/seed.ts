import type { Schedule, ScheduleGroup } from '../../../model/schedule';
import { noGroup } from './refusals';
import type { SchedulePorts } from './schedules';
import { settingsFlaw } from './settings';

/** Puts the schedules of an app into the store; `refused` is told what Scheduler would not have taken. */
export function seedSchedules(
  { store, planner }: SchedulePorts,
  groups: readonly ScheduleGroup[],
  schedules: readonly Schedule[],
  refused: (path: string, why: string) => void,
): void {
  for (const { name, region, account } of groups) store.add({ account, region }, name);
  for (const { address, name, region, account, group: groupName, settings } of schedules) {
    const group = store.group({ account, region }, groupName);
    // A template may have been deployed before its schedule ended.
    const flaw = group ? settingsFlaw(settings, -Infinity) : noGroup(groupName);
    if (flaw) refused(address.path, flaw.message);
    else if (group) planner.plan(store.put(group, name, settings));
  }
}
