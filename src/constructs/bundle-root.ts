import * as fs from 'node:fs';
import * as path from 'node:path';

/** Of npm, Yarn, pnpm and Bun. */
const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/** The folder that the sources of an entry are named after, and the lockfile that says what their packages are. */
export interface BundleRoot {
  /** Absolute. */
  readonly folder: string;
  /** Absolute. */
  readonly lockFile?: string;
}

/**
 * The nearest folder above the entry with a lockfile, which in a monorepo all entries share; without one the nearest with a
 * package.json; without that the entry's own. None of them depends on where the project lies.
 */
export function bundleRoot(entry: string, known: Map<string, BundleRoot> = new Map()): BundleRoot {
  const own = path.dirname(entry);
  const before = known.get(own);
  if (before) return before;
  const found = rootOf(own);
  known.set(own, found);
  return found;
}

function rootOf(own: string): BundleRoot {
  let project: string | undefined;
  for (const folder of foldersFrom(own)) {
    const lockFile = LOCK_FILES.map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
    if (lockFile !== undefined) return { folder, lockFile };
    if (project === undefined && fs.existsSync(path.join(folder, 'package.json'))) project = folder;
  }
  return { folder: project ?? own };
}

/** The folder and all above it, the nearest first. */
export function* foldersFrom(folder: string): Iterable<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    yield at;
    if (path.dirname(at) === at) return;
  }
}
