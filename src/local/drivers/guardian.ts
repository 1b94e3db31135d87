import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { assetPath } from './assets';
import { killGroup, ProcessGroup, type ProcessOptions } from './process-group';

/** Sees to it that no process and no folder outlives this process, not even when it is killed. */
export class Guardian {
  private readonly groups = new Set<number>();
  private readonly shell: ChildProcess;
  private readonly whenHostExits = () => {
    for (const group of this.groups) killGroup(group);
    rmSync(this.folder, { recursive: true, force: true });
  };

  /** `folder` is removed if this process ends without `close`. */
  constructor(private readonly folder: string) {
    this.shell = spawn('/bin/sh', [assetPath('guardian.sh'), folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
      env: {},
    });
    // Without a shell, the hook on this process's own exit is what remains.
    this.shell.on('error', () => {});
    this.shell.stdin?.on('error', () => {});
    if (this.shell.stdin && 'unref' in this.shell.stdin) (this.shell.stdin as unknown as { unref(): void }).unref();
    this.shell.unref();
    process.on('exit', this.whenHostExits);
  }

  /** Starts a process that is watched as long as it is there. */
  start(options: ProcessOptions): ProcessGroup {
    // Its number is known only when it is there: should this process end before that is told, there is somebody whom nobody knows.
    this.shell.stdin?.write('?\n');
    const group = new ProcessGroup(options);
    if (group.id === undefined) this.shell.stdin?.write('=\n');
    this.watch(group);
    return group;
  }

  /** The same for one that somebody else has started. */
  watch(group: ProcessGroup): void {
    const { id } = group;
    if (id === undefined) return;
    this.groups.add(id);
    this.shell.stdin?.write(`+${id}\n`);
    void group.ended.then(() => this.forget(id));
  }

  private forget(group: number): void {
    this.groups.delete(group);
    this.shell.stdin?.write(`-${group}\n`);
  }

  /** When nothing is watched any more. */
  async close(): Promise<void> {
    process.off('exit', this.whenHostExits);
    if (this.shell.pid === undefined || this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    // Somebody waits for it now, and nothing else may be left to keep this process alive until then.
    this.shell.ref();
    const exited = once(this.shell, 'exit');
    this.shell.stdin?.end('done\n');
    await exited;
  }
}
