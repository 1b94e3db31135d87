import type { AwsService } from '../../engine/service-port';
import { consumerOperations } from './consumer-operations';
import type { KinesisContext } from './context';
import { recordOperations } from './record-operations';
import { shardOperations } from './shard-operations';
import { streamOperations } from './stream-operations';
import { tagOperations } from './tag-operations';

/** Amazon Kinesis Data Streams over the streams of a run. */
export function kinesisService(context: KinesisContext): AwsService {
  return {
    id: 'kinesis',
    operations: {
      ...streamOperations(context),
      ...shardOperations(context),
      ...recordOperations(context),
      ...consumerOperations(context),
      ...tagOperations(context),
    },
    // A batch of 10 MiB, in base64 and with the JSON around it.
    bodyLimit: 16 * 1_048_576,
  };
}
