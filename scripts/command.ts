import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..');
const BIN = join(ROOT, 'node_modules/.bin');

/** Runs `command`, one of the repository's tools or of the machine's, and gives what it printed; fails when it does. */
export function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}): string {
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}`, ...options.env };
  const ran = spawnSync(command, args, { cwd: ROOT, ...options, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (ran.status !== 0) {
    fail(`${[command, ...args].join(' ')} failed:\n${ran.error?.message ?? ''}${ran.stdout ?? ''}${ran.stderr ?? ''}`);
  }
  return String(ran.stdout);
}

/** Ends the script with `message` and exit code 1. */
export function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
