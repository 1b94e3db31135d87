import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Interpreter } from '../../src/local/drivers/launcher';
import { RunFolder } from '../../src/local/drivers/run-folder';
import { RuntimeApi } from '../../src/local/endpoints/runtime-api';
import type { EnvironmentDriver, EnvironmentSpec, Failure, Invocation, InvocationResult } from '../../src/local/engine/ports';
import type { RuntimeDoor } from '../../src/local/engine/runtime-port';
import type { FunctionConfiguration, LambdaFunction } from '../../src/model/function';

/** What a driver is given, whatever it runs. */
export interface DriverNeeds {
  readonly door: RuntimeDoor;
  readonly folder: RunFolder;
  readonly notice: (what: string, why: string) => void;
}

export type TestedDriver = EnvironmentDriver & {
  describe(configuration: FunctionConfiguration): Promise<Interpreter | undefined>;
  close(): Promise<void>;
};

export type StartOptions = Partial<FunctionConfiguration> & Pick<Partial<EnvironmentSpec>, 'initLimitMs'>;

/** An environment under test, with what its listener was told. */
export interface StartedEnvironment {
  readonly init: { readonly durationMs: number; readonly failure?: Failure };
  readonly lines: string[];
  readonly died: boolean;
  readonly lastRequestId: string;
  untilDied(): Promise<void>;
  invoke(event: unknown, more?: Partial<Invocation>): Promise<InvocationResult>;
  stop(): Promise<void>;
}

export const ENDPOINT = 'http://127.0.0.1:4599';

/** A door, a driver and a temporary folder of their own for each test; `end` looks whether anything was left behind. */
export class DriverScene {
  readonly notices: string[] = [];
  private started = 0;

  private constructor(
    readonly folder: RunFolder,
    private readonly api: RuntimeApi,
    readonly driver: TestedDriver,
    private readonly runtime: string,
    notices: string[],
  ) {
    this.notices = notices;
  }

  static async open(open: (needs: DriverNeeds) => TestedDriver, runtime: string): Promise<DriverScene> {
    const notices: string[] = [];
    const folder = RunFolder.create();
    const api = await RuntimeApi.listen(folder.path);
    const driver = open({ door: api, folder, notice: (what, why) => notices.push(`${what}: ${why}`) });
    return new DriverScene(folder, api, driver, runtime, notices);
  }

  spec({ initLimitMs = 10_000, ...more }: StartOptions): EnvironmentSpec {
    const configuration: FunctionConfiguration = {
      packageType: 'Zip',
      runtime: this.runtime,
      handler: 'index.handler',
      code: { kind: 'absent', why: 'The test has none.' },
      layers: [],
      architecture: 'x86_64',
      memoryMb: 128,
      timeoutSeconds: 5,
      ephemeralStorageMb: 512,
      environment: {},
      roleArn: 'arn:aws:iam::111122223333:role/orders',
      description: '',
      tracing: 'PassThrough',
      logging: { format: 'Text', group: '/aws/lambda/orders' },
      ...more,
    };
    const lambda: LambdaFunction = {
      address: { stack: 'App', logicalId: 'Orders', path: 'App/Orders' },
      name: 'orders',
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
      account: '111122223333',
      region: 'eu-west-1',
      configuration,
      versions: [],
      aliases: [],
      urls: [],
      permissions: [],
      asyncConfigurations: [],
    };
    return {
      id: `environment-${++this.started}`,
      function: lambda,
      version: '$LATEST',
      configuration,
      initializationType: 'on-demand',
      logStream: '2026/11/20/[$LATEST]0123',
      initLimitMs,
    };
  }

  async start(options: StartOptions): Promise<StartedEnvironment> {
    const spec = this.spec(options);
    const lines: string[] = [];
    let deaths = 0;
    let tellDeath: () => void = () => {};
    const death = new Promise<void>((resolve) => {
      tellDeath = resolve;
    });
    const environment = this.driver.start(spec, {
      log: (line) => lines.push(line),
      died: () => {
        deaths++;
        tellDeath();
      },
    });
    const init = await environment.initialized;
    let invocations = 0;
    return {
      init,
      lines,
      get died() {
        return deaths > 0;
      },
      get lastRequestId() {
        return `${spec.id}-request-${invocations}`;
      },
      untilDied: () => death,
      stop: () => environment.stop(),
      invoke: (event, more = {}) =>
        environment.invoke({
          requestId: `${spec.id}-request-${++invocations}`,
          payload: Buffer.from(JSON.stringify(event)),
          invokedFunctionArn: `${spec.function.arn}:live`,
          traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
          timeoutMs: 5_000,
          ...more,
        }),
    };
  }

  /** Closes everything and fails when a process, a socket or a file is still there. */
  async end(): Promise<void> {
    await this.driver.close();
    await this.api.close();
    const files = readdirSync(this.folder.path).filter((name) => name.endsWith('.sock'));
    await this.folder.remove();
    expect({ processes: processesOf(this.folder.path), sockets: files, folder: existsSync(this.folder.path) }).toEqual({
      processes: [],
      sockets: [],
      folder: false,
    });
  }

  /** Environments that are still there; not the shell that guards them. */
  processes(): string[] {
    return processesOf(this.folder.path).filter((line) => !line.includes('guardian.sh'));
  }
}

/** Command lines of processes that name `folder` in their arguments or their first environment, or have something of it mounted. */
export function processesOf(folder: string): string[] {
  if (!existsSync('/proc'))
    return execFileSync('ps', ['-axEww'])
      .toString()
      .split('\n')
      .filter((line) => line.includes(folder));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `${pid} ${['cmdline', 'environ', 'mountinfo'].map((file) => read(`/proc/${pid}/${file}`)).join(' ')}`)
    .filter((line) => line.includes(folder) || line.includes(`/${basename(folder)}/`))
    .map((line) => line.replaceAll('\0', ' ').slice(0, 300));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Writes files below `folder` and gives the folder. */
export function filesIn(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
