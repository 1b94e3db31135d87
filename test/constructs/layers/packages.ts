import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'fflate';

/** A package as its registry has it: a .tgz file with its files below `package`. */
export function tarball(
  folder: string,
  json: { readonly name: string } & Record<string, unknown>,
  files: Record<string, string> = {},
  called = json.name,
): void {
  const all = {
    'package.json': JSON.stringify({ version: '1.0.0', ...json }),
    'index.js': `exports.name = '${json.name}';`,
    ...files,
  };
  const blocks = Object.entries(all).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    const content = Buffer.from(text);
    header.write(`package/${name}`, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  writeFileSync(path.join(folder, `${called}.tgz`), gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { mtime: 0 }));
}

/** Makes the lockfile by npm, which needs no network for packages that lie here. */
export function lock(folder: string): void {
  const args = ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', args, { cwd: folder, stdio: 'pipe' });
}
