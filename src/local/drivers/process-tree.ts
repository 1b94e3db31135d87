import { readdirSync, readFileSync } from 'node:fs';

/** How many processes of the isolation stand above the function's own: the one that waits and the one that collects. */
const ENCLOSING = 2;

/** The process and all it has started, where /proc tells; `enclosed`: without those that isolate them. */
export function processesOf(pid: number, enclosed: boolean): number[] {
  let level = [pid];
  for (let depth = 0; enclosed && depth < ENCLOSING; depth++) level = level.flatMap(childrenOf);
  const all: number[] = [];
  for (; level.length > 0; level = level.flatMap(childrenOf)) all.push(...level);
  return all;
}

/** Those of a process group that still run, or are on their way out; undefined where /proc does not tell of any. */
export function aliveInGroup(group: number): readonly number[] | undefined {
  const members = namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.group === group);
  return members.length === 0 ? undefined : members.filter(isAlive);
}

/** Not when it has ended and only waits for somebody to ask how: it holds nothing any more. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && (stat.threads > 1 || !/[ZX]/.test(stat.state));
}

/** Its first thread at least, without which it can do nothing. As far as it can be known: without /proc, no process has. */
export function hasEnded(pid: number): boolean {
  const stat = statOf(pid);
  return stat ? /[ZX]/.test(stat.state) : procText('/proc/self/stat') !== '';
}

function statOf(pid: number): { readonly state: string; readonly group: number; readonly threads: number } | undefined {
  const text = procText(`/proc/${pid}/stat`);
  // The name before may have blanks and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', , group] = fields;
  return text === '' ? undefined : { state, group: Number(group), threads: Number(fields[17]) };
}

function childrenOf(pid: number): number[] {
  return namesIn(`/proc/${pid}/task`).flatMap((thread) =>
    procText(`/proc/${pid}/task/${thread}/children`)
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Nothing when it is not there any more. */
export function procText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
