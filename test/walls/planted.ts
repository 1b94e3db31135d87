import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** The walls' settings, and what they read beside the sources. */
const FRAME = [
  ...['package.json', 'tsconfig.json', 'tsconfig.pure.json', 'tsconfig.walls.json'],
  ...['.dependency-cruiser.cjs', 'eslint.config.mjs'],
];

/** A small repository of its own, with our walls' settings and just the `files` planted; remove it when done. */
export function plantedTree(files: Readonly<Record<string, string>>): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-walls-'));
  for (const file of FRAME) copyFileSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What one of our tools prints when it is run in `folder`. */
export function printedBy(folder: string, tool: string, args: readonly string[]): string {
  const ran = spawnSync(join(ROOT, 'node_modules/.bin', tool), args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (ran.error || ran.stdout === '') throw new Error(`${tool} printed nothing: ${ran.error?.message ?? ran.stderr}`);
  return ran.stdout;
}
