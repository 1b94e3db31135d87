import type {
  CreateScheduleInput,
  CreateScheduleOutput,
  DeleteScheduleInput,
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
  Target,
  UpdateScheduleInput,
  UpdateScheduleOutput,
} from '@aws-sdk/client-scheduler';
import { SCHEDULE_NAME, SCHEDULES_PAGE } from '../../../spec/eventbridge';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { badText, isError } from '../eventbridge/refusals';
import { pageOf } from '../handover/paging';
import type { Planner } from './planner';
import { conflict, noGroup, noSchedule } from './refusals';
import { settingsFlaw, settingsOf } from './settings';
import { byName, DEFAULT_GROUP, type HeldSchedule, type ScheduleStore } from './store';

export interface SchedulePorts {
  readonly store: ScheduleStore;
  readonly planner: Planner;
  readonly clock: Pick<Clock, 'now'>;
}

/** Schedules: made, changed, listed and removed. */
export function scheduleOperations({ store, planner, clock }: SchedulePorts) {
  const find = (name: string, groupName: string | undefined, call: Call): HeldSchedule | AwsError => {
    const group = store.group(call, groupName ?? DEFAULT_GROUP);
    return group?.schedules.get(name) ?? (group ? noSchedule(name) : noGroup(groupName ?? DEFAULT_GROUP));
  };
  return {
    CreateSchedule(input: Given<CreateScheduleInput>, call: Call): CreateScheduleOutput | AwsError {
      const { Name, GroupName = DEFAULT_GROUP, ClientToken } = input;
      const settings = settingsOf(input);
      const flaw = badText(Name, 'name', SCHEDULE_NAME) ?? settingsFlaw(settings, clock.now());
      if (flaw) return flaw;
      const group = store.group(call, GroupName);
      if (!group) return noGroup(GroupName);
      const there = group.schedules.get(Name);
      if (there && (ClientToken === undefined || there.token !== ClientToken)) return conflict(`Schedule ${Name}`);
      const schedule = there ?? store.put(group, Name, settings, ClientToken);
      if (!there) planner.plan(schedule);
      return { ScheduleArn: schedule.arn };
    },

    /** What is not given is no longer. */
    UpdateSchedule(input: Given<UpdateScheduleInput>, call: Call): UpdateScheduleOutput | AwsError {
      const schedule = find(input.Name, input.GroupName, call);
      if (isError(schedule)) return schedule;
      const settings = settingsOf(input);
      const flaw = settingsFlaw(settings, clock.now());
      if (flaw) return flaw;
      schedule.settings = settings;
      schedule.modified = clock.now();
      planner.plan(schedule);
      return { ScheduleArn: schedule.arn };
    },

    GetSchedule({ Name, GroupName }: Given<GetScheduleInput>, call: Call): GetScheduleOutput | AwsError {
      const schedule = find(Name, GroupName, call);
      return isError(schedule) ? schedule : shown(schedule);
    },

    DeleteSchedule({ Name, GroupName }: Given<DeleteScheduleInput>, call: Call): object | AwsError {
      const schedule = find(Name, GroupName, call);
      if (isError(schedule)) return schedule;
      planner.cancel(schedule);
      schedule.group.schedules.delete(Name);
      return {};
    },

    ListSchedules(input: Given<ListSchedulesInput>, call: Call): ListSchedulesOutput | AwsError {
      const { GroupName, NamePrefix = '', State, MaxResults = SCHEDULES_PAGE, NextToken } = input;
      const group = GroupName === undefined ? undefined : store.group(call, GroupName);
      if (GroupName !== undefined && !group) return noGroup(GroupName);
      const found = (group ? [group] : store.groups(call))
        .flatMap(({ schedules }) => [...schedules.values()].sort(byName))
        .filter(({ name }) => name.startsWith(NamePrefix))
        .filter(({ settings }) => State === undefined || (settings.State ?? 'ENABLED') === State);
      const { items, next } = pageOf(found, MaxResults, NextToken);
      return {
        Schedules: items.map((schedule) => ({
          ...{ Arn: schedule.arn, Name: schedule.name, GroupName: schedule.group.name },
          ...{ State: schedule.settings.State ?? 'ENABLED', Target: { Arn: schedule.settings.Target.Arn } },
          ...{ CreationDate: new Date(schedule.created), LastModificationDate: new Date(schedule.modified) },
        })),
        ...next,
      };
    },
  };
}

function shown({ arn, name, group, created, modified, settings }: HeldSchedule): GetScheduleOutput {
  const { StartDate, EndDate, Target, ...others } = settings;
  return {
    ...{ Arn: arn, Name: name, GroupName: group.name, CreationDate: new Date(created), LastModificationDate: new Date(modified) },
    ...{ State: 'ENABLED', ScheduleExpressionTimezone: 'UTC', ActionAfterCompletion: 'NONE' },
    ...others,
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }, ...Target } as Target,
    ...(StartDate !== undefined && { StartDate: new Date(StartDate) }),
    ...(EndDate !== undefined && { EndDate: new Date(EndDate) }),
  };
}
