import type {
  DeleteFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
  PutFunctionEventInvokeConfigRequest,
  UpdateFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import type { AwsError } from '../../engine/aws-error';
import {
  type AsyncWish,
  asyncConfigurationOf,
  configureAsync,
  deleteAsyncConfiguration,
  noAsyncConfiguration,
} from '../../engine/registry/async-configurations';
import { notFound } from '../../engine/registry/not-found';

import { invalidParameter } from '../../engine/registry/preconditions';
import type { Registered, RegisteredAsyncConfiguration } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { resolved } from './configuration-view';
import { type Context, find, isError, type LambdaOperation } from './context';
import { pageOf } from './paging';

type Request = Given<PutFunctionEventInvokeConfigRequest>;

export const putFunctionEventInvokeConfig: LambdaOperation<Request, FunctionEventInvokeConfig> = (input, context) =>
  configure(input, context, 'put');

export const updateFunctionEventInvokeConfig: LambdaOperation<
  Given<UpdateFunctionEventInvokeConfigRequest>,
  FunctionEventInvokeConfig
> = (input, context) => configure(input, context, 'update');

export const getFunctionEventInvokeConfig: LambdaOperation<
  Given<GetFunctionEventInvokeConfigRequest>,
  FunctionEventInvokeConfig
> = (input, context) => {
  const located = find(context, input, (arn, qualifier = '$LATEST') => noAsyncConfiguration({ arn }, qualifier));
  if (isError(located)) return located;
  const { fn, qualifier = '$LATEST' } = located;
  const present = asyncConfigurationOf(fn, qualifier);
  return present ? viewOf(fn, present) : noAsyncConfiguration(fn, qualifier);
};

export const deleteFunctionEventInvokeConfig: LambdaOperation<Given<DeleteFunctionEventInvokeConfigRequest>, undefined> = (
  input,
  context,
) => {
  const located = find(context, input, (arn, qualifier = '$LATEST') => noAsyncConfiguration({ arn }, qualifier));
  if (isError(located)) return located;
  const { fn, qualifier = '$LATEST' } = located;
  return context.registry.change((state) => deleteAsyncConfiguration(state, fn, qualifier));
};

export const listFunctionEventInvokeConfigs: LambdaOperation<
  Given<ListFunctionEventInvokeConfigsRequest>,
  ListFunctionEventInvokeConfigsResponse
> = (input, context) => {
  const located = find(context, input, () => noFunction());
  if (isError(located)) return located;
  const page = pageOf(located.fn.asyncConfigurations, ({ qualifier }) => qualifier, input);
  if (isError(page)) return page;
  return { FunctionEventInvokeConfigs: page.items.map((each) => viewOf(located.fn, each)), NextMarker: page.next };
};

function configure(input: Request, context: Context, how: 'put' | 'update'): FunctionEventInvokeConfig | AwsError {
  const located = find(context, input, () => noFunction());
  if (isError(located)) return located;
  const { fn, qualifier = '$LATEST' } = located;
  const led = resolved(fn, qualifier);
  if (isError(led)) return noFunction();
  const wish: AsyncWish = {
    maximumRetryAttempts: input.MaximumRetryAttempts,
    maximumEventAgeSeconds: input.MaximumEventAgeInSeconds,
    onSuccessArn: input.DestinationConfig?.OnSuccess?.Destination,
    onFailureArn: input.DestinationConfig?.OnFailure?.Destination,
  };
  const refused = destinationError(fn, wish, context);
  if (refused) return refused;
  const changed = context.registry.change((state, moment) => configureAsync(state, fn, qualifier, wish, how, moment));
  return isError(changed) ? changed : viewOf(fn, changed);
}

/** Services that can be destinations (INV-68); S3 takes what failed. */
const SUCCESS_SERVICES = ['sqs', 'sns', 'lambda', 'events'];
const FAILURE_SERVICES = [...SUCCESS_SERVICES, 's3'];

/** INV-61. */
function destinationError(
  fn: Registered,
  { onSuccessArn, onFailureArn }: AsyncWish,
  { registry }: Context,
): AwsError | undefined {
  for (const [arn, services] of [
    [onSuccessArn, SUCCESS_SERVICES],
    [onFailureArn, FAILURE_SERVICES],
  ] as const) {
    if (!arn) continue;
    const service = arn.split(':')[2] ?? '';
    if (!services.includes(service)) {
      return invalidParameter(
        `The provided destination config DestinationConfig(onSuccess=${shown('OnSuccess', onSuccessArn)}, onFailure=${shown('OnFailure', onFailureArn)}) is invalid.`,
      );
    }
    if (service !== 'lambda') continue;
    const target = arn.split(':').slice(0, 7).join(':');
    if (target === fn.arn) return invalidParameter("You can't specify the function as a destination for itself.");
    if (!registry.functions.some((each) => each.arn === target))
      return invalidParameter(`The destination ARN ${arn} is invalid.`);
  }
  return undefined;
}

const shown = (name: string, arn: string | undefined) => (arn ? `${name}(destination=${arn})` : 'null');

function noFunction(): AwsError {
  return notFound("The function doesn't exist.");
}

/** INV-60. */
function viewOf(fn: Registered, configuration: RegisteredAsyncConfiguration): FunctionEventInvokeConfig {
  const { onSuccessArn, onFailureArn } = configuration;
  return {
    LastModified: new Date(configuration.lastModified),
    FunctionArn: `${fn.arn}:${configuration.qualifier}`,
    MaximumRetryAttempts: configuration.maximumRetryAttempts,
    MaximumEventAgeInSeconds: configuration.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: onSuccessArn === undefined ? {} : { Destination: onSuccessArn },
      OnFailure: onFailureArn === undefined ? {} : { Destination: onFailureArn },
    },
  };
}
