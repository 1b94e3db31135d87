import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a folder as it is without being read. */
export interface FileState {
  /** Within the folder. */
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
}

/** Every file of a folder, links followed, in the order of their paths. */
export async function fileStates(folder: string, under = ''): Promise<readonly FileState[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true });
  const states = await Promise.all(
    entries.map(async (entry): Promise<readonly FileState[]> => {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) return fileStates(folder, path);
      // A link to nowhere is part of the package, too, as is one that leads back into it.
      const found = await stat(join(folder, path)).catch(() => undefined);
      if (!found?.isFile()) return [];
      return [{ path, bytes: found.size, changed: found.mtimeMs }];
    }),
  );
  return states.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** SHA-256 in base64 of the names and contents of all files; Lambda's is that of an archive that is only made at deployment. */
export async function packageHash(folder: string, files: readonly FileState[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) {
    hash.update(`${path}\0${bytes}\0`);
    hash.update(await readFile(join(folder, path)));
  }
  return hash.digest('base64');
}
