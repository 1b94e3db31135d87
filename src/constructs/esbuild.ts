import { createRequire } from 'node:module';
import * as path from 'node:path';
import { ConstructError, type Place } from './construct-error';

export type Esbuild = typeof import('esbuild');

export interface FoundEsbuild {
  readonly version: string;
  /** Where it lies. */
  readonly file: string;
  /** Loads it, which is of no use where nothing is to be built. */
  readonly module: Esbuild;
}

const OLDEST = '0.25.0';
/** Names its version, without loading it. */
const ABOUT = 'esbuild/package.json';

const found = new Map<string, FoundEsbuild>();

/** The first esbuild that is new enough, seen from the `folders` in their order. */
export function findEsbuild(place: Place, folders: readonly string[]): FoundEsbuild {
  const key = folders.join('\0');
  const known = found.get(key) ?? seek(place, folders);
  found.set(key, known);
  return known;
}

function seek(place: Place, folders: readonly string[]): FoundEsbuild {
  const tooOld: string[] = [];
  for (const folder of folders) {
    const require = createRequire(path.join(folder, 'any.js'));
    let file: string;
    try {
      file = require.resolve('esbuild');
    } catch {
      continue;
    }
    const { version } = require(ABOUT) as { readonly version: string };
    if (isNewEnough(version)) {
      return {
        version,
        file,
        get module() {
          return require(file) as Esbuild;
        },
      };
    }
    tooOld.push(`${version} (${file})`);
  }
  const what = tooOld.length === 0 ? `there is none at ${folders.join(' or ')}` : `there is only ${tooOld.join(' and ')}`;
  throw new ConstructError(place, 'ESBUILD_MISSING', `bundling needs esbuild ${OLDEST} or newer, but ${what}.`);
}

function isNewEnough(version: string): boolean {
  return version.localeCompare(OLDEST, 'en', { numeric: true }) >= 0;
}
