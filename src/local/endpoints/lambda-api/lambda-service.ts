import { ERRORS_WITHOUT_TYPE } from '../../../spec/invoke';
import { FUNCTION_INPUTS } from '../../../spec/lambda-api/function-inputs';
import { MAPPING_INPUTS } from '../../../spec/lambda-api/mapping-inputs';
import { SETTING_INPUTS } from '../../../spec/lambda-api/setting-inputs';
import type { Members } from '../../../spec/lambda-api/shape';
import type { AwsError } from '../../engine/aws-error';
import type { AwsService, Call, Operation } from '../../engine/service-port';
import { type Context, isError, type LambdaApi, type LambdaOperation } from './context';
import { OPERATIONS } from './operations';
import { shapeError } from './shape-errors';

/** The longest request to Lambda's API, in bytes (FN-22; recorded). */
const REQUEST_BYTES = 70_167_211;

const INPUTS: Readonly<Record<string, Members>> = { ...FUNCTION_INPUTS, ...SETTING_INPUTS, ...MAPPING_INPUTS };

/** Lambda's control plane over the registry; Invoke has a door of its own. */
export function lambdaService(api: LambdaApi): AwsService {
  const operations = Object.entries(OPERATIONS).map(([name, operation]) => [name, served(name, operation, api)]);
  return { id: 'lambda', bodyLimit: REQUEST_BYTES, operations: Object.fromEntries(operations) };
}

function served(name: string, operation: LambdaOperation<never, unknown>, api: LambdaApi): Operation {
  const members = INPUTS[name] ?? {};
  return async (input: never, call) => {
    const output = shapeError(input, members) ?? (await operation(input, contextOf(api, call)));
    return isError(output) ? withOrigin(output) : output;
  };
}

/**
 * The Region and the account that a call is about. People call an app whose stacks are for any Region with whatever their client
 * is set to, so a Region that the app has nothing in stands for the app's own when it has only one.
 */
function contextOf(api: LambdaApi, { region, account, requestId, operation, traceHeader }: Call): Context {
  const { functions } = api.registry;
  const isKnown = functions.some((fn) => fn.region === region);
  const regions = new Set(functions.map((fn) => fn.region));
  const here = isKnown || regions.size !== 1 ? region : (functions[0]?.region ?? region);
  const local = functions.filter((fn) => fn.region === here);
  const owner = local.some((fn) => fn.account === account) ? account : (local[0]?.account ?? account);
  return { ...api, requestId, operation, region: here, account: owner, ...(traceHeader !== undefined && { traceHeader }) };
}

/** Whose fault it is, in the body of every error that Lambda models (ERR-01). */
function withOrigin(error: AwsError): AwsError {
  if (ERRORS_WITHOUT_TYPE.includes(error.type)) return error;
  return { ...error, details: { Type: error.status < 500 ? 'User' : 'Service', ...error.details } };
}
