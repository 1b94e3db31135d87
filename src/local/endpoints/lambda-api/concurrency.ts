import type {
  Concurrency,
  DeleteFunctionConcurrencyRequest,
  DeleteProvisionedConcurrencyConfigRequest,
  GetFunctionConcurrencyRequest,
  GetProvisionedConcurrencyConfigRequest,
  GetProvisionedConcurrencyConfigResponse,
  ListProvisionedConcurrencyConfigsRequest,
  ListProvisionedConcurrencyConfigsResponse,
  PutFunctionConcurrencyRequest,
  PutProvisionedConcurrencyConfigRequest,
  PutProvisionedConcurrencyConfigResponse,
} from '@aws-sdk/client-lambda';
import { type AwsError, awsError } from '../../engine/aws-error';
import {
  countOf,
  type Provisionable,
  provision,
  provisionable,
  reserveConcurrency,
  unprovision,
} from '../../engine/registry/concurrency';
import { type Located, type Missing, qualifiedNotFound, qualifierMissing } from '../../engine/registry/locate';
import { invalidParameter } from '../../engine/registry/preconditions';
import type { Registered } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { type Context, find, isError, type LambdaOperation } from './context';
import { timestamp } from './dates';
import { pageOf } from './paging';

export const getFunctionConcurrency: LambdaOperation<Given<GetFunctionConcurrencyRequest>, Concurrency> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const reserved = located.fn.reservedConcurrency;
  return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
};

export const putFunctionConcurrency: LambdaOperation<Given<PutFunctionConcurrencyRequest>, Concurrency> = (input, context) => {
  const located = unqualified(input, context);
  if (isError(located)) return located;
  const refused = context.registry.change((state) => reserveConcurrency(state, located.fn, input.ReservedConcurrentExecutions));
  return isError(refused) ? refused : { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
};

export const deleteFunctionConcurrency: LambdaOperation<Given<DeleteFunctionConcurrencyRequest>, undefined> = (
  input,
  context,
) => {
  const located = unqualified(input, context);
  return isError(located) ? located : context.registry.change((state) => reserveConcurrency(state, located.fn, undefined));
};

/** CON-03. */
function unqualified(input: { readonly FunctionName: string }, context: Context): Located | AwsError {
  const located = find(context, input, qualifiedNotFound);
  if (isError(located) || located.qualifier === undefined) return located;
  return invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}

export const putProvisionedConcurrencyConfig: LambdaOperation<
  Given<PutProvisionedConcurrencyConfigRequest>,
  PutProvisionedConcurrencyConfigResponse
> = (input, context) => {
  const located = find(context, input, qualifiedMissing);
  if (isError(located)) return located;
  const target = context.registry.change((state, moment) =>
    provision(state, located.fn, input.Qualifier, input.ProvisionedConcurrentExecutions, moment),
  );
  if (isError(target)) return target;
  return {
    RequestedProvisionedConcurrentExecutions: input.ProvisionedConcurrentExecutions,
    AvailableProvisionedConcurrentExecutions: 0,
    AllocatedProvisionedConcurrentExecutions: 0,
    Status: 'IN_PROGRESS',
    LastModified: timestamp(context.registry.moment.now),
  };
};

export const getProvisionedConcurrencyConfig: LambdaOperation<
  Given<GetProvisionedConcurrencyConfigRequest>,
  GetProvisionedConcurrencyConfigResponse
> = (input, context) => {
  const located = find(context, input, qualifiedMissing);
  if (isError(located)) return located;
  if (input.Qualifier === '$LATEST') return neverProvisioned();
  const target = provisionable(located.fn, input.Qualifier);
  if (isError(target)) return target;
  if (countOf(target) === undefined) return none();
  return viewOf(located.fn, target, context);
};

export const deleteProvisionedConcurrencyConfig: LambdaOperation<Given<DeleteProvisionedConcurrencyConfigRequest>, undefined> = (
  input,
  context,
) => {
  const located = find(context, input, qualifiedMissing);
  if (isError(located)) return located;
  if (input.Qualifier === '$LATEST') return neverProvisioned();
  const refused = context.registry.change((state) => unprovision(state, located.fn, input.Qualifier));
  return isError(refused) ? refused : undefined;
};

export const listProvisionedConcurrencyConfigs: LambdaOperation<
  Given<ListProvisionedConcurrencyConfigsRequest>,
  ListProvisionedConcurrencyConfigsResponse
> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const { fn } = located;
  const targets: Provisionable[] = [
    ...fn.aliases.map((alias) => ({ kind: 'alias' as const, alias })),
    ...fn.versions.map((version) => ({ kind: 'version' as const, version })),
  ];
  const page = pageOf(
    targets.filter((target) => countOf(target) !== undefined),
    qualifierOf,
    input,
  );
  if (isError(page)) return page;
  return {
    ProvisionedConcurrencyConfigs: page.items.map((target) => ({
      FunctionArn: `${fn.arn}:${qualifierOf(target)}`,
      ...viewOf(fn, target, context),
    })),
    NextMarker: page.next,
  };
};

/** An alias is as far as the versions that it leads to (ALS-10, RT-08). */
function viewOf(fn: Registered, target: Provisionable, { provisionedStatus }: Context): GetProvisionedConcurrencyConfigResponse {
  const requested = countOf(target) ?? 0;
  const versions =
    target.kind === 'version'
      ? [target.version.number]
      : [target.alias.version, ...(target.alias.additional ? [target.alias.additional.version] : [])];
  const statuses = versions.flatMap((version) => provisionedStatus?.(fn.arn, version) ?? []);
  const ready = statuses.length === 0 ? requested : statuses.reduce((sum, { available }) => sum + available, 0);
  const available = Math.min(requested, ready);
  const state = (['FAILED', 'IN_PROGRESS'] as const).find((each) => statuses.some((status) => status.state === each)) ?? 'READY';
  const owner = target.kind === 'alias' ? target.alias : target.version;
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: available,
    AllocatedProvisionedConcurrentExecutions: available,
    Status: state,
    ...(state === 'FAILED' && { StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' }),
    LastModified: timestamp(owner.provisioned?.lastModified ?? 0),
  };
}

function qualifierOf(target: Provisionable): string {
  return target.kind === 'alias' ? target.alias.name : target.version.number;
}

/** Of a function that is not there, it is what the qualifier would mean that is missing (recorded). */
const qualifiedMissing: Missing = (arn, qualifier) => qualifierMissing(arn, qualifier ?? '$LATEST');

function neverProvisioned(): AwsError {
  return invalidParameter('The function resource provided must be an alias or a published version.');
}

/** CON-04. */
function none(): AwsError {
  return awsError(
    'ProvisionedConcurrencyConfigNotFoundException',
    404,
    'No Provisioned Concurrency Config found for this function',
  );
}
