import type {
  AliasConfiguration,
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import {
  type AliasWish,
  createAlias as create,
  deleteAlias as remove,
  updateAlias as update,
} from '../../engine/registry/aliases';
import { aliasOf } from '../../engine/registry/locate';
import { notFound } from '../../engine/registry/not-found';
import type { Registered, RegisteredAlias } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { find, isError, type LambdaOperation } from './context';
import { pageOf } from './paging';

export const createAlias: LambdaOperation<Given<CreateAliasRequest>, AliasConfiguration> = (input, context) => {
  const located = find(context, input, (arn) => notFound(`Function not found: ${arn}:${input.FunctionVersion}`));
  if (isError(located)) return located;
  const alias = context.registry.change((state, moment) => create(state, located.fn, wishOf(input), moment));
  return isError(alias) ? alias : viewOf(located.fn, alias);
};

export const updateAlias: LambdaOperation<Given<UpdateAliasRequest>, AliasConfiguration> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const alias = context.registry.change((state, moment) => update(state, located.fn, wishOf(input), moment));
  return isError(alias) ? alias : viewOf(located.fn, alias);
};

export const getAlias: LambdaOperation<Given<GetAliasRequest>, AliasConfiguration> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const alias = aliasOf(located.fn, input.Name);
  return alias ? viewOf(located.fn, alias) : notFound(`Cannot find alias arn: ${located.fn.arn}:${input.Name}`);
};

export const deleteAlias: LambdaOperation<Given<DeleteAliasRequest>, undefined> = (input, context) => {
  const located = find(context, input);
  return isError(located) ? located : context.registry.change((state) => remove(state, located.fn, input.Name));
};

/** `FunctionVersion` asks for those that lead to a version, also in part. */
export const listAliases: LambdaOperation<Given<ListAliasesRequest>, ListAliasesResponse> = (input, context) => {
  const located = find(context, input);
  if (isError(located)) return located;
  const { FunctionVersion: version } = input;
  const aliases = located.fn.aliases.filter(
    (alias) => version === undefined || alias.version === version || alias.additional?.version === version,
  );
  const page = pageOf(aliases, ({ name }) => name, input);
  return isError(page) ? page : { Aliases: page.items.map((alias) => viewOf(located.fn, alias)), NextMarker: page.next };
};

function wishOf(input: Given<UpdateAliasRequest>): AliasWish {
  return {
    name: input.Name,
    ...(input.FunctionVersion !== undefined && { version: input.FunctionVersion }),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.RoutingConfig && { weights: input.RoutingConfig.AdditionalVersionWeights ?? {} }),
    ...(input.RevisionId !== undefined && { revisionId: input.RevisionId }),
  };
}

/** ALS-02. */
function viewOf(fn: Registered, alias: RegisteredAlias): AliasConfiguration {
  const { additional } = alias;
  return {
    AliasArn: `${fn.arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(additional && { RoutingConfig: { AdditionalVersionWeights: { [additional.version]: additional.weight } } }),
    RevisionId: alias.revisionId,
  };
}
