import { resolve } from 'node:path';
import type { Code } from '../../model/code';
import { AssemblyError } from '../assembly-error';
import type { AssetShelf } from '../asset-shelf';
import { kindOf } from '../files';
import type { Resource } from '../resource';
import { attempt } from '../unresolved';

/** The code of a function (`Code`) or of a layer (`Content`). Throws `Unresolved` when it cannot be told. */
export function codeOf(resource: Resource, property: 'Code' | 'Content', assets: AssetShelf): Code {
  const source = resource.text(property, 'ZipFile');
  if (source !== undefined) return { kind: 'inline', source };
  const uri = resource.text(property, 'ImageUri');
  if (uri !== undefined) return imageAt(uri, resource, assets);

  const key = attempt(() => resource.required(property, 'S3Key'));
  const asset = key.problem === undefined ? assets.find(key.value, resource.home.directory) : undefined;
  if (asset?.path !== undefined) return codeAt(asset.path, resource, asset.manifest, assets);
  if (asset !== undefined)
    return { kind: 'absent', why: 'A command makes the code at deployment, so it is not in the assembly.' };

  const noted = resource.metadata('aws:asset:path');
  if (noted !== undefined) return codeAt(resolve(resource.home.directory, noted), resource, 'the template', assets);
  if (key.problem !== undefined) throw key.problem;
  const bucket = resource.text(property, 'S3Bucket') ?? 'an unnamed bucket';
  const why = `The code is ${key.value} in the bucket ${bucket}, not an asset of the app; make it one to run it here.`;
  return { kind: 'absent', why };
}

/** An image that the app makes, or one in a registry. */
function imageAt(uri: string, { home, address }: Resource, { images, mayLackCode }: AssetShelf): Code {
  const asset = images.find(uri, home.directory);
  if (asset === undefined) return { kind: 'image', uri };
  const { source } = asset;
  if (source.kind === 'command' || kindOf(source.path) === 'directory') return { kind: 'image', uri, source };
  const why = `${source.path} is not a folder, but ${asset.manifest} names it as the image of ${address.path}.`;
  if (mayLackCode) return { kind: 'absent', why };
  throw new AssemblyError('ASSET_MISSING', why);
}

/** The file or folder, which the assembly must have to be run. */
function codeAt(path: string, { address }: Resource, namedBy: string, { mayLackCode }: AssetShelf): Code {
  const kind = kindOf(path);
  if (kind !== undefined) return { kind: kind === 'directory' ? 'directory' : 'archive', path };
  const why = `${path} is not there, but ${namedBy} names it as the code of ${address.path}.`;
  if (mayLackCode) return { kind: 'absent', why };
  throw new AssemblyError('ASSET_MISSING', why);
}
