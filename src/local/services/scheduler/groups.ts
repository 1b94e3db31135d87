import type {
  CreateScheduleGroupInput,
  CreateScheduleGroupOutput,
  DeleteScheduleGroupInput,
  GetScheduleGroupInput,
  GetScheduleGroupOutput,
  ListScheduleGroupsInput,
  ListScheduleGroupsOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-scheduler';
import { SCHEDULE_NAME, SCHEDULES_PAGE } from '../../../spec/eventbridge';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { badText, validation } from '../eventbridge/refusals';
import { pageOf } from '../handover/paging';
import { conflict, noGroup } from './refusals';
import type { SchedulePorts } from './schedules';
import { DEFAULT_GROUP, type HeldGroup } from './store';

/** Groups of schedules, and their tags. */
export function groupOperations({ store, planner }: SchedulePorts) {
  return {
    CreateScheduleGroup(input: Given<CreateScheduleGroupInput>, call: Call): CreateScheduleGroupOutput | AwsError {
      const { Name, ClientToken, Tags = [] } = input;
      const flaw = badText(Name, 'name', SCHEDULE_NAME);
      if (flaw) return flaw;
      const there = store.group(call, Name);
      if (there && (ClientToken === undefined || there.token !== ClientToken)) return conflict(`Schedule group ${Name}`);
      const group = there ?? store.add({ account: call.account, region: call.region }, Name, ClientToken);
      for (const { Key = '', Value = '' } of Tags) group.tags.set(Key, Value);
      return { ScheduleGroupArn: group.arn };
    },

    /** With every schedule in it. */
    DeleteScheduleGroup({ Name }: Given<DeleteScheduleGroupInput>, call: Call): object | AwsError {
      if (Name === DEFAULT_GROUP) return validation('The default schedule group cannot be deleted.');
      const group = store.group(call, Name);
      if (!group) return noGroup(Name);
      for (const schedule of group.schedules.values()) planner.cancel(schedule);
      store.remove(group);
      return {};
    },

    GetScheduleGroup({ Name }: Given<GetScheduleGroupInput>, call: Call): GetScheduleGroupOutput | AwsError {
      const group = store.group(call, Name);
      return group ? shown(group) : noGroup(Name);
    },

    ListScheduleGroups(input: Given<ListScheduleGroupsInput>, call: Call): ListScheduleGroupsOutput {
      const { NamePrefix = '', MaxResults = SCHEDULES_PAGE, NextToken } = input;
      const found = store.groups(call).filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = pageOf(found, MaxResults, NextToken);
      return { ScheduleGroups: items.map(shown), ...next };
    },

    TagResource({ ResourceArn, Tags }: Given<TagResourceInput>): object | AwsError {
      const group = store.groupAt(ResourceArn);
      if (!group) return noGroup(ResourceArn);
      for (const { Key = '', Value = '' } of Tags) group.tags.set(Key, Value);
      return {};
    },

    UntagResource({ ResourceArn, TagKeys }: Given<UntagResourceInput>): object | AwsError {
      const group = store.groupAt(ResourceArn);
      if (!group) return noGroup(ResourceArn);
      for (const key of TagKeys) group.tags.delete(key);
      return {};
    },

    ListTagsForResource({ ResourceArn }: Given<ListTagsForResourceInput>): ListTagsForResourceOutput | AwsError {
      const group = store.groupAt(ResourceArn);
      return group ? { Tags: [...group.tags].map(([Key, Value]) => ({ Key, Value })) } : noGroup(ResourceArn);
    },
  };
}

function shown({ arn, name, created }: HeldGroup): GetScheduleGroupOutput {
  const date = new Date(created);
  return { Arn: arn, Name: name, State: 'ACTIVE', CreationDate: date, LastModificationDate: date };
}
