import type { Secret } from '../../model/secret';
import { defined } from '../json';
import type { Resource } from '../resource';
import { secretName } from '../resource-values/identity';
import { attempt } from '../unresolved';
import { optional, type Translation, translated } from './draft';
import { tagsOf } from './tags';

/** The secrets that the app makes, with what hangs on them. */
export function secretsOf(of: (type: string) => readonly Resource[], context: Translation): readonly Secret[] {
  const { app, report } = context;
  for (const attachment of of('AWS::SecretsManager::SecretTargetAttachment')) {
    if (attempt(() => app.secrets.attachedTo(attachment)).value !== undefined) continue;
    const why = 'TargetId: only databases and clusters of RDS that are in the app add their address to a secret.';
    report.find('PROPERTY_NOT_EMULATED', attachment.address.path, why);
  }
  return of('AWS::SecretsManager::Secret').flatMap((resource) => {
    if (resource.has('ReplicaRegions')) {
      report.find('PROPERTY_NOT_EMULATED', resource.address.path, 'ReplicaRegions: secrets have no replicas here.');
    }
    return translateSecret(resource, context) ?? [];
  });
}

/** With its value; undefined, with a report, when its name cannot be had. */
function translateSecret(resource: Resource, context: Translation): Secret | undefined {
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
    value: optional(resource, context, valueIn, () => context.app.secrets.valueOf(resource)),
    description: text('Description'),
    kmsKeyId: text('KmsKeyId'),
    tags: tagsOf(resource, context),
  });
}
