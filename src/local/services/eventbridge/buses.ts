import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  EventBus,
  ListEventBusesRequest,
  ListEventBusesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { BUS_NAME, EVENTS_PAGE } from '../../../spec/eventbridge';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { pageOf } from '../handover/paging';
import { badText, noBus, validation } from './refusals';
import type { Router } from './router';
import { type BusStore, DEFAULT_BUS, type HeldBus } from './store';

/** Event buses themselves, and the tags of buses and rules. */
export function busOperations(store: BusStore, router: Router) {
  const tagged = (arn: string) =>
    (arn.includes(':rule/') ? store.rule(arn) : store.bus(placeOf(arn), arn))?.tags ?? noResource(arn);
  return {
    CreateEventBus(input: Given<CreateEventBusRequest>, call: Call): CreateEventBusResponse | AwsError {
      const { Name, Description, Tags = [] } = input;
      const flaw = badText(Name, 'name', BUS_NAME);
      if (flaw) return flaw;
      if (store.bus(call, Name)) {
        return awsError('ResourceAlreadyExistsException', 400, `Event bus ${Name} already exists.`);
      }
      const bus = store.add({ account: call.account, region: call.region }, Name);
      if (Description !== undefined) bus.description = Description;
      for (const { Key = '', Value = '' } of Tags) bus.tags.set(Key, Value);
      return { EventBusArn: bus.arn, ...(Description !== undefined && { Description }) };
    },

    /** Of one that is not there, nothing is said. */
    DeleteEventBus({ Name }: Given<DeleteEventBusRequest>, call: Call): AwsError | undefined {
      if (Name === DEFAULT_BUS) return validation(`Cannot delete event bus ${Name}.`);
      const bus = store.bus(call, Name);
      if (!bus) return undefined;
      for (const rule of bus.rules.values()) router.unschedule(rule);
      store.remove(bus);
      return undefined;
    },

    DescribeEventBus({ Name = DEFAULT_BUS }: Given<DescribeEventBusRequest>, call: Call): DescribeEventBusResponse | AwsError {
      const bus = store.bus(call, Name);
      return bus ? shown(bus) : noBus(Name);
    },

    ListEventBuses(input: Given<ListEventBusesRequest>, call: Call): ListEventBusesResponse {
      const { NamePrefix = '', Limit = EVENTS_PAGE, NextToken } = input;
      const found = store.buses(call).filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = pageOf(found, Limit, NextToken);
      return { EventBuses: items.map(shown), ...next };
    },

    TagResource({ ResourceARN, Tags }: Given<TagResourceRequest>): object | AwsError {
      const tags = tagged(ResourceARN);
      if (!(tags instanceof Map)) return tags;
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },

    UntagResource({ ResourceARN, TagKeys }: Given<UntagResourceRequest>): object | AwsError {
      const tags = tagged(ResourceARN);
      if (!(tags instanceof Map)) return tags;
      for (const key of TagKeys) tags.delete(key);
      return {};
    },

    ListTagsForResource({ ResourceARN }: Given<ListTagsForResourceRequest>): ListTagsForResourceResponse | AwsError {
      const tags = tagged(ResourceARN);
      return tags instanceof Map ? { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) } : tags;
    },
  };
}

function placeOf(arn: string) {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}

function noResource(arn: string): AwsError {
  return awsError('ResourceNotFoundException', 400, `Resource ${arn} does not exist.`);
}

function shown({ arn, name, description, created }: HeldBus): EventBus {
  return {
    ...{ Arn: arn, Name: name, CreationTime: new Date(created), LastModifiedTime: new Date(created) },
    ...(description !== undefined && { Description: description }),
  };
}
