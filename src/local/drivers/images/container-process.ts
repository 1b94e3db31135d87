import { type Ending, ProcessGroup, type Root } from '../process-group';
import type { Container } from './container';
import { OUTPUT_LAG_MS } from './patient-door';

/** How long the engine's command may take to end when its container has been killed, in milliseconds. */
const FOLLOW_PATIENCE_MS = 2_000;

/** A container as the process of an environment: the engine's command that is attached to it, as long as that runs. */
export class ContainerProcess extends ProcessGroup {
  private inside: Root | undefined;
  private killed: Promise<void> | undefined;

  constructor(
    private readonly container: Container,
    { command, variables }: { readonly command: string; readonly variables: Readonly<Record<string, string>> },
  ) {
    super({ command, args: ['start', '--attach', container.name], cwd: '/', env: variables, relaysSignals: true });
    // When the command was killed, the container has not been.
    void this.ended.then(({ code }) => (code === undefined ? this.end() : undefined));
  }

  /** From now on its memory is measured, where that can be. */
  async measure(): Promise<void> {
    const pid = await this.container.processId();
    this.inside = pid === undefined ? undefined : { pid, enclosed: false };
  }

  override get root(): Root | undefined {
    return this.inside;
  }

  /** Only the command would be stopped; the engine's own way takes longer than most invocations. */
  override signal(): void {}

  override kill(): void {
    if (!this.isRunning) return;
    void this.end().then(() => {
      const impatient = setTimeout(() => super.kill(), FOLLOW_PATIENCE_MS);
      void this.ended.then(() => clearTimeout(impatient));
    });
  }

  /** What it has answered before it ended is told before its end. */
  protected override async wait(): Promise<Ending> {
    const ending = await super.wait();
    await new Promise((resolve) => setTimeout(resolve, 2 * OUTPUT_LAG_MS));
    return ending;
  }

  private end(): Promise<void> {
    this.killed ??= this.container.kill();
    return this.killed;
  }
}
