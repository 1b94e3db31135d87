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
  /** Somebody else has chosen a version, who may choose another one tomorrow. */
  readonly isOpen?: boolean;
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
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long open versions stay. */
const OPEN_MS = DAY_MS;
const UNUSED_MS = 30 * DAY_MS;
/** A key, and the moment for one with open versions. Whatever else lies there is not ours. */
const ENTRY = /^[0-9a-f]{64}(?:-(\d+))?$/;

/**
 * Installs what has not been installed before into a folder that can be written; an entry appears whole or not at all.
 *
 * What has open versions is installed anew after 24 hours, beside the entry that other processes may still read. Entries that
 * nobody has used for 30 days go when another one comes.
 */
export function installedOnce(cache: string, { key, install }: Installation): Installed {
  const known = newest(cache, key);
  if (known) return known;

  const unfinished = fs.mkdtempSync(path.join(cache, UNFINISHED));
  try {
    const now = fs.statSync(unfinished).mtimeMs;
    removeOld(cache, now);
    const work = path.join(unfinished, 'work');
    fs.mkdirSync(work);
    const { files, notes } = install(work);
    const record = take(files, path.join(unfinished, 'content'), notes);
    fs.rmSync(work, { recursive: true, force: true });
    fs.writeFileSync(path.join(unfinished, RECORD), JSON.stringify(record));
    return publish(unfinished, path.join(cache, notes.isOpen ? `${key}-${Math.floor(now)}` : key));
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/** The moment, of whoever keeps the files; only they tell how old an entry is. */
function momentIn(cache: string): number {
  const probe = fs.mkdtempSync(path.join(cache, UNFINISHED));
  try {
    return fs.statSync(probe).mtimeMs;
  } finally {
    fs.rmdirSync(probe);
  }
}

function newest(cache: string, key: string): Installed | undefined {
  const now = momentIn(cache);
  const exact = recorded(path.join(cache, key), now);
  if (exact) return exact;
  const moments = fs.readdirSync(cache).flatMap((name) => (name.startsWith(`${key}-`) ? Number(ENTRY.exec(name)?.[1] ?? 0) : []));
  const [latest] = moments.sort((a, b) => b - a);
  return latest === undefined || now - latest > OPEN_MS ? undefined : recorded(path.join(cache, `${key}-${latest}`), now);
}

/** An entry that is there and whole. */
function recorded(entry: string, now?: number): Installed | undefined {
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
  if (!isWhole) return undefined;
  if (now !== undefined) touch(entry, now);
  return { ...record, folder };
}

/** Tells that it is of use. Once a day is enough, and another user's entry can do without. */
function touch(entry: string, now: number): void {
  try {
    if (now - fs.statSync(entry).mtimeMs > DAY_MS) fs.utimesSync(entry, now / 1000, now / 1000);
  } catch {
    return;
  }
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

/** What processes that were killed have left, and what nobody uses. */
function removeOld(cache: string, now: number): void {
  for (const name of fs.readdirSync(cache)) {
    const oldest = name.startsWith(UNFINISHED) ? DAY_MS : ENTRY.test(name) ? UNUSED_MS : Number.POSITIVE_INFINITY;
    const folder = path.join(cache, name);
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    if (stat && now - stat.mtimeMs > oldest) remove(folder);
  }
}

/** At once for those who look for it, and in peace when somebody else removes it, too, or it is another user's. */
function remove(folder: string): void {
  const gone = path.join(path.dirname(folder), `${UNFINISHED}${path.basename(folder).replace(UNFINISHED, '')}`);
  try {
    if (gone !== folder) fs.renameSync(folder, gone);
    fs.rmSync(gone, { recursive: true, force: true });
  } catch {
    return;
  }
}
