import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LAMBDA_FOLDERS } from '../../../spec/lambda-file-system';
import { lay } from './file-tree';
import { isWithin } from './file-view';

/** How long the isolation of a process may take, in milliseconds. */
const PATIENCE_MS = 2_000;
/** How many folders of one function wait for the next environment; each holds memory. */
const WAITING = 16;

/**
 * What environments have in `/tmp`, kept over their reset: after a timeout or a crash the next environment of the function
 * finds it (INV-47). An open descriptor keeps a file system whose last process is gone.
 */
export class TemporaryFolders {
  private readonly waiting = new Map<string, number[]>();
  private readonly shared: string;

  constructor(runFolder: string) {
    this.shared = join(runFolder, 'tmp');
  }

  /** A folder of this machine, with what is in the one of `inherited`, which is given up. */
  async share(environmentId: string, inherited: number | undefined): Promise<{ folder: string; descriptor: number }> {
    const folder = join(this.shared, encodeURIComponent(environmentId));
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o1777);
    if (inherited !== undefined) {
      // What cannot be copied is lost, which is better than an environment that does not start.
      await lay(pathOf(inherited), folder).catch(() => {});
      this.drop(inherited);
    }
    return { folder, descriptor: openSync(folder, 'r') };
  }

  /** A descriptor of the folder of a running process; undefined when it is gone. */
  open(enclosing: number): number | undefined {
    try {
      return openSync(rootOf(enclosing) + LAMBDA_FOLDERS.temporary, 'r');
    } catch {
      return undefined;
    }
  }

  keep(key: string, descriptor: number): void {
    const waiting = [...(this.waiting.get(key) ?? []), descriptor];
    if (waiting.length > WAITING) this.drop(waiting.shift() as number);
    this.waiting.set(key, waiting);
  }

  take(key: string): number | undefined {
    return this.waiting.get(key)?.shift();
  }

  /** Nobody needs what it holds. */
  drop(descriptor: number): void {
    const place = readlinkSync(pathOf(descriptor));
    closeSync(descriptor);
    if (isWithin(place, this.shared)) rmSync(place, { recursive: true, force: true });
  }

  close(): void {
    for (const descriptor of [...this.waiting.values()].flat()) this.drop(descriptor);
    this.waiting.clear();
  }
}

/** Puts what `descriptor` has into the folder of a process that waits for its start. */
export async function fill(enclosing: number, descriptor: number): Promise<void> {
  const place = await isolatedPlaceIn(enclosing);
  // What cannot be copied is lost, which is better than an environment that does not start.
  if (place !== undefined) await lay(pathOf(descriptor), place).catch(() => {});
}

async function isolatedPlaceIn(enclosing: number): Promise<string | undefined> {
  for (let waited = 0; waited < PATIENCE_MS; waited++) {
    try {
      const root = rootOf(enclosing);
      // On the way there its root is first this machine's, and then one with nothing in it.
      if (statSync(root).dev !== statSync('/').dev && existsSync(root + LAMBDA_FOLDERS.task))
        return root + LAMBDA_FOLDERS.temporary;
    } catch {
      // It is not there yet, or no more.
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return undefined;
}

function pathOf(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

function rootOf(enclosing: number): string {
  const [child] = readFileSync(`/proc/${enclosing}/task/${enclosing}/children`, 'latin1').split(' ');
  if (!child) throw new Error(`process ${enclosing} has no child`);
  return `/proc/${child}/root`;
}
