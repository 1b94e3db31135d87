import type { AwsService } from '../../engine/service-port';
import { type PublishPorts, publishOperations } from './publish';
import { subscriptionOperations } from './subscriptions';
import { topicOperations } from './topics';

/** Amazon SNS over a store. */
export function snsService(ports: PublishPorts): AwsService {
  const { store, turnFor } = ports;
  return {
    id: 'sns',
    operations: { ...topicOperations(store), ...subscriptionOperations(store, turnFor), ...publishOperations(ports) },
    // A batch of 256 KB, of which every character may be written as three.
    bodyLimit: 2 * 1_048_576,
  };
}
