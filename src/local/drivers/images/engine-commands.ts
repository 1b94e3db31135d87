import { execFile } from 'node:child_process';
import type { Guardian } from '../guardian';
import type { HostVariables } from '../interpreters/candidate';
import type { ProcessGroup } from '../process-group';
import type { ContainerEngine } from './container-engine';

/** How long the engine may take for what it does at once, in milliseconds. */
const ANSWER_LIMIT_MS = 60_000;
/** How much is kept of what a long command says, in characters. */
const KEPT_OUTPUT = 64_000;

export interface EngineAnswer {
  readonly isGood: boolean;
  readonly stdout: string;
  /** What a person is told of a command that failed. */
  readonly said: string;
}

export interface LongCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** The engine's command line. It has this machine's variables, by which it finds the engine and its configuration. */
export class EngineCommands {
  readonly variables: Readonly<Record<string, string>>;
  private readonly running = new Set<ProcessGroup>();
  private closed = false;

  constructor(
    readonly engine: ContainerEngine,
    variables: HostVariables,
    readonly guardian: Guardian,
  ) {
    // Otherwise builds have attestations beside the image, as the CDK says, too.
    const all = { ...variables, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
    this.variables = Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /** What the engine answers at once. */
  ask(args: readonly string[]): Promise<EngineAnswer> {
    return new Promise((resolve) => {
      const options = { env: this.variables, timeout: ANSWER_LIMIT_MS, killSignal: 'SIGKILL', cwd: '/' } as const;
      execFile(this.engine.command, args, options, (error, stdout, stderr) =>
        resolve({ isGood: !error, stdout: stdout.trim(), said: stderr.trim() || (error?.message ?? '') }),
      );
    });
  }

  /** What may take minutes; it ends with the executor. */
  async wait({ command, args, cwd }: LongCommand): Promise<EngineAnswer> {
    if (this.closed) return { isGood: false, stdout: '', said: 'The executor has been stopped.' };
    const group = this.guardian.start({ command, args, cwd, env: this.variables });
    this.running.add(group);
    let stdout = '';
    let said = '';
    group.frames.resume();
    group.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-KEPT_OUTPUT);
      said = (said + text).slice(-KEPT_OUTPUT);
    });
    group.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-KEPT_OUTPUT);
    });
    const { code } = await group.ended;
    this.running.delete(group);
    return { isGood: code === 0, stdout: stdout.trim(), said: said.trim() };
  }

  /** Ends what still runs; nothing long is begun any more. */
  interrupt(): void {
    this.closed = true;
    for (const group of this.running) group.kill();
  }
}
