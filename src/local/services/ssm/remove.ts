import type { DeleteParameterRequest, DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm';
import { PARAMETER_NAMES_MAX } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering, Refusal } from '../refusal';
import { checkCount } from './lists';
import { own } from './name';
import type { ParameterStore } from './store';

export function removeOperations(store: ParameterStore) {
  return {
    DeleteParameter: answering(({ Name }: Given<DeleteParameterRequest>, call: Call): object => {
      store.remove(own(store, Name, call));
      return {};
    }),

    DeleteParameters: answering(({ Names }: Given<DeleteParametersRequest>, call: Call): DeleteParametersResult => {
      checkCount('names', Names, PARAMETER_NAMES_MAX);
      const deleted = Names.filter((name) => isRemoved(store, name, call));
      return { DeletedParameters: deleted, InvalidParameters: Names.filter((name) => !deleted.includes(name)) };
    }),
  };
}

function isRemoved(store: ParameterStore, name: string, call: Call): boolean {
  try {
    store.remove(own(store, name, call));
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
