import type {
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  ListTagsOfResourceInput,
  ListTagsOfResourceOutput,
  TagResourceInput,
  UntagResourceInput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { invalid, violation } from './refusal';
import { tableOf } from './request';
import type { TableStore } from './store';
import { tableOfArn } from './table-operations';

/** What is set beside a table: when its items end, and its tags. */
export function tableAttributes(store: TableStore) {
  return {
    UpdateTimeToLive: answering((input: Given<UpdateTimeToLiveInput>, call: Call): UpdateTimeToLiveOutput => {
      const { AttributeName = '', Enabled } = input.TimeToLiveSpecification;
      if (AttributeName === '') {
        throw violation('', 'timeToLiveSpecification.attributeName', 'Member must have length greater than or equal to 1');
      }
      const table = tableOf(store, input.TableName, call);
      const present = table.settings.timeToLive;
      if (Enabled === true && present !== undefined) throw invalid('TimeToLive is already enabled');
      if (Enabled !== true && present === undefined) throw invalid('TimeToLive is already disabled');
      if (Enabled !== true && present !== AttributeName) {
        throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${present}`);
      }
      const { timeToLive: _, ...rest } = table.settings;
      store.become(table, { ...rest, ...(Enabled === true && { timeToLive: AttributeName }) });
      return { TimeToLiveSpecification: input.TimeToLiveSpecification };
    }),

    DescribeTimeToLive: answering((input: Given<DescribeTimeToLiveInput>, call: Call): DescribeTimeToLiveOutput => {
      const { timeToLive } = tableOf(store, input.TableName, call).settings;
      if (timeToLive === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
      return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive } };
    }),

    TagResource: answering((input: Given<TagResourceInput>, call: Call): object => {
      const table = tableOfArn(store, input.ResourceArn, call);
      const tags = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key as string, Value as string]));
      store.become(table, { ...table.settings, tags: { ...table.settings.tags, ...tags } });
      return {};
    }),

    UntagResource: answering((input: Given<UntagResourceInput>, call: Call): object => {
      const table = tableOfArn(store, input.ResourceArn, call);
      const left = Object.entries(table.settings.tags).filter(([key]) => !input.TagKeys.includes(key));
      store.become(table, { ...table.settings, tags: Object.fromEntries(left) });
      return {};
    }),

    ListTagsOfResource: answering((input: Given<ListTagsOfResourceInput>, call: Call): ListTagsOfResourceOutput => {
      const { tags } = tableOfArn(store, input.ResourceArn, call).settings;
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    }),
  };
}
