import type { AwsService } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { accountOperations } from './account-operations';
import { batchOperations } from './batch-operations';
import { itemOperations } from './item-operations';
import { searchOperations } from './search-operations';
import type { TableStore } from './store';
import { tableAttributes } from './table-attributes';
import { tableOperations } from './table-operations';
import { transactionOperations } from './transactions';

/** DynamoDB over a store. */
export function dynamodbService(store: TableStore, clock: Pick<Clock, 'now'>): AwsService {
  return {
    id: 'dynamodb',
    operations: {
      ...itemOperations(store),
      ...searchOperations(store),
      ...batchOperations(store),
      ...transactionOperations(store, clock),
      ...tableOperations(store),
      ...tableAttributes(store),
      ...accountOperations(),
    },
    bodyLimit: 16 * 1_048_576,
  };
}
