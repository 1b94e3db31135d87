import { createHash } from 'node:crypto';
import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Code } from '../../model/code';
import { extract } from './archive';

/** Folders with the code of functions and layers: directories where they are, everything else unpacked once in a run. */
export class CodeStore {
  private readonly unpacked = new Map<string, Promise<string>>();

  constructor(private readonly folder: string) {}

  /** The real path of a folder that holds the code; `inlineFile` names the file that inline code becomes (FN-25). */
  folderOf(code: Code, inlineFile: string): Promise<string> {
    switch (code.kind) {
      case 'directory':
        return directory(code.path);
      case 'archive':
        return this.once(`archive ${code.path}`, (folder) => extract(code.path, folder));
      case 'inline':
        return this.once(`inline ${inlineFile} ${code.source}`, (folder) => writeFile(join(folder, inlineFile), code.source));
      case 'image':
        throw new Error('bug: images have no folder');
      case 'absent':
        throw new Error(code.why);
    }
  }

  private once(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
    const known = this.unpacked.get(key);
    if (known) return known;
    const folder = join(this.folder, 'code', createHash('sha256').update(key).digest('hex').slice(0, 16));
    const filled = mkdir(folder, { recursive: true })
      .then(() => fill(folder))
      .then(() => folder);
    this.unpacked.set(key, filled);
    return filled;
  }
}

async function directory(path: string): Promise<string> {
  const real = await realpath(path);
  if (!(await stat(real)).isDirectory()) throw new Error(`${path} is not a directory`);
  return real;
}
