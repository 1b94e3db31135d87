import type { Code } from '../../model/code';
import type { LayerVersion } from '../../model/layer';
import { AssemblyError } from '../assembly-error';
import { defined } from '../json';
import type { Resource } from '../resource';
import { codeOf } from './code';
import { optional, type Translation, translated } from './draft';

/** A layer version that the app makes; undefined, with a report, when its name or files cannot be had. */
export function translateLayerVersion(resource: Resource, context: Translation): LayerVersion | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.named('LayerName', 140),
    arn: String(resource.home.ref(resource.logicalId)),
    version: Number(resource.ordinal()),
    code: filesOf(resource, context),
  }));
  if (essentials === undefined) return undefined;
  return defined({
    address: resource.address,
    ...essentials,
    region: resource.region,
    description: optional(resource, context, 'Description', () => resource.text('Description')),
    license: optional(resource, context, 'LicenseInfo', () => resource.text('LicenseInfo')),
    runtimes: optional(resource, context, 'CompatibleRuntimes', () => resource.texts('CompatibleRuntimes')),
    architectures: optional(resource, context, 'CompatibleArchitectures', () => resource.texts('CompatibleArchitectures')),
  });
}

/** Files that are not there stop the run only where a function needs them. */
function filesOf(resource: Resource, { app }: Translation): Code {
  try {
    return codeOf(resource, 'Content', app.assets);
  } catch (error) {
    if (error instanceof AssemblyError) return { kind: 'absent', why: error.message };
    throw error;
  }
}
