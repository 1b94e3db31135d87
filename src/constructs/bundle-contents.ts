import * as fs from 'node:fs';
import * as path from 'node:path';
import { archivedFiles, type BundledFile } from './bundle-archive';

/**
 * The files of a folder, sorted, or of a .zip or .jar archive; undefined when there is neither, or the archive is broken.
 *
 * Links count as what they lead to, which is what the CDK puts into the archive.
 */
export function contentsOf(place: string, ignores: (file: string) => boolean = () => false): readonly BundledFile[] | undefined {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return filesBelow(place, ignores);
  return stat?.isFile() && /\.(zip|jar)$/i.test(place) ? archivedFiles(place) : undefined;
}

export function hasEntry(place: string): boolean {
  return fs.existsSync(place);
}

function filesBelow(root: string, ignores: (file: string) => boolean): readonly BundledFile[] {
  const files: BundledFile[] = [];
  walk(root, '', []);
  return files;

  function walk(folder: string, prefix: string, above: readonly string[]): void {
    const real = fs.realpathSync(folder);
    // A link to a folder that it lies in.
    if (above.includes(real)) return;
    for (const name of fs.readdirSync(folder).sort()) {
      const file = path.join(folder, name);
      if (ignores(file)) continue;
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      if (stat?.isDirectory()) walk(file, `${prefix}${name}/`, [...above, real]);
      else if (stat?.isFile()) files.push({ path: `${prefix}${name}`, bytes: stat.size });
    }
  }
}

const measured = new Map<string, number | undefined>();

/** How many bytes the asset of this hash has unpacked; undefined when it does not lie in the folder of assets. */
export function measuredAsset(assets: string, hash: string): number | undefined {
  const folder = path.join(assets, `asset.${hash}`);
  // What has a hash for its name does not change.
  const known = measured.get(folder);
  if (known !== undefined) return known;
  const files = [folder, `${folder}.zip`, `${folder}.jar`].map((place) => contentsOf(place)).find((found) => found !== undefined);
  const bytes = files?.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes !== undefined) measured.set(folder, bytes);
  return bytes;
}
