import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Prepared } from '../environment-request';
import type { Guardian } from '../guardian';
import type { ProcessGroup, ProcessOptions } from '../process-group';
import type { Programs } from '../sandbox/enclosed';
import { StagedCode } from './staged-code';
import { type Spare, type SpareRecipe, WarmPool } from './warm-pool';

const SETTINGS = 'LAMBDA_KIT_SETTINGS';
/** Variables that every function of a kind has alike, and that count when an interpreter boots. */
const BOOTS_WITH = ['PATH', 'LD_LIBRARY_PATH', 'NODE_PATH', 'PYTHONPATH', 'LANG', 'LC_CTYPE', 'SHLVL'];
/** Variables of a function that an interpreter must have from the beginning. */
const NEEDED_AT_BOOT = /^(NODE_|PYTHON|LD_|LC_|LANG|PATH$|MALLOC_|GLIBC_|UV_|OPENSSL_|SSL_|AWS_LAMBDA_EXEC_WRAPPER$)/;

type Variables = Readonly<Record<string, string>>;

const NOTHING: Pick<Prepared, 'adopt' | 'whenReady'> = { adopt: () => undefined, whenReady: () => {} };

/** Starts environments from interpreters that wait, where that gives the same as starting one. */
export class WarmStarts {
  private readonly pool: WarmPool;
  private readonly staged = new StagedCode();

  constructor(
    guardian: Guardian,
    private readonly runFolder: string,
    most: number,
  ) {
    this.pool = new WarmPool(guardian, most);
  }

  /** How the runtime of an environment is started, and what is done when it has been. */
  of({ runtime, extensions }: Programs, codeFolder: string, ownVariables: Variables): Pick<Prepared, 'adopt' | 'whenReady'> {
    // Extensions share files with the runtime that are of this environment alone.
    if (extensions.length > 0 || !this.canWait(runtime, codeFolder, ownVariables)) return NOTHING;
    return { adopt: () => this.adopt(runtime, codeFolder), whenReady: () => this.expect(runtime, codeFolder) };
  }

  /** A process that becomes `process`, whose code lies in `codeFolder` on this machine; undefined when it must be started. */
  private adopt(process: ProcessOptions, codeFolder: string): ProcessGroup | undefined {
    const spare = this.pool.take(keyOf(process, codeFolder));
    if (!spare || !this.hasPutInto(spare, codeFolder)) return undefined;
    const { [SETTINGS]: settings = '{}', ...variables } = process.env;
    const folder = process.enclosed ? variables.LAMBDA_TASK_ROOT : process.cwd;
    spare.group.feed(`${JSON.stringify({ variables, folder, settings: JSON.parse(settings) })}\n`);
    return spare.group;
  }

  /** One like it has been started, and another may be needed. */
  private expect(process: ProcessOptions, codeFolder: string): void {
    const key = keyOf(process, codeFolder);
    this.pool.want(key, () => this.recipe(key, process, codeFolder));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private hasPutInto({ slot, group }: Spare, codeFolder: string): boolean {
    try {
      if (slot !== undefined) this.staged.put(codeFolder, slot);
      return true;
    } catch {
      // The disk is full, or the code has just changed: whatever it is, a process started anew will tell.
      group.kill();
      return false;
    }
  }

  private canWait(process: ProcessOptions, codeFolder: string, ownVariables: Variables): boolean {
    if (process.env[SETTINGS] === undefined || process.beforeStart) return false;
    if (Object.keys(ownVariables).some((name) => NEEDED_AT_BOOT.test(name))) return false;
    return !process.enclosed || this.staged.isSmall(codeFolder);
  }

  private recipe(key: string, process: ProcessOptions, codeFolder: string): SpareRecipe {
    const settings = { ...JSON.parse(process.env[SETTINGS] ?? '{}'), waits: true };
    const env = { ...bootVariables(process), [SETTINGS]: JSON.stringify(settings) };
    if (!process.enclosed) return { key, process: { ...process, cwd: this.runFolder, env } };
    const folder = join(this.runFolder, 'slots');
    mkdirSync(folder, { recursive: true });
    const slot = mkdtempSync(join(folder, 'task-'));
    const args = process.args.map((arg) => (arg === codeFolder ? slot : arg));
    return { key, process: { ...process, args, env }, slot };
  }
}

function keyOf(process: ProcessOptions, codeFolder: string): string {
  const args = process.args.map((arg) => (arg === codeFolder ? '' : arg));
  return JSON.stringify([process.command, args, bootVariables(process)]);
}

function bootVariables({ env }: ProcessOptions): Record<string, string> {
  return Object.fromEntries(BOOTS_WITH.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
