import { spawnSync } from 'node:child_process';
import { ConstructError, type Place } from './construct-error';

const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b|NewConnectionError|Name or service not known|Temporary failure in name resolution|Network is unreachable/i;
const MOST_LINES = 20;

/** Runs a package manager without a shell of its own; fails with its last words. */
export function runPackageManager(place: Place, command: readonly [string, ...string[]], cwd: string): void {
  const [program, ...args] = command;
  // On Windows these programs are scripts, which only a shell starts; none of the arguments needs quoting.
  const shell = process.platform === 'win32';
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell });
  if (done.error && 'code' in done.error && done.error.code === 'ENOENT') {
    throw new ConstructError(
      place,
      'PACKAGE_MANAGER_MISSING',
      `${program} is needed to install the layer's packages, but is not there.`,
    );
  }
  if (done.error === undefined && done.status === 0) return;

  const said = [done.error?.message ?? '', done.stdout ?? '', done.stderr ?? ''].join('\n').trim();
  const lines = said
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-MOST_LINES);
  const words = lines.map((line) => `\n  ${line}`).join('');
  if (OFFLINE.test(said)) {
    throw new ConstructError(place, 'PACKAGES_UNREACHABLE', `${program} cannot reach where the packages are:${words}`);
  }
  throw new ConstructError(place, 'PACKAGES_NOT_INSTALLED', `${program} cannot install the packages of the layer:${words}`);
}

/** Whether the program starts and is content. */
export function canRun(program: string, args: readonly string[]): boolean {
  const done = spawnSync(program, [...args], { encoding: 'utf8', shell: process.platform === 'win32' });
  return done.error === undefined && done.status === 0;
}
