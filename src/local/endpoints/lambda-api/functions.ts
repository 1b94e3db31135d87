import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { AwsError } from '../../engine/aws-error';
import { asAddressedNotFound, type Located } from '../../engine/registry/locate';
import type { Registered, RegisteredVersion } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { latestView, resolved, versionView } from './configuration-view';
import { type Context, find, isError, type LambdaOperation } from './context';
import { pageOf } from './paging';

export const getFunction: LambdaOperation<Given<GetFunctionRequest>, GetFunctionResponse> = async (input, context) => {
  const found = seen(input, context);
  if (isError(found)) return found;
  const { fn } = found.located;
  const { code } = (found.version ?? fn).configuration;
  const where = code.kind === 'image' ? { RepositoryType: 'ECR', ImageUri: code.uri } : { RepositoryType: 'S3' };
  return {
    Configuration: await viewOf(found, context),
    Code: where,
    ...(Object.keys(fn.tags).length > 0 && { Tags: { ...fn.tags } }),
    ...(fn.reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  };
};

export const getFunctionConfiguration: LambdaOperation<Given<GetFunctionConfigurationRequest>, FunctionConfiguration> = async (
  input,
  context,
) => {
  const found = seen(input, context);
  return isError(found) ? found : viewOf(found, context);
};

/** FN-85: with `FunctionVersion`, every version with its own ARN. */
export const listFunctions: LambdaOperation<Given<ListFunctionsRequest>, ListFunctionsResponse> = async (input, context) => {
  const functions = functionsHere(context);
  const views = input.FunctionVersion === 'ALL' ? functions.flatMap(everyVersion) : functions.map((fn) => ({ fn, arn: fn.arn }));
  const page = pageOf(views, ({ arn }) => arn, input);
  if (isError(page)) return page;
  return { Functions: await Promise.all(page.items.map((each) => listed(each, context))), NextMarker: page.next };
};

/** VER-08. */
export const listVersionsByFunction: LambdaOperation<
  Given<ListVersionsByFunctionRequest>,
  ListVersionsByFunctionResponse
> = async (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const page = pageOf(everyVersion(located.fn), ({ arn }) => arn, input);
  if (isError(page)) return page;
  return { Versions: await Promise.all(page.items.map((each) => listed(each, context))), NextMarker: page.next };
};

/** Those of the Region and account of the call. */
export function functionsHere({ registry, region, account }: Context): readonly Registered[] {
  return registry.functions.filter((fn) => fn.region === region && fn.account === account);
}

interface Found {
  readonly located: Located;
  readonly version?: RegisteredVersion;
}

/** Whoever asks for the configuration of a function sees its changes done. */
function seen(input: Given<GetFunctionRequest>, context: Context): Found | AwsError {
  const before = find(context, input, asAddressedNotFound);
  if (isError(before)) return before;
  context.registry.look(before.fn.arn);
  const located = find(context, input, asAddressedNotFound);
  if (isError(located)) return located;
  const led = resolved(located.fn, located.qualifier);
  return isError(led) ? led : { located, ...led };
}

function viewOf({ located, version }: Found, context: Context): Promise<FunctionConfiguration> {
  const { fn, arn } = located;
  return version ? versionView(fn, version, arn, context) : latestView(fn, arn, context);
}

interface Listed {
  readonly fn: Registered;
  readonly arn: string;
  readonly version?: RegisteredVersion;
}

function everyVersion(fn: Registered): readonly Listed[] {
  return [
    { fn, arn: `${fn.arn}:$LATEST` },
    ...fn.versions.map((version) => ({ fn, version, arn: `${fn.arn}:${version.number}` })),
  ];
}

/** Lists leave out what only a look at the function itself tells. */
async function listed({ fn, arn, version }: Listed, context: Context): Promise<FunctionConfiguration> {
  const view = await (version ? versionView(fn, version, arn, context) : latestView(fn, arn, context));
  return Object.fromEntries(Object.entries(view).filter(([name]) => !NOT_LISTED.test(name)));
}

const NOT_LISTED = /^(State|LastUpdateStatus|RuntimeVersionConfig)/;
