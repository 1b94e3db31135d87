import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file or folder of the package's assets; found upwards, because bundles stand deeper than sources. */
export function assetPath(name: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const path = join(folder, 'assets', name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`bug: the package has no assets/${name}`);
  }
}

/** The text of one of them. */
export function assetText(name: string): string {
  return readFileSync(assetPath(name), 'utf8');
}
