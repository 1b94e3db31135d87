import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { assetPath } from '../assets';
import type { EngineCommands } from './engine-commands';

/** Sees to it that no container outlives this process, not even when it is killed. */
export class ContainerReaper {
  private readonly shell: ChildProcess;

  /** Containers of the run are found by `label`. */
  constructor({ engine, variables }: EngineCommands, label: string) {
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
    const exited = once(this.shell, 'exit');
    this.shell.stdin?.end('done\n');
    await exited;
  }
}
