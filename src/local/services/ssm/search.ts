import type {
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
} from '@aws-sdk/client-ssm';
import { PARAMETER_NAME, PARAMETER_PAGES } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { refuseMembers } from '../validation';
import { filtered } from './filters';
import { type Found, refuseReserved } from './name';
import { pageOf } from './page';
import { isBelow } from './path';
import { badPath, validation } from './refusals';
import { described, shown } from './shown';
import { type HeldParameter, latest, type ParameterStore } from './store';

const BY_PATH = { allowed: /^(?:Type|KeyId|Label)$/, printed: 'Type, KeyId' };
const DESCRIBED = { allowed: /^(?:tag:.+|Name|Type|KeyId|Path|Tier|DataType)$/, printed: 'Path, Name, Type, KeyId, Tier' };

/** What finds parameters without their names. */
export function searchOperations(store: ParameterStore) {
  return {
    GetParametersByPath: answering((input: Given<GetParametersByPathRequest>, call: Call): GetParametersByPathResult => {
      const { Path, Recursive = false, ParameterFilters = [], WithDecryption } = input;
      checkPath(Path, call.operation);
      const fits = filtered(ParameterFilters, BY_PATH);
      const isLabeled = ParameterFilters.some(({ Key }) => Key === 'Label');
      const all = store
        .all(call)
        .filter(({ name }) => isBelow(Path, name, Recursive))
        .flatMap((parameter) => fitting(parameter, isLabeled, fits));
      const { items, next } = pageOf(all, idOf, input, PARAMETER_PAGES.path);
      return { Parameters: items.map((each) => shown(each, WithDecryption)), ...next };
    }),

    DescribeParameters: answering((input: Given<DescribeParametersRequest>, call: Call): DescribeParametersResult => {
      const { Filters = [], ParameterFilters = [] } = input;
      if (Filters.length > 0 && ParameterFilters.length > 0) {
        throw validation('You can use either Filters or ParameterFilters in a single request.');
      }
      refuseMembers('DescribeParameters', input, { Shared: 'leave it out.' });
      if (Filters.length > 0) refuseMembers('DescribeParameters', input, { Filters: 'use ParameterFilters.' });
      const fits = filtered(ParameterFilters, DESCRIBED);
      const all = store.all(call).filter((parameter) => fits(parameter, latest(parameter)));
      const { items, next } = pageOf(all, ({ name }) => name, input, PARAMETER_PAGES.describe);
      return { Parameters: items.map(described), ...next };
    }),
  };
}

/** In the order of names, since a blank comes before all that can be in one. */
function idOf({ name, version }: Found): string {
  return `${name} ${String(version.version).padStart(12, '0')}`;
}

/** A label is asked for among all versions. */
function fitting(parameter: HeldParameter, isLabeled: boolean, fits: ReturnType<typeof filtered>): readonly Found[] {
  const versions = isLabeled ? parameter.versions : [latest(parameter)];
  return versions.filter((version) => fits(parameter, version)).map((version) => ({ parameter, version, name: parameter.name }));
}

function checkPath(path: string, operation: string): void {
  refuseReserved(path, operation);
  if (path === '/') return;
  const isPath = path.startsWith('/') && PARAMETER_NAME.test(path.replace(/\/$/, ''));
  if (!isPath || /^\/(?:aws|ssm)/i.test(path)) throw badPath();
}
