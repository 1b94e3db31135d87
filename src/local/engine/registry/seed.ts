import type { Application } from '../../../model/application';
import type { LambdaFunction } from '../../../model/function';
import { ACCOUNT_CONCURRENCY } from '../../../spec/concurrency';
import { declaredMapping } from './mappings';
import type { Moment, Registered, RegistryState } from './state';

/** What is registered when an app begins to run: everything as its assembly declares it. */
export function seed(
  { functions, mappings = [] }: Pick<Application, 'functions' | 'mappings'>,
  moment: Moment,
  accountConcurrency = ACCOUNT_CONCURRENCY,
): RegistryState {
  return {
    accountConcurrency,
    functions: functions.map((fn) => registered(fn, moment)),
    mappings: mappings.map((mapping) => declaredMapping(mapping, moment)),
    published: Object.fromEntries(functions.map((fn) => [fn.arn, Number(fn.versions.at(-1)?.number ?? 0)])),
  };
}

function registered(fn: LambdaFunction, { now, newId }: Moment): Registered {
  const dated = { lastModified: now };
  const provisioned = (owner: { readonly provisionedConcurrency?: number }) =>
    owner.provisionedConcurrency === undefined ? {} : { provisioned: dated };
  const deadLetter = fn.deadLetterArn === undefined ? {} : { deadLetterArn: fn.deadLetterArn };
  return {
    recursiveLoop: 'Terminate',
    ...fn,
    ...dated,
    revisionId: newId(),
    condition: { is: 'active' },
    versions: fn.versions.map((version) => ({
      ...version,
      ...dated,
      ...deadLetter,
      ...provisioned(version),
      revisionId: newId(),
      from: fn.configuration,
    })),
    aliases: fn.aliases.map((alias) => ({ description: '', ...alias, ...provisioned(alias), revisionId: newId() })),
    urls: fn.urls.map((url) => ({ ...url, ...dated, created: now })),
    permissions: fn.permissions.map((permission) => ({
      ...permission,
      sid: `${permission.address.stack}-${permission.address.logicalId}`.replace(/[^\w-]/g, '-').slice(0, 100),
    })),
    asyncConfigurations: fn.asyncConfigurations.map((configuration) => ({ ...configuration, ...dated })),
    tags: fn.tags ?? {},
  };
}
