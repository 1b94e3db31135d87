import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { ConstructError, type Place } from './construct-error';

const MOST_LINES = 20;
const MOST_BYTES = 64 * 1024 * 1024;

/** When commands of `commandHooks` run, by the names of aws-cdk-lib. */
export type HookName = 'beforeBundling' | 'beforeInstall' | 'afterBundling';

/**
 * Runs commands one after the other, each in a shell of its own with the environment of this process, as aws-cdk-lib does: bash, or
 * cmd on Windows. Fails with the last words of the first that fails; what the others say is not shown.
 *
 * `cwd` is the folder that the hook knows as `inputDir`.
 */
export function runHooks(place: Place, hook: HookName, commands: readonly string[], cwd: string): void {
  for (const command of commands) runHook(place, hook, command, cwd);
}

function runHook(place: Place, hook: HookName, command: string, cwd: string): void {
  const options: SpawnSyncOptionsWithStringEncoding = { cwd, encoding: 'utf8', maxBuffer: MOST_BYTES, input: '' };
  const done =
    process.platform === 'win32'
      ? spawnSync('cmd', ['/c', command], { ...options, windowsVerbatimArguments: true })
      : spawnSync('bash', ['-c', command], options);
  if (done.error === undefined && done.status === 0) return;

  const lines = [done.stdout ?? '', done.stderr ?? '']
    .join('\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const words = lines.slice(-MOST_LINES).map((line) => `\n  ${line}`);
  const how = outcomeOf(done);
  const said = words.length === 0 ? '.' : `:${words.join('')}`;
  throw new ConstructError(place, 'HOOK_FAILED', `the command '${command}' of ${hook} in ${cwd} ${how}${said}`);
}

function outcomeOf({ error, status, signal }: ReturnType<typeof spawnSync>): string {
  if (error) return `cannot be run (${error.message})`;
  return status === null ? `was ended by ${signal}` : `ended with ${status}`;
}
