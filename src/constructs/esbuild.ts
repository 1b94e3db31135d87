import { createRequire } from 'node:module';
import * as path from 'node:path';
import { ConstructError, type Place } from './construct-error';

export type Esbuild = typeof import('esbuild');

const OLDEST = '0.25.0';

/** Loads the first esbuild that is new enough, seen from the `folders` in their order. */
export function loadEsbuild(place: Place, folders: readonly string[]): Esbuild {
  const tooOld: string[] = [];
  for (const folder of folders) {
    const require = createRequire(path.join(folder, 'any.js'));
    let file: string;
    try {
      file = require.resolve('esbuild');
    } catch {
      continue;
    }
    const esbuild = require(file) as Esbuild;
    if (isNewEnough(esbuild.version)) return esbuild;
    tooOld.push(`${esbuild.version} (${file})`);
  }
  const found = tooOld.length === 0 ? `there is none at ${folders.join(' or ')}` : `there is only ${tooOld.join(' and ')}`;
  throw new ConstructError(place, 'ESBUILD_MISSING', `bundling needs esbuild ${OLDEST} or newer, but ${found}.`);
}

function isNewEnough(version: string): boolean {
  return version.localeCompare(OLDEST, 'en', { numeric: true }) >= 0;
}
