import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { CodeFile } from '../../model/code-facts';
import { type CodeSource, MOST_FILES } from './code-source';

/** The files of a folder; links count as what they lead to, which is what the CDK puts into the archive. */
export function openFolder(root: string): CodeSource {
  const files: CodeFile[] = [];
  let isWhole = true;
  walk(root, '', []);
  return { files, isWhole, start: (path, length) => startOf(join(root, path), length), close: () => {} };

  function walk(folder: string, prefix: string, above: readonly string[]): void {
    const real = realpathSync(folder);
    // A link to a folder that it lies in.
    if (above.includes(real)) return;
    for (const { name } of readdirSync(folder, { withFileTypes: true })) {
      if (files.length >= MOST_FILES) {
        isWhole = false;
        return;
      }
      const file = join(folder, name);
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isDirectory()) walk(file, `${prefix}${name}/`, [...above, real]);
      // Windows has no such bits.
      const mode = sep === '/' && stat !== undefined ? { isExecutable: (stat.mode & 0o111) !== 0 } : {};
      if (stat?.isFile()) files.push({ path: `${prefix}${name}`, bytes: stat.size, ...mode });
    }
  }
}

function startOf(file: string, length: number): Uint8Array | undefined {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}
