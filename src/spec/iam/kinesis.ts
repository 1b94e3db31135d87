import type { ServicePermissions } from './service-permissions';

export type KinesisPlace = 'stream';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html; what is asked of consumers is
 * not told here.
 */
export const KINESIS_PERMISSIONS: ServicePermissions<KinesisPlace | 'everything'> = {
  prefix: 'kinesis',
  named: {
    stream: [
      ...['PutRecord', 'PutRecords', 'GetRecords', 'GetShardIterator', 'ListShards', 'DescribeStream', 'DescribeStreamSummary'],
      ...['CreateStream', 'DeleteStream', 'SplitShard', 'MergeShards', 'UpdateShardCount', 'UpdateStreamMode'],
      ...['IncreaseStreamRetentionPeriod', 'DecreaseStreamRetentionPeriod'],
      ...['AddTagsToStream', 'RemoveTagsFromStream', 'ListTagsForStream'],
    ],
    everything: ['ListStreams', 'DescribeLimits'],
  },
  others: {},
};
