import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** How much a folder may have for it to be put into place faster than a process starts. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 8 * 1024 * 1024;

interface Entry {
  /** Relative to the folder. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link';
}

/** What is in folders, so that it can be put into place in a moment; each is read once in a run. */
export class StagedCode {
  private readonly read = new Map<string, readonly Entry[] | undefined>();

  /** Whether `folder` is small enough. */
  isSmall(folder: string): boolean {
    return this.entriesOf(folder) !== undefined;
  }

  /** Files become further names of the same, where that can be, and copies elsewhere. */
  put(folder: string, into: string): void {
    for (const { path, kind } of this.entriesOf(folder) ?? []) {
      const [from, to] = [join(folder, path), join(into, path)];
      if (kind === 'folder') mkdirSync(to);
      else if (kind === 'link') symlinkSync(readlinkSync(from), to);
      else linkOrCopy(from, to);
    }
  }

  private entriesOf(folder: string): readonly Entry[] | undefined {
    if (!this.read.has(folder)) this.read.set(folder, small(folder));
    return this.read.get(folder);
  }
}

function small(folder: string): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let bytes = 0;
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) bytes += statSync(join(folder, path)).size;
      entries.push({ path, kind: entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file' });
      if (entries.length > MOST_ENTRIES || bytes > MOST_BYTES) return undefined;
    }
  }
  return entries;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
