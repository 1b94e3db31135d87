import * as fs from 'node:fs';
import * as path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { contentsOf, measuredAsset } from './bundle-contents';

const zipped = new Map<string, number>();

/**
 * How many bytes the archive of an asset has, which lies in the folder of assets as a folder or as an archive.
 *
 * Of a folder that is no larger than `enough` as it is, nothing is packed. Undefined when it does not lie there.
 */
export function zippedAsset(assets: string, hash: string, enough: number): number | undefined {
  const folder = path.join(assets, `asset.${hash}`);
  const archive = [`${folder}.zip`, `${folder}.jar`].find((file) => fs.existsSync(file));
  if (archive !== undefined) return fs.statSync(archive).size;

  const bytes = measuredAsset(assets, hash);
  if (bytes === undefined || bytes <= enough) return bytes;
  // What has a hash for its name does not change.
  const known = zipped.get(folder) ?? packed(folder);
  zipped.set(folder, known);
  return known;
}

/** Without what an archive says of its files, so that none is called larger than it is. */
function packed(folder: string): number {
  return (contentsOf(folder) ?? []).reduce(
    (sum, file) => sum + deflateRawSync(fs.readFileSync(path.join(folder, file.path))).length,
    0,
  );
}
