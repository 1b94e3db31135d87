import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Code } from '../../model/code';
import type { CodeLibrary, PackageFacts, TakenIn } from '../engine/code-library';
import { extract } from './archive';
import { fileStates, packageHash } from './package-hash';

interface Known {
  /** By which a change is noticed. */
  readonly state: string;
  readonly facts: Promise<PackageFacts>;
}

/** The code of a run: what was uploaded and what published versions keep lies in the run's folder, and goes with it. */
export class FolderCodeLibrary implements CodeLibrary {
  private readonly known = new Map<string, Known>();
  private readonly uploaded = new Map<string, Promise<TakenIn>>();
  private readonly kept = new Map<string, Promise<void>>();
  private readonly factsOfUploads = new Map<string, PackageFacts>();

  constructor(private readonly folder: string) {}

  async facts(code: Code): Promise<PackageFacts> {
    if (code.kind === 'inline') return factsOf(Buffer.from(code.source));
    if (code.kind === 'image') return { ...factsOf(Buffer.from(code.uri)), bytes: 0 };
    if (code.kind === 'absent') return { ...factsOf(Buffer.from(code.why)), bytes: 0 };
    const uploaded = this.factsOfUploads.get(code.path);
    if (uploaded) return uploaded;
    try {
      const { state, read } = await (code.kind === 'archive' ? archiveState(code.path) : folderState(code.path));
      const known = this.known.get(code.path);
      if (known?.state === state) return await known.facts;
      const facts = read();
      this.known.set(code.path, { state, facts });
      return await facts;
    } catch {
      return factsOf(Buffer.alloc(0));
    }
  }

  async keep(code: Code): Promise<Code> {
    if ((code.kind !== 'archive' && code.kind !== 'directory') || code.path.startsWith(this.folder)) return code;
    const { sha256 } = await this.facts(code);
    const path = join(this.folder, 'versions', named(sha256, code.kind));
    await once(this.kept, path, async () => {
      await mkdir(join(this.folder, 'versions'), { recursive: true });
      if (code.kind === 'archive') await copyFile(code.path, path, constants.COPYFILE_FICLONE);
      else await cp(code.path, path, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });
    });
    this.factsOfUploads.set(path, await this.facts(code));
    return { kind: code.kind, path };
  }

  async takeIn(archive: Uint8Array, limit: number): Promise<TakenIn> {
    const bytes = unpackedBytes(archive);
    if (bytes === undefined) return { kind: 'broken' };
    if (bytes >= limit) return { kind: 'tooLarge' };
    const facts = factsOf(archive);
    const path = join(this.folder, 'uploads', named(facts.sha256, 'directory'));
    return once(this.uploaded, path, async () => {
      const file = `${path}.zip`;
      await mkdir(path, { recursive: true });
      await writeFile(file, archive);
      try {
        await extract(file, path);
      } catch {
        await rm(path, { recursive: true, force: true });
        return { kind: 'broken' };
      } finally {
        await rm(file, { force: true });
      }
      this.factsOfUploads.set(path, facts);
      return { kind: 'taken', code: { kind: 'directory', path }, sha256: facts.sha256 };
    });
  }
}

/** What an archive says of itself, without being unpacked: one that would fill the disk is refused before. */
function unpackedBytes(archive: Uint8Array): number | undefined {
  let bytes = 0;
  try {
    unzipSync(archive, {
      filter: ({ originalSize }) => {
        bytes += originalSize;
        return false;
      },
    });
    return bytes;
  } catch {
    return undefined;
  }
}

function once<T>(done: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = done.get(key);
  if (known) return known;
  const made = make();
  done.set(key, made);
  // What has failed for a reason of the moment, as a full disk, can be tried again.
  made.catch(() => done.delete(key));
  return made;
}

function factsOf(bytes: Uint8Array): PackageFacts {
  return { sha256: createHash('sha256').update(bytes).digest('base64'), bytes: bytes.length };
}

/** Base64 has signs that names of files cannot have. */
function named(sha256: string, kind: 'archive' | 'directory'): string {
  return `${Buffer.from(sha256, 'base64').toString('hex').slice(0, 32)}${kind === 'archive' ? '.zip' : ''}`;
}

async function archiveState(path: string) {
  const { size, mtimeMs } = await stat(path);
  return { state: `${size} ${mtimeMs}`, read: async () => factsOf(await readFile(path)) };
}

async function folderState(path: string) {
  const files = await fileStates(path);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const state = files.map((file) => `${file.path} ${file.bytes} ${file.changed}`).join('\n');
  return { state, read: async () => ({ sha256: await packageHash(path, files), bytes }) };
}
