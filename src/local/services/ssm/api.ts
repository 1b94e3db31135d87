import type { AwsService } from '../../engine/service-port';
import { labelOperations } from './labels';
import { putOperations } from './put';
import { readOperations } from './read';
import { removeOperations } from './remove';
import { searchOperations } from './search';
import type { ParameterStore } from './store';
import { tagOperations } from './tags';

/** Parameter Store, of all that Systems Manager has, over a store. */
export function ssmService(store: ParameterStore): AwsService {
  return {
    id: 'ssm',
    operations: {
      ...readOperations(store),
      ...searchOperations(store),
      ...putOperations(store),
      ...removeOperations(store),
      ...labelOperations(store),
      ...tagOperations(store),
    },
  };
}
