import type { Secret } from '../../model/secret';
import { defined } from '../json';
import type { Resource } from '../resource';
import { secretName } from '../resource-values/identity';
import { optional, type Translation, translated } from './draft';
import { tagsOf } from './tags';

/** A secret that the app makes, with its value; undefined, with a report, when its name cannot be had. */
export function translateSecret(resource: Resource, context: Translation): Secret | undefined {
  const essentials = translated(resource, context, () => ({
    name: secretName(resource),
    arn: String(resource.home.ref(resource.logicalId)),
  }));
  if (essentials === undefined) return undefined;
  const text = (property: string) => optional(resource, context, property, () => resource.text(property));
  const valueIn = resource.has('SecretString') ? 'SecretString' : 'GenerateSecretString';
  const { address, account, region } = resource;
  return defined({
    ...{ address, account, region },
    ...essentials,
    value: optional(resource, context, valueIn, () => context.app.secretValue(resource)),
    description: text('Description'),
    kmsKeyId: text('KmsKeyId'),
    tags: tagsOf(resource, context),
  });
}
