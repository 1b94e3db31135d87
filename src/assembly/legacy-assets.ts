import { extname, resolve } from 'node:path';
import type { AssetShelf } from './asset-shelf';
import { legacyImageSourceIn } from './image-source';
import { isList, isObject, type Json, type JsonObject, member, textMember } from './json';
import type { Template } from './template';

/** Where the CDK publishes images unless an asset names a place of its own. */
const IMAGE_REPOSITORY = 'aws-cdk/assets';

/** Whether the metadata, which are long, must be read for them. */
export function hasLegacyAssets({ parameters, resources }: Template): boolean {
  if (Object.keys(parameters).some((name) => name.startsWith('AssetParameters'))) return true;
  const images = Object.values(resources).map((resource) => member(member(member(resource, 'Properties'), 'Code'), 'ImageUri'));
  return images.some((uri) => isObject(uri) && JSON.stringify(uri).includes(`/${IMAGE_REPOSITORY}:`));
}

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
    if (textMember(asset, 'packaging') === 'container-image') {
      takeImage(asset, hash, directory, shelf);
      continue;
    }
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

function takeImage(asset: Json, hash: string, directory: string, shelf: AssetShelf): void {
  const source = legacyImageSourceIn(asset, hash, directory);
  const repository = textMember(asset, 'repositoryName') ?? IMAGE_REPOSITORY;
  const tag = textMember(asset, 'imageTag') ?? hash;
  if (source) shelf.images.put(repository, tag, { source, directory, manifest: 'manifest.json' });
}

function assetsIn(metadata: JsonObject): readonly Json[] {
  const entries = Object.values(metadata).flatMap((list) => (isList(list) ? list : []));
  return entries.filter((entry) => textMember(entry, 'type') === 'aws:cdk:asset').map((entry) => member(entry, 'data') ?? null);
}
