import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { assetPath } from '../assets';
import { atMost } from '../at-most';
import type { EngineCommands } from './engine-commands';

/** How long the engine may take to remove what is left, in milliseconds; after that it goes on without anybody who waits. */
const PATIENCE_MS = 30_000;

/** Sees to it that no container outlives this process, not even when it is killed. */
export class ContainerReaper {
  private readonly shell: ChildProcess;

  /** Containers of the run are found by `label`. */
  constructor(
    { engine, variables }: Pick<EngineCommands, 'engine' | 'variables'>,
    label: string,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.shell = spawn('/bin/sh', [assetPath('container-reaper.sh'), engine.command, label], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
      env: variables,
    });
    // Without a shell, each environment's own end is what remains.
    this.shell.on('error', () => {});
    this.shell.stdin?.on('error', () => {});
    (this.shell.stdin as (Writable & { unref?(): void }) | null)?.unref?.();
    this.shell.unref();
  }

  /** Removes every container that is left; none is made any more. */
  async close(): Promise<void> {
    if (this.shell.pid === undefined || this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    this.shell.ref();
    const exited = once(this.shell, 'exit').then(() => undefined);
    this.shell.stdin?.end('done\n');
    await atMost(this.patienceMs, exited);
    this.shell.unref();
  }
}
