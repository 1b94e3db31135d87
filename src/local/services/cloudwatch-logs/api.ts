import type { AwsService } from '../../engine/service-port';
import { eventOperations } from './events';
import { groupOperations } from './groups';
import { invalidInput } from './refusals';
import { type SubscriptionPorts, subscriptionOperations } from './subscriptions';

/** CloudWatch Logs over a store. */
export function logsService(ports: SubscriptionPorts): AwsService {
  const { store, clock } = ports;
  return {
    id: 'logs',
    operations: { ...groupOperations(store), ...eventOperations(store, clock), ...subscriptionOperations(ports) },
    // A full PutLogEvents of 1 MiB, with the JSON around it.
    bodyLimit: 4 * 1_048_576,
    invalid: invalidInput,
  };
}
