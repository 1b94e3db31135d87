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
