import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What a package manager has installed, as it goes into a layer. */
export interface Installed {
  /** Absolute. */
  readonly folder: string;
  /** Sorted by path. */
  readonly files: readonly InstalledFile[];
  /** Of the paths and the bytes: 64 hexadecimal digits. */
  readonly hash: string;
  /** What whoever installed it wants to be known. */
  readonly notes: InstallationNotes;
}

export interface InstalledFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly executable: boolean;
}

export interface InstallationNotes {
  /** There is something that only one architecture can run. */
  readonly native: boolean;
  readonly warnings: readonly string[];
}

/** A file to be taken over, and where to. */
export interface TakenFile {
  readonly path: string;
  readonly source: string;
}

export interface Installation {
  /** Of everything that decides what is installed. */
  readonly key: string;
  /** Installs into an empty folder of its own, and tells what of it to take. */
  readonly install: (workFolder: string) => { readonly files: readonly TakenFile[]; readonly notes: InstallationNotes };
}

const RECORD = 'installed.json';
const UNFINISHED = 'unfinished-';
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Installs what has not been installed before into a folder that can be written; an entry appears whole or not at all. */
export function installedOnce(cache: string, { key, install }: Installation): Installed {
  const entry = path.join(cache, key);
  const known = recorded(entry);
  if (known) return known;

  const unfinished = fs.mkdtempSync(path.join(cache, UNFINISHED));
  try {
    removeAbandoned(cache, unfinished);
    const work = path.join(unfinished, 'work');
    fs.mkdirSync(work);
    const { files, notes } = install(work);
    const record = take(files, path.join(unfinished, 'content'), notes);
    fs.rmSync(work, { recursive: true, force: true });
    fs.writeFileSync(path.join(unfinished, RECORD), JSON.stringify(record));
    return publish(unfinished, entry);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/** An entry that is there and whole. */
function recorded(entry: string): Installed | undefined {
  let record: Omit<Installed, 'folder'>;
  try {
    record = JSON.parse(fs.readFileSync(path.join(entry, RECORD), 'utf8'));
  } catch {
    return undefined;
  }
  const folder = path.join(entry, 'content');
  // Someone may have tidied up.
  const isWhole = record.files.every(({ path: name, bytes }) => {
    return fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === bytes;
  });
  return isWhole ? { ...record, folder } : undefined;
}

function take(files: readonly TakenFile[], content: string, notes: InstallationNotes): Omit<Installed, 'folder'> {
  const hash = createHash('sha256');
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const taken = sorted.map(({ path: name, source }): InstalledFile => {
    const bytes = fs.readFileSync(source);
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    const executable = (fs.statSync(source).mode & 0o111) !== 0;
    const target = path.join(content, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, bytes);
    return { path: name, bytes: bytes.length, executable };
  });
  return { files: taken, hash: hash.digest('hex'), notes };
}

/** Another process may have been faster, with the same bytes. */
function publish(unfinished: string, entry: string): Installed {
  for (const isLast of [false, true]) {
    try {
      fs.renameSync(unfinished, entry);
    } catch (error) {
      if (!fs.existsSync(entry)) throw error;
    }
    const installed = recorded(entry);
    if (installed) return installed;
    if (isLast) break;
    fs.rmSync(entry, { recursive: true, force: true });
  }
  throw new Error(`bug: ${entry} is not whole just after it was written`);
}

/** What processes that were killed have left. */
function removeAbandoned(cache: string, newest: string): void {
  const now = fs.statSync(newest).mtimeMs;
  for (const name of fs.readdirSync(cache)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const folder = path.join(cache, name);
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    if (stat && now - stat.mtimeMs > ABANDONED_MS) fs.rmSync(folder, { recursive: true, force: true });
  }
}
