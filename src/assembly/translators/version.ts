import type { Version } from '../../model/function';
import { defined } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation, targetOf, translated } from './draft';

/** A version has the function's configuration, as nothing is deployed between them; only its description may be its own (VER-03). */
export function translateVersion(resource: Resource, context: Translation): void {
  const target = targetOf(resource, 'FunctionName', context);
  const number = target && translated(resource, context, () => resource.ordinal());
  if (target === undefined || number === undefined) return;

  const { configuration, versions } = target.draft;
  const description = optional(resource, context, 'Description', () => resource.text('Description'));
  const version: Version = {
    address: resource.address,
    number,
    configuration: description === undefined ? configuration : { ...configuration, description },
    provisionedConcurrency: provisionedConcurrency(resource, context),
  };
  versions.push(defined(version));
}

/** How many environments a version or an alias keeps ready. */
export function provisionedConcurrency(resource: Resource, context: Translation): number | undefined {
  return optional(resource, context, 'ProvisionedConcurrencyConfig', () =>
    resource.number('ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions'),
  );
}
