import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LAMBDA_FOLDERS } from '../../../spec/lambda-file-system';
import { isExecutable } from '../interpreters/candidate';

/** How long the try may take that shows whether this machine lets us, in milliseconds. */
const TRY_LIMIT_MS = 3_000;
/** What a function sees otherwise than this machine has it. */
const OWN: readonly string[] = [...Object.values(LAMBDA_FOLDERS), '/var/lambda-kit', '/proc', '/dev', '/lost+found'];

/** The program that gives processes a file system of their own, without privileges (https://github.com/containers/bubblewrap). */
export interface Bubblewrap {
  readonly command: string;
  /** What every environment has: namespaces, and this machine's files, read-only, but for what Lambda has elsewhere. */
  readonly base: readonly string[];
}

export type Tried = { readonly there: Bubblewrap } | { readonly why: string };

const tried = new Map<string, Promise<Tried>>();

/** Looks once whether it is there and may do what is needed. */
export function bubblewrap(path: string): Promise<Tried> {
  const known = tried.get(path) ?? tryOut(path);
  tried.set(path, known);
  return known;
}

async function tryOut(path: string): Promise<Tried> {
  if (process.platform !== 'linux') return { why: `there is no isolation on ${process.platform}` };
  const command = path
    .split(delimiter)
    .map((folder) => join(folder, 'bwrap'))
    .find(isExecutable);
  if (command === undefined) return { why: 'bubblewrap (bwrap) is not on PATH' };
  const there = { command, base: baseOf() };
  const args = [...there.base, ...temporary(1), '--perms', '0755', '--dir', '/opt', '--remount-ro', '/', '/bin/sh', '-c', ':'];
  const problem = await new Promise<string | undefined>((resolve) => {
    execFile(command, args, { timeout: TRY_LIMIT_MS, killSignal: 'SIGKILL', env: {} }, (error, _, stderr) =>
      resolve(error ? stderr.trim().split('\n').at(-1) || error.message : undefined),
    );
  });
  return problem === undefined ? { there } : { why: `bubblewrap cannot be used here: ${problem}` };
}

/** A `/tmp` of its own of this size; more does not fit in (FN-14, FN-48). */
export function temporary(sizeMb: number): string[] {
  return ['--perms', '1777', '--size', `${sizeMb * 1024 * 1024}`, '--tmpfs', LAMBDA_FOLDERS.temporary];
}

function baseOf(): string[] {
  return [
    // Whatever the handler starts ends with it, also in sessions of their own; ids of processes are small, as in Lambda.
    ...['--die-with-parent', '--unshare-pid', '--cap-drop', 'ALL'],
    ...['--perms', '0755', '--dir', '/var'],
    ...entriesOf('/')
      .filter((entry) => entry !== '/var')
      .flatMap(shown),
    ...entriesOf('/var').flatMap(shown),
    ...['--proc', '/proc', '--dev', '/dev'],
  ];
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((entry) => !OWN.includes(entry));
}

function shown(entry: string): string[] {
  const status = lstatSync(entry);
  if (status.isSymbolicLink()) return ['--symlink', readlinkSync(entry), entry];
  return status.isDirectory() ? ['--ro-bind-try', entry, entry] : [];
}
