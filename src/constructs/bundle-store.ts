import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BundleFile } from './bundle';
import type { BundleRequest, NodeBundle } from './bundle-request';
import { tidyStore } from './bundle-store-tidy';
import type { Sight, Witness } from './bundle-witness';

/** Changes when what is written here changes its meaning. */
const FORMAT = 1;
const RECORDS = 'records';
const TABLES = 'tables';
const CONTENT = 'content';
const DAY_MS = 24 * 60 * 60 * 1000;

/** A bundle as it lies in the store. */
interface StoredBundle extends Omit<NodeBundle, 'files' | 'warnings'> {
  readonly files: readonly StoredFile[];
  /** The table with what decided about it, and where in it. */
  readonly table: string;
  readonly witnesses: readonly number[];
}

interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
}

export interface Remembered {
  readonly key: string;
  readonly bundle: NodeBundle;
  readonly witnesses: readonly Witness[];
}

/**
 * Bundles that were made before, on disk. Whatever appears in it appears whole, by renaming; any number of processes may use it,
 * and what is damaged or gone counts as never made.
 */
export class BundleStore {
  private readonly tables = new Map<string, readonly Witness[] | undefined>();

  constructor(private readonly folder: string) {}

  /** A bundle about which nothing has changed, and what was looked at to know. */
  find(key: string, sight: Sight): Remembered | undefined {
    const file = path.join(this.folder, RECORDS, key);
    const record = readJson<StoredBundle>(file);
    const table = record && this.table(record.table);
    if (!record || !table) return undefined;
    const witnesses: Witness[] = [];
    for (const index of record.witnesses) {
      const witness = table[index];
      if (!witness || !sight.confirms(witness)) return undefined;
      witnesses.push(witness);
    }
    const folder = path.join(this.folder, CONTENT, record.hash);
    if (!record.files.every((each) => isUnchanged(folder, each))) return undefined;
    const files = record.files.map((each) => storedFile(folder, each.path));
    const { exports, notes, contents, esbuild, hash } = record;
    return { key, witnesses, bundle: { hash, files, exports, notes, contents, esbuild, warnings: [] } };
  }

  /** Remembers what was made in one go and taken over. That it cannot be kept does no harm. */
  keep(made: readonly Remembered[], day: number): void {
    if (made.length === 0) return;
    try {
      const indices = new Map<Witness, number>();
      for (const { witnesses } of made) {
        for (const witness of witnesses) if (!indices.has(witness)) indices.set(witness, indices.size);
      }
      const text = JSON.stringify([...indices.keys()]);
      const table = createHash('sha256').update(text).digest('hex');
      this.write(path.join(TABLES, table), text);
      for (const { key, bundle, witnesses } of made) {
        const { files, warnings: _, ...rest } = bundle;
        const record: StoredBundle = {
          ...rest,
          files: files.map((file) => stampedFile(path.join(this.folder, CONTENT, bundle.hash), file.path)),
          table,
          witnesses: witnesses.map((witness) => indices.get(witness) as number),
        };
        this.write(path.join(RECORDS, key), JSON.stringify(record));
      }
      tidyStore(this.folder, day);
    } catch {
      // A full disk, or a folder that someone removes just now: then it is bundled again next time.
    }
  }

  /** An empty folder for something that is being made; whoever asked for it removes it. */
  workFolder(): string {
    return fs.mkdtempSync(path.join(this.folder, '.work-'));
  }

  /** Looks at the times of files by what this one has: the clock of the file system. */
  now(): number {
    const file = path.join(this.folder, `.now-${process.pid}`);
    try {
      fs.mkdirSync(this.folder, { recursive: true });
      fs.writeFileSync(file, '');
      return fs.statSync(file).mtimeMs;
    } catch {
      // Nothing can be kept, so that nothing must be certain.
      return 0;
    } finally {
      fs.rmSync(file, { force: true });
    }
  }

  /** Tells that a bundle is still of use, once a day. */
  touch(keys: readonly string[], day: number): void {
    for (const key of keys) wasUsed(path.join(this.folder, RECORDS, key), day);
  }

  private table(id: string): readonly Witness[] | undefined {
    if (this.tables.has(id)) return this.tables.get(id);
    const table = readJson<readonly Witness[]>(path.join(this.folder, TABLES, id));
    this.tables.set(id, table);
    return table;
  }

  /** Takes over the files of a bundle, which lie on the same disk; the same bytes lie there once, whichever bundles have them. */
  take(bundle: NodeBundle, day: number): NodeBundle {
    const folder = path.join(this.folder, CONTENT, bundle.hash);
    const wasThere = fs.existsSync(folder);
    const isThere = bundle.files.every((file) => {
      const stat = fs.statSync(path.join(folder, file.path), { throwIfNoEntry: false });
      return stat !== undefined && file.contents.equals(fs.readFileSync(path.join(folder, file.path)));
    });
    if (!isThere) {
      // What someone has changed there is not what it is called by; what has appeared just now is of another process, and the same.
      if (wasThere) fs.rmSync(folder, { recursive: true, force: true });
      this.appear(folder, (unfinished) => {
        for (const file of bundle.files) {
          const target = path.join(unfinished, file.path);
          fs.mkdirSync(path.dirname(target), { recursive: true });
          if (file.source === undefined) fs.writeFileSync(target, file.contents);
          else fs.renameSync(file.source, target);
        }
      });
    }
    // What lies there may be old and of no record, and is still to be read: nobody is to tidy it up until then.
    wasUsed(folder, day);
    return { ...bundle, files: bundle.files.map((file) => storedFile(folder, file.path)) };
  }

  private write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    if (readText(file) === text) return;
    this.appear(file, (unfinished) => fs.writeFileSync(unfinished, text));
  }

  private appear(target: string, make: (unfinished: string) => void): void {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const unfinished = `${target}.${process.pid}.unfinished`;
    try {
      make(unfinished);
      fs.renameSync(unfinished, target);
    } catch (error) {
      fs.rmSync(unfinished, { recursive: true, force: true });
      // Another process was faster, with the same bytes.
      if (!fs.existsSync(target)) throw error;
    }
  }
}

/** Of everything about a request that does not lie in files. */
export function storeKey(request: BundleRequest, esbuild: string): string {
  const { entry, root, options, metafile } = request;
  const all = [FORMAT, esbuild, entry, root, options, metafile];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

function wasUsed(file: string, day: number): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat || day - stat.mtimeMs < DAY_MS) return;
  try {
    fs.utimesSync(file, day / 1000, day / 1000);
  } catch {
    // It belongs to someone else, or is just being removed.
  }
}

function storedFile(folder: string, name: string): BundleFile {
  const source = path.join(folder, name);
  return {
    path: name,
    source,
    get contents() {
      return fs.readFileSync(source);
    },
  };
}

function stampedFile(folder: string, name: string): StoredFile {
  const stat = fs.statSync(path.join(folder, name));
  return { path: name, bytes: stat.size, changed: stat.mtimeMs };
}

function isUnchanged(folder: string, { path: name, bytes, changed }: StoredFile): boolean {
  const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
  return stat?.size === bytes && stat.mtimeMs === changed;
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
