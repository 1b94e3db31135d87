import type { SchedulerPlace } from '../../../../spec/iam/scheduler';
import { arnOf, EVERYTHING, type Places } from './place';

interface OfSchedule {
  readonly Name: string;
  readonly GroupName?: string;
  readonly Target?: { readonly RoleArn?: string };
}

export const SCHEDULER_PLACES: Places<SchedulerPlace> = {
  everything: EVERYTHING,
  schedule: ({ Name, GroupName = 'default' }: OfSchedule, call) => [arnOf('scheduler', `schedule/${GroupName}/${Name}`, call)],
  group: ({ Name }: OfSchedule, call) => [arnOf('scheduler', `schedule-group/${Name}`, call)],
  role: ({ Target }: OfSchedule) => (Target?.RoleArn === undefined ? [] : [Target.RoleArn]),
};
