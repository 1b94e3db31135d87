import type {
  GetParameterHistoryRequest,
  GetParameterHistoryResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersRequest,
  GetParametersResult,
} from '@aws-sdk/client-ssm';
import { PARAMETER_NAMES_MAX, PARAMETER_PAGES } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering, Refusal } from '../refusal';
import { checkCount } from './lists';
import { type Found, found } from './name';
import { pageOf } from './page';
import { historical, shown } from './shown';
import type { ParameterStore } from './store';

export function readOperations(store: ParameterStore) {
  return {
    GetParameter: answering(({ Name, WithDecryption }: Given<GetParameterRequest>, call: Call): GetParameterResult => {
      return { Parameter: shown(found(store, Name, call), WithDecryption) };
    }),

    /** In alphabetical order, whatever the order of the names. */
    GetParameters: answering(({ Names, WithDecryption }: Given<GetParametersRequest>, call: Call): GetParametersResult => {
      checkCount('names', Names, PARAMETER_NAMES_MAX);
      const asked = [...new Set(Names)].sort().map((name) => ({ name, there: foundOrNot(store, name, call) }));
      return {
        Parameters: asked.flatMap(({ there }) => (there ? [shown(there, WithDecryption)] : [])),
        InvalidParameters: asked.flatMap(({ name, there }) => (there ? [] : [name])),
      };
    }),

    /** The oldest first. */
    GetParameterHistory: answering((input: Given<GetParameterHistoryRequest>, call: Call): GetParameterHistoryResult => {
      const { parameter } = found(store, input.Name, call);
      const idOf = ({ version }: { readonly version: number }) => String(version).padStart(12, '0');
      const { items, next } = pageOf(parameter.versions, idOf, input, PARAMETER_PAGES.history);
      return { Parameters: items.map((version) => historical(parameter, version, input.WithDecryption)), ...next };
    }),
  };
}

/** Names that are not there, or are none, are told apart from the others; what is not emulated is refused as a whole. */
function foundOrNot(store: ParameterStore, name: string, call: Call): Found | undefined {
  try {
    return found(store, name, call);
  } catch (error) {
    if (error instanceof Refusal && error.answer.type !== 'NotEmulatedException') return undefined;
    throw error;
  }
}
