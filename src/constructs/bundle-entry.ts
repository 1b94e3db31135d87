import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConstructError, type Place } from './construct-error';

/** The absolute path of a source file that is there; `given` is a path or a `file:` URL. */
export function bundleEntry(place: Place, given: string): string {
  if (!given) throw new ConstructError(place, 'ENTRY_MISSING', 'entry must be given.');
  const entry = given.startsWith('file:') ? fileURLToPath(given) : path.resolve(given);
  if (!fs.statSync(entry, { throwIfNoEntry: false })?.isFile()) {
    throw new ConstructError(place, 'ENTRY_MISSING', `entry '${given}' is no file (looked for ${entry}).`);
  }
  if (!/\.[mc]?[jt]s$|\.[jt]sx$/.test(entry)) {
    throw new ConstructError(place, 'ENTRY_UNKNOWN_KIND', `entry '${given}' is neither TypeScript nor JavaScript.`);
  }
  return entry;
}
