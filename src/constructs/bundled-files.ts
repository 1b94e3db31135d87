import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Bundle, BundleFile } from './bundle';
import type { InstalledFile } from './bundle-cache';
import type { MadeFile, MadeFolder } from './bundled-asset';

/** A bundle as the folder of an asset. */
export function madeOf({ hash, files }: Pick<Bundle, 'hash' | 'files'>): MadeFolder {
  return {
    hash,
    files: files.map((file) => ({
      path: file.path,
      isExecutable: file.isExecutable ?? false,
      write: (target) => (file.source === undefined ? fs.writeFileSync(target, file.contents) : copy(file.source, target)),
    })),
  };
}

/** A file that a package manager has installed. */
export function copied(folder: string, { path: name, executable }: InstalledFile): MadeFile {
  return { path: name, isExecutable: executable, write: (target) => copy(path.join(folder, name), target) };
}

/** In their order; what may be executed here may be there. */
export function filesIn(folder: string, names: readonly string[]): readonly BundleFile[] {
  return names.map((name) => {
    const file = path.join(folder, name);
    return { path: name, contents: fs.readFileSync(file), isExecutable: (fs.statSync(file).mode & 0o100) !== 0 };
  });
}

/** Where the file system can, both share their bytes until one is changed. */
function copy(source: string, target: string): void {
  fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE);
}
