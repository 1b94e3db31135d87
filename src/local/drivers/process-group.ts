import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { aliveInGroup, isAlive, processesOf } from './process-tree';

/** How long output is still waited for when a process outside the group holds its end, in milliseconds. */
const OUTPUT_PATIENCE_MS = 250;
/** How long killed processes are waited for, in milliseconds. */
const DEATH_PATIENCE_MS = 500;

export interface Ending {
  readonly code?: number;
  readonly signal?: string;
}

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Started by a program that ends with 128 and its number when a signal has ended the process, as shells do. */
  readonly enclosed?: boolean;
  /** It ends in the same way when a signal has ended what it stands for. */
  readonly relaysSignals?: boolean;
  /** It reads from its standard input, once. */
  readonly isFed?: boolean;
  /** It waits for a byte on descriptor 4 before it starts, which comes when this has settled. */
  readonly beforeStart?: (pid: number) => Promise<void>;
}

/** A process and whether what isolates it stands above it. */
export interface Root {
  readonly pid: number;
  readonly enclosed: boolean;
}

/** Those that end processes which did not ask for it; 128 and 129 are statuses of Lambda's own Node.js runtime (INV-38). */
const RELAYED_SIGNALS: Readonly<Record<number, string>> = {
  132: 'SIGILL',
  133: 'SIGTRAP',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

/** A process in a group of its own, so that whatever it starts ends with it. */
export class ProcessGroup {
  /** Settles when the process and its group are gone and all output has been read. */
  readonly ended: Promise<Ending>;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** What the process writes to descriptor 3. */
  readonly frames: Readable;
  private readonly child: ChildProcess;

  constructor(private readonly options: ProcessOptions) {
    this.child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [options.isFed ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe', ...(options.beforeStart ? (['pipe'] as const) : [])],
      detached: true,
    });
    this.ended = this.wait();
    const [, stdout, stderr, frames] = this.child.stdio ?? [];
    if (!stdout || !stderr || !frames) throw new Error('this machine has no more file descriptors for another process');
    this.stdout = stdout as Readable;
    this.stderr = stderr as Readable;
    this.frames = frames as Readable;
    void this.release(options);
  }

  /** Undefined when it could not be started. */
  get id(): number | undefined {
    return this.child.pid;
  }

  /** Whether it is started by what isolates it. */
  get isEnclosed(): boolean {
    return this.options.enclosed === true;
  }

  /** Where its processes begin; undefined when that is not known. */
  get root(): Root | undefined {
    return this.id === undefined ? undefined : { pid: this.id, enclosed: this.isEnclosed };
  }

  get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** All that it will ever read. */
  feed(text: string): void {
    this.child.stdin?.on('error', () => {});
    this.child.stdin?.end(text);
  }

  /** To all of it. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.isRunning && this.child.pid !== undefined) send(-this.child.pid, name);
  }

  kill(): void {
    if (this.isRunning && this.child.pid !== undefined) killGroup(this.child.pid);
  }

  /** Asks it to end, and kills it when it has not after `patienceMs`; at once when that is 0. */
  terminate(patienceMs: number): void {
    if (patienceMs === 0) return this.kill();
    const { pid } = this.child;
    if (!this.isRunning || pid === undefined) return;
    // What isolates it would end at once, and everything with it.
    if (this.options.enclosed) for (const each of processesOf(pid, true)) send(each, 'SIGTERM');
    else send(-pid, 'SIGTERM');
    const impatient = setTimeout(() => this.kill(), patienceMs);
    void this.ended.then(() => clearTimeout(impatient));
  }

  private async release({ beforeStart }: ProcessOptions): Promise<void> {
    const gate = this.child.stdio[4] as Writable | undefined;
    if (this.child.pid === undefined || !beforeStart || !gate) return;
    gate.on('error', () => {});
    await beforeStart(this.child.pid);
    gate.end('.');
  }

  private endingOf(code: number, signal: string | null): Ending {
    const { enclosed, relaysSignals } = this.options;
    const relayed = enclosed || relaysSignals ? RELAYED_SIGNALS[code] : undefined;
    const by = signal ?? relayed;
    return by === undefined ? { code } : { signal: by };
  }

  protected async wait(): Promise<Ending> {
    const output = new Promise<void>((resolve) => {
      this.child.once('close', () => resolve());
    });
    const ending = await new Promise<Ending>((resolve) => {
      this.child.once('exit', (code, signal) => resolve(this.endingOf(code ?? 0, signal)));
      // The command is not there or cannot be run: what a shell says of it.
      this.child.once('error', () => resolve({ code: 127 }));
    });
    const { pid } = this.child;
    if (pid === undefined) return ending;
    const left = killGroup(pid);
    const impatient = setTimeout(() => {
      for (const stream of [this.stdout, this.stderr, this.frames]) stream.destroy();
    }, OUTPUT_PATIENCE_MS);
    await output;
    clearTimeout(impatient);
    if (left) await groupGone(pid);
    return ending;
  }
}

/** Whether there was anyone left to kill. */
export function killGroup(id: number): boolean {
  return send(-id, 'SIGKILL');
}

function send(id: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch {
    return false;
  }
}

async function groupGone(id: number): Promise<void> {
  let alive: readonly number[] | undefined;
  for (let waited = 0; waited < DEATH_PATIENCE_MS; waited += 2) {
    if (!isThere(-id)) return;
    // In many a container nobody collects orphans, or not soon: they stay in their group when they have ended.
    alive = alive?.filter(isAlive) ?? aliveInGroup(id);
    if (alive?.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function isThere(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
