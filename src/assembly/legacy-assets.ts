import { extname, resolve } from 'node:path';
import type { AssetShelf } from './asset-shelf';
import { isList, type Json, type JsonObject, member, textMember } from './json';

/**
 * Assets of the legacy synthesizer stand in the stack's metadata, and the template takes their places in S3 from parameters
 * that the CDK fills in at deployment. Puts them on the shelf and gives the parameters.
 */
export function takeLegacyAssets(metadata: JsonObject, directory: string, shelf: AssetShelf): JsonObject {
  const parameters: Record<string, Json> = {};
  for (const asset of assetsIn(metadata)) {
    const path = textMember(asset, 'path');
    const hash = textMember(asset, 'sourceHash');
    if (path === undefined || hash === undefined) continue;
    const extension = textMember(asset, 'packaging') === 'zip' ? '.zip' : extname(path);
    shelf.put(`assets/${hash}${extension}`, { path: resolve(directory, path), directory, manifest: 'manifest.json' });

    const set = (role: string, value: string) => {
      const name = textMember(asset, role);
      if (name !== undefined) parameters[name] = value;
    };
    set('s3BucketParameter', 'legacy-assets');
    set('s3KeyParameter', `assets/||${hash}${extension}`);
    set('artifactHashParameter', hash);
  }
  return parameters;
}

function assetsIn(metadata: JsonObject): readonly Json[] {
  const entries = Object.values(metadata).flatMap((list) => (isList(list) ? list : []));
  return entries.filter((entry) => textMember(entry, 'type') === 'aws:cdk:asset').map((entry) => member(entry, 'data') ?? null);
}
