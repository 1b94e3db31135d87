import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { BuildOptions, Message, Metafile } from 'esbuild';
import type { FoundEsbuild } from './esbuild';

/** A build in which plugins may run. */
export interface ProcessBuild {
  readonly options: BuildOptions;
  /** Absolute paths of modules. */
  readonly plugins: readonly string[];
  /** Where the outputs are to be. */
  readonly folder: string;
}

export type ProcessResult =
  | {
      readonly metafile: Metafile;
      readonly warnings: readonly Message[];
      readonly files: readonly { readonly name: string; readonly at: string }[];
    }
  | { readonly errors: readonly Partial<Message>[] };

const SCRIPT = path.join(__dirname, '..', '..', 'assets', 'bundler', 'build.mjs');

/** Builds at the same time in one process of their own, which has the event loop that plugins need and synthesis has not. */
export function buildInProcess(
  esbuild: FoundEsbuild,
  builds: readonly [ProcessBuild, ...ProcessBuild[]] | readonly ProcessBuild[],
): readonly ProcessResult[] {
  const [first] = builds;
  if (!first) return [];
  const [task, results] = ['task.json', 'results.json'].map((name) => `${first.folder}-${name}`) as [string, string];
  fs.writeFileSync(task, JSON.stringify({ esbuild: esbuild.file, builds }));
  const run = spawnSync(process.execPath, [SCRIPT, task, results], { encoding: 'utf8', windowsHide: true });
  if (run.status === 0 && fs.existsSync(results)) return JSON.parse(fs.readFileSync(results, 'utf8'));
  const words = `${run.error?.message ?? ''}${run.stderr}`.trim();
  return builds.map(() => ({ errors: [{ text: `the process in which plugins run ended before its time: ${words}` }] }));
}
