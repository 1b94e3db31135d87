import { basename } from 'node:path';
import type { EnvironmentSpec } from '../../engine/ports';
import { LocalError } from '../../errors';
import type { Prepared } from '../environment-request';
import type { HostVariables } from '../interpreters/candidate';
import type { Interpreter } from '../launcher';
import type { RunFolder } from '../run-folder';
import { Container } from './container';
import { type ContainerEngine, type FoundEngine, interpreterOf } from './container-engine';
import { ContainerProcess } from './container-process';
import { ContainerReaper } from './container-reaper';
import { containerVariables } from './container-variables';
import { createArguments } from './create-arguments';
import { EngineCommands } from './engine-commands';
import { Images } from './images';

interface Started {
  readonly engine: ContainerEngine;
  readonly commands: EngineCommands;
  readonly images: Images;
}

/** Runs functions from container images, one container for each environment. */
export class Containers {
  /** A sentence that says why there are none, and what to do. */
  readonly why: string | undefined;
  private readonly started: Started | undefined;
  private readonly run: string;
  private reaper: ContainerReaper | undefined;
  private made = 0;

  constructor(
    found: FoundEngine,
    { path, guardian }: RunFolder,
    hostVariables: HostVariables,
    making: (command: string, image: string) => void = () => {},
  ) {
    this.run = basename(path);
    this.why = 'why' in found ? found.why : undefined;
    if ('why' in found) return;
    const commands = new EngineCommands(found.there, hostVariables, guardian);
    this.started = { engine: found.there, commands, images: new Images(commands, making) };
  }

  get interpreter(): Interpreter | undefined {
    return this.started && interpreterOf(this.started.engine);
  }

  /** `variables` are those of a custom runtime. Fails when there is no image or no container of it. */
  async prepare({ configuration }: EnvironmentSpec, variables: Readonly<Record<string, string>>): Promise<Prepared> {
    const { code } = configuration;
    if (code.kind !== 'image') throw new Error(`bug: ${code.kind} is no container image`);
    if (!this.started) throw new Error(this.why);
    const { engine, commands, images } = this.started;
    const { command, sharesNetwork } = engine;
    const image = await images.of(code);
    const label = `lambda-kit.run=${this.run}`;
    this.reaper ??= new ContainerReaper(commands, label);
    const container = new Container(`${this.run}-${++this.made}`, commands);
    const args = createArguments({
      ...{ name: container.name, label, image, configuration, sharesNetwork },
      variables: containerVariables(variables, configuration, sharesNetwork),
    });
    const created = await commands.ask(args);
    if (!created.isGood) throw new LocalError('CONTAINER_NOT_STARTED', `${command} create: ${created.said}`);
    let process: ContainerProcess | undefined;
    return {
      runtime: { command, args: [], cwd: '/', env: {} },
      adopt: () => {
        process = new ContainerProcess(container, { command, variables: commands.variables });
        commands.guardian.watch(process);
        return process;
      },
      whenReady: () => void process?.measure(),
      abandon: () => container.kill(),
      extensions: [],
      interpreter: interpreterOf(engine),
    };
  }

  /** Ends what makes images; environments that wait for one are not started. */
  interrupt(): void {
    this.started?.commands.interrupt();
  }

  async close(): Promise<void> {
    this.interrupt();
    await this.reaper?.close();
  }
}
