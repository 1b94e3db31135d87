import type { AwsService } from '../../engine/service-port';
import { busOperations } from './buses';
import { type PutEventsPorts, putEventsOperation } from './put-events';
import { ruleOperations } from './rules';
import { targetOperations } from './targets';

/** Amazon EventBridge over a store. */
export function eventBridgeService(ports: PutEventsPorts): AwsService {
  const { store, router } = ports;
  return {
    id: 'events',
    operations: {
      ...busOperations(store, router),
      ...ruleOperations(store, router),
      ...targetOperations(store),
      ...putEventsOperation(ports),
    },
    // What is over the limit of PutEvents is refused in EventBridge's words.
    bodyLimit: 4 * 1_048_576,
  };
}
