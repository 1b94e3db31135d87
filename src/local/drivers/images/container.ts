import { procText } from '../process-tree';
import type { EngineCommands } from './engine-commands';

/** One container of this run, by its name. */
export class Container {
  constructor(
    readonly name: string,
    private readonly commands: EngineCommands,
  ) {}

  /** Ends it at once, wherever it stands. */
  async kill(): Promise<void> {
    const killed = await this.commands.ask(['kill', this.name]);
    // It does not run, or not yet.
    if (!killed.isGood) await this.commands.ask(['rm', '--force', this.name]);
  }

  /** Its first process, where that is one of this machine; undefined where it cannot be told for sure. */
  async processId(): Promise<number | undefined> {
    const { isGood, stdout } = await this.commands.ask(['inspect', '--format', '{{.State.Pid}} {{.Id}}', this.name]);
    const [pid = '', id = ''] = stdout.split(' ');
    if (!isGood || !/^[1-9]\d*$/.test(pid) || id === '') return undefined;
    // In a virtual machine, or on another one, the number is that of somebody else.
    return procText(`/proc/${pid}/cgroup`).includes(id) ? Number(pid) : undefined;
  }
}
