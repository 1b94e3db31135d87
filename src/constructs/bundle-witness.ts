import { createHash } from 'node:crypto';
import * as fs from 'node:fs';

/** Something that decided about a bundle: when nothing of it has changed, the bundle is the same. */
export type Witness = FileWitness | FolderWitness | LinkWitness | AbsentWitness;

/** A file with its bytes. */
interface FileWitness {
  readonly kind: 'file';
  readonly path: string;
  /** While this is the same, the file need not be read. */
  readonly stamp: Stamp;
  readonly hash: string;
}

/** A folder with the names of sources in it: another one may be found first. */
interface FolderWitness {
  readonly kind: 'folder';
  readonly path: string;
  readonly stamp?: Stamp;
  readonly hash: string;
}

/** Where a package is found, and what it really is. */
interface LinkWitness {
  readonly kind: 'link';
  readonly path: string;
  readonly real: string;
}

/** Where something might be, and is not. */
interface AbsentWitness {
  readonly kind: 'absent';
  readonly path: string;
}

/** Size, times of change of the content and of the rest, and the file's number. */
type Stamp = readonly [size: number, changed: number, touched: number, number: number];

/** How coarse the times of a file system may be, in milliseconds. */
const GRAIN_MS = 20;

/** What was seen in one go: each place is looked at once, however many bundles ask. */
export class Sight {
  private readonly stats = new Map<string, fs.Stats | undefined>();
  private readonly hashes = new Map<string, string | undefined>();
  private readonly reals = new Map<string, string | undefined>();
  private readonly reread = new Set<Witness>();

  /** Whether it is as it was. */
  confirms(witness: Witness): boolean {
    if (witness.kind === 'absent') return this.stat(witness.path) === undefined;
    if (witness.kind === 'link') return this.real(witness.path) === witness.real;
    const stat = this.stat(witness.path);
    if (!stat) return false;
    if (witness.stamp !== undefined && isSame(stampOf(stat), witness.stamp)) return true;
    if (this.hash(witness) !== witness.hash) return false;
    this.reread.add(witness);
    return true;
  }

  /** With today's stamp where another one made it necessary to read a file that has not changed. */
  renewed(witnesses: readonly Witness[], since: number): readonly Witness[] {
    return witnesses.map((witness) => {
      if (!this.reread.has(witness)) return witness;
      return (witness.kind === 'file' ? this.file(witness.path, since) : this.folder(witness.path, since)) ?? witness;
    });
  }

  /** Whether one of them had to be read. */
  hasRead(witnesses: readonly Witness[]): boolean {
    return this.reread.size > 0 && witnesses.some((witness) => this.reread.has(witness));
  }

  /** Of a file that was read not before `since`; undefined when it may have changed meanwhile, or cannot be read. */
  file(file: string, since: number): FileWitness | undefined {
    const stat = this.stat(file);
    // A file that is written again within the grain of its time looks as before.
    if (!stat?.isFile() || stat.mtimeMs >= since - GRAIN_MS) return undefined;
    const hash = this.hash({ kind: 'file', path: file });
    return hash === undefined ? undefined : { kind: 'file', path: file, stamp: stampOf(stat), hash };
  }

  folder(folder: string, since: number): FolderWitness | undefined {
    const stat = this.stat(folder);
    const hash = this.hash({ kind: 'folder', path: folder });
    if (!stat?.isDirectory() || hash === undefined || stat.mtimeMs >= since) return undefined;
    const isCertain = stat.mtimeMs < since - GRAIN_MS;
    return { kind: 'folder', path: folder, ...(isCertain && { stamp: stampOf(stat) }), hash };
  }

  /** Whatever is there, or that nothing is. */
  link(place: string): LinkWitness | AbsentWitness {
    const real = this.real(place);
    return real === undefined ? { kind: 'absent', path: place } : { kind: 'link', path: place, real };
  }

  stat(place: string): fs.Stats | undefined {
    if (this.stats.has(place)) return this.stats.get(place);
    const stat = fs.statSync(place, { throwIfNoEntry: false });
    this.stats.set(place, stat);
    return stat;
  }

  private hash({ kind, path: place }: Pick<FileWitness | FolderWitness, 'kind' | 'path'>): string | undefined {
    const key = `${kind} ${place}`;
    if (this.hashes.has(key)) return this.hashes.get(key);
    let hash: string | undefined;
    try {
      const content = kind === 'file' ? fs.readFileSync(place) : fs.readdirSync(place).filter(isSource).sort().join('\0');
      hash = createHash('sha256').update(content).digest('hex');
    } catch {
      // It is gone, or something else by now.
    }
    this.hashes.set(key, hash);
    return hash;
  }

  private real(place: string): string | undefined {
    if (this.reals.has(place)) return this.reals.get(place);
    let real: string | undefined;
    try {
      real = fs.realpathSync.native(place);
    } catch {
      // There is nothing.
    }
    this.reals.set(place, real);
    return real;
  }
}

function isSource(name: string): boolean {
  return /\.([cm]?[jt]s|[jt]sx|json|css)$/.test(name);
}

function stampOf(stat: fs.Stats): Stamp {
  return [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino];
}

function isSame(one: Stamp, other: Stamp): boolean {
  return one.every((value, index) => value === other[index]);
}
