import type { Alias } from '../../model/function';
import { defined, isList, type Json, member, numberFrom, shown, textFrom } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { type Draft, optional, type Translation, targetOf, translated } from './draft';
import { provisionedConcurrency } from './version';

export function translateAlias(resource: Resource, context: Translation): void {
  const target = targetOf(resource, 'FunctionName', context);
  if (target === undefined) return;
  const { draft } = target;
  const essentials = translated(resource, context, () => {
    const version = resource.required('FunctionVersion');
    if (version !== '$LATEST') mustBePublished(version, draft);
    return { name: resource.named('Name', 128), version };
  });
  if (essentials === undefined) return;

  const alias: Alias = {
    address: resource.address,
    ...essentials,
    description: optional(resource, context, 'Description', () => resource.text('Description')),
    additional: optional(resource, context, 'RoutingConfig', () => additionalVersion(resource, essentials.version, draft)),
    provisionedConcurrency: provisionedConcurrency(resource, context),
  };
  draft.aliases.push(defined(alias));
}

/** The one version beside the main one that Lambda allows (ALS-04). */
function additionalVersion(resource: Resource, mainVersion: string, draft: Draft): Alias['additional'] {
  const weights: Json = resource.value('RoutingConfig', 'AdditionalVersionWeights') ?? [];
  if (!isList(weights) || weights.length > 1) throw refused(`${shown(weights)} is more than one additional version`);
  const [only] = weights;
  if (only === undefined) return undefined;

  const version = textFrom(member(only, 'FunctionVersion'));
  const weight = numberFrom(member(only, 'FunctionWeight') ?? Number.NaN);
  if (!(weight >= 0 && weight <= 1)) throw refused(`the weight ${shown(member(only, 'FunctionWeight'))} is not from 0 to 1`);
  if (version === '$LATEST' || mainVersion === '$LATEST') throw refused('$LATEST cannot share invocations with a version');
  if (version === mainVersion) throw refused(`version ${version} is the main version already`);
  mustBePublished(version, draft);
  return { version, weight };
}

function mustBePublished(version: string, { versions, resource }: Draft): void {
  if (versions.some(({ number }) => number === version)) return;
  throw new Unresolved('VERSION_UNKNOWN', `the app publishes no version ${version} of ${resource.address.path}`);
}

function refused(why: string): Unresolved {
  return new Unresolved('ALIAS_WEIGHTS_INVALID', why);
}
