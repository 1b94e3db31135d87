import { spawnSync } from 'node:child_process';
import { ConstructError, type Place } from './construct-error';

const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b|NewConnectionError|Name or service not known|Temporary failure in name resolution|Network is unreachable/i;
const MOST_LINES = 20;
/** As terminals are told them. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** Runs a package manager without a shell of its own; fails with its last words. */
export function runPackageManager(place: Place, command: Command, cwd: string): void {
  wordsOf(place, command, cwd);
}

type Command = readonly [string, ...string[]];

/** The same; gives what it says. */
export function wordsOf(place: Place, command: Command, cwd: string): string {
  const [program, ...args] = command;
  // On Windows these programs are scripts, which only a shell starts; none of the arguments needs quoting.
  const shell = process.platform === 'win32';
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell });
  if (done.error && 'code' in done.error && done.error.code === 'ENOENT') {
    throw new ConstructError(place, 'PACKAGE_MANAGER_MISSING', `${program} is needed to install packages, but is not there.`);
  }
  if (done.error === undefined && done.status === 0) return done.stdout;

  const said = [done.error?.message ?? '', done.stdout ?? '', done.stderr ?? ''].join('\n').replace(COLOUR, '').trim();
  const words = shortened(said)
    .map((line) => `\n  ${line}`)
    .join('');
  if (OFFLINE.test(said)) {
    throw new ConstructError(place, 'PACKAGES_UNREACHABLE', `${program} cannot reach where the packages are:${words}`);
  }
  throw new ConstructError(place, 'PACKAGES_NOT_INSTALLED', `${program} cannot install the packages:${words}`);
}

/** The first lines tell what is wrong with some programs, with others the last. npm ends with how it is called, which is long. */
function shortened(said: string): readonly string[] {
  const lines = said.split('\n').map((line) => line.trimEnd());
  const usage = lines.indexOf('npm error Usage:');
  const own = (usage > 0 ? lines.slice(0, usage) : lines).filter(
    (line) => !/^(npm error( Clean install a project)?)?$/.test(line),
  );
  return own.length <= MOST_LINES ? own : [...own.slice(0, MOST_LINES / 2), '…', ...own.slice(-MOST_LINES / 2)];
}

/** Whether the program starts and is content. */
export function canRun(program: string, args: readonly string[]): boolean {
  const done = spawnSync(program, [...args], { encoding: 'utf8', shell: process.platform === 'win32' });
  return done.error === undefined && done.status === 0;
}
