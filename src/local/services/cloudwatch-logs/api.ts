import type { AwsService } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { eventOperations } from './events';
import { groupOperations } from './groups';
import { invalidInput } from './refusals';
import type { LogStore } from './store';

/** CloudWatch Logs over a store. */
export function logsService(store: LogStore, clock: Pick<Clock, 'now'>): AwsService {
  return {
    id: 'logs',
    operations: { ...groupOperations(store), ...eventOperations(store, clock) },
    // A full PutLogEvents of 1 MiB, with the JSON around it.
    bodyLimit: 4 * 1_048_576,
    invalid: invalidInput,
  };
}
