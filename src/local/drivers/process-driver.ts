import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { EnvironmentDriver, EnvironmentListener, EnvironmentSpec, RunningEnvironment } from '../engine/ports';
import type { RuntimeDoor, RuntimeSession } from '../engine/runtime-port';
import type { Bandwidth } from '../engine/stream-pace';
import { CodeStore } from './code-store';
import type { Prepared } from './environment-request';
import { wrapped } from './exec-wrapper';
import { extensionPrograms } from './extension-programs';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';
import { MemoryWatch } from './memory/memory-watch';
import { ProcessEnvironment } from './process-environment';
import type { ProcessOptions } from './process-group';
import type { RunFolder } from './run-folder';
import { enclosed, type Programs } from './sandbox/enclosed';
import type { Sandbox } from './sandbox/sandbox';
import { TemporaryFolders } from './sandbox/temporary-folders';
import { whyNotRun } from './unknown-runtimes';
import { type Credentials, type DaemonAddress, guardedAmong, NO_XRAY_DAEMON, reservedAmong, variablesOf } from './variables';
import { WarmStarts } from './warm/warm-starts';

export interface ProcessDriverOptions {
  readonly door: RuntimeDoor;
  readonly folder: RunFolder;
  readonly launchers: readonly Launcher[];
  /** Where every AWS call of a handler goes. */
  readonly endpointUrl: string;
  /** Host names on AWS by which handlers may call APIs of the app: those calls go there, too. @default none */
  readonly apiHosts?: readonly string[];
  /** The PATH of the executor. */
  readonly path: string;
  /** Gives environments Lambda's file system; settles with nothing where that cannot be had. @default none */
  readonly sandbox?: () => Promise<Sandbox | undefined>;
  /** `AWS_ENDPOINT_URL_<SERVICE>` for services that are led elsewhere. @default none */
  readonly extraVariables?: Readonly<Record<string, string>>;
  /** @default the account as access key, and no secrets at all */
  readonly credentials?: (lambda: LambdaFunction, roleArn: string) => Credentials;
  /** How fast responses are streamed. @default as in Lambda */
  readonly bandwidth?: Bandwidth;
  /** Where handlers send traces. @default nowhere */
  readonly xrayDaemon?: DaemonAddress;
  /** The executor's clock. @default this machine's */
  readonly now?: () => number;
  /** How many booted interpreters may wait for a function. @default 2 */
  readonly spares?: number;
  /** Told once of everything that a function asks for and does not get. */
  readonly notice?: (what: string, why: string) => void;
}

const SPARES = 2;

/** Runs functions as processes of this machine, one for each environment. */
export class ProcessDriver implements EnvironmentDriver {
  private readonly code: CodeStore;
  private readonly running = new Set<ProcessEnvironment>();
  private readonly memory = new MemoryWatch();
  private readonly temporary: TemporaryFolders;
  private readonly warm: WarmStarts;
  private readonly noticed = new Set<string>();

  constructor(private readonly options: ProcessDriverOptions) {
    this.code = new CodeStore(options.folder.path);
    this.warm = new WarmStarts(options.folder.guardian, options.folder.path, options.spares ?? SPARES);
    this.temporary = new TemporaryFolders(options.folder.path);
  }

  refuses(configuration: FunctionConfiguration): string | undefined {
    const { runtime, code, environment } = configuration;
    if (configuration.packageType === 'Image')
      return 'Container images are not run here; package the function as a .zip archive.';
    if (code.kind === 'absent') return code.why;
    if (runtime === undefined || !configuration.handler) return 'A function in a .zip archive needs a runtime and a handler.';
    const reserved = reservedAmong(environment);
    if (reserved.length > 0)
      return `Lambda reserves the environment variables that it sets: ${reserved.join(', ')}; rename them.`;
    const launcher = this.launcherOf(runtime);
    if (launcher) return launcher.refuses(runtime);
    const families = this.options.launchers.map(({ family }) => family);
    return whyNotRun(runtime, families);
  }

  /** What would run this configuration, for `lambda-kit list`; undefined when nothing would. */
  async describe(configuration: FunctionConfiguration): Promise<Interpreter | undefined> {
    if (this.refuses(configuration) !== undefined) return undefined;
    const { runtime = '' } = configuration;
    return this.launcherOf(runtime)
      ?.interpreter(runtime)
      .catch(() => undefined);
  }

  /** The same as far as it is known without starting anything. */
  likely(configuration: FunctionConfiguration): Interpreter | undefined {
    const { runtime = '' } = configuration;
    return this.refuses(configuration) === undefined ? this.launcherOf(runtime)?.likely(runtime) : undefined;
  }

  start(spec: EnvironmentSpec, listener: EnvironmentListener): RunningEnvironment {
    const environment = new ProcessEnvironment({
      spec,
      listener,
      door: this.options.door,
      guardian: this.options.folder.guardian,
      memory: this.memory,
      temporary: this.temporary,
      heritage: heritageOf(spec),
      now: this.options.now ?? Date.now,
      prepare: (session) => this.prepare(spec, session),
      ...(this.options.bandwidth && { bandwidth: this.options.bandwidth }),
    });
    this.running.add(environment);
    void environment.gone.then(() => this.running.delete(environment));
    return environment;
  }

  /** Stops what still runs. The folder and the door stay: they are whose they are. */
  async close(): Promise<void> {
    await Promise.all([...this.running].map((environment) => environment.stop()));
    await this.warm.close();
    this.temporary.close();
  }

  private launcherOf(runtime: string): Launcher | undefined {
    return this.options.launchers.find(({ family }) => runtime.startsWith(family));
  }

  private async prepare(spec: EnvironmentSpec, session: RuntimeSession): Promise<Prepared> {
    const refusal = this.refuses(spec.configuration);
    const { runtime = '', code, environment, memoryMb } = spec.configuration;
    const launcher = this.launcherOf(runtime);
    if (refusal !== undefined || !launcher) throw new Error(refusal);
    this.noticeGuarded(spec);
    const codeFolder = await this.code.folderOf(code, launcher.inlineFile);
    const layerFolders = await this.layersOf(spec);
    const runFolder = this.options.folder.path;
    const sandbox = await this.options.sandbox?.();
    const isolated = sandbox !== undefined;
    const request: LaunchRequest = { runtime, memoryMb, codeFolder, runFolder, layerFolders, environment, isolated };
    const launch = await launcher.launch(request);
    const variables = variablesOf({
      spec,
      codeFolder,
      runtimeFolder: launch.runtimeFolder,
      runtimeApi: await session.listen(),
      foreign: launch.foreign === true,
      endpointUrl: this.options.endpointUrl,
      xrayDaemon: this.options.xrayDaemon ?? NO_XRAY_DAEMON,
      credentials: this.options.credentials?.(spec.function, spec.configuration.roleArn) ?? noSecrets(spec.function),
      defaults: { ...searchPaths(this.options.path, layerFolders), ...launch.defaults },
      extra: this.options.extraVariables ?? {},
    });
    const plain = {
      runtime: this.runtimeProcess(launch, request, variables, session),
      extensions: extensionPrograms(request, variables),
    };
    const { runtimeFolder } = launch;
    const { ephemeralStorageMb: ephemeralMb } = spec.configuration;
    const surroundings = { runtime, codeFolder, layerFolders, runtimeFolder, ephemeralMb, ownVariables: environment };
    const interpreter = await launcher.interpreter(runtime);
    const started = (programs: Programs) => ({ ...programs, ...this.warm.of(programs, codeFolder, environment), interpreter });
    if (!sandbox) return started(plain);
    const { id: environmentId } = spec;
    const heritage = heritageOf(spec);
    return started(await enclosed(plain, { sandbox, surroundings, folders: this.temporary, environmentId, heritage }));
  }

  private runtimeProcess(
    launch: Launch,
    request: LaunchRequest,
    variables: Record<string, string>,
    { address }: RuntimeSession,
  ): ProcessOptions {
    const cwd = request.codeFolder;
    if (launch.foreign) return { command: launch.command, args: launch.args, cwd, env: variables };
    if (!launch.settings) return { ...wrapped(launch, request), cwd, env: variables };
    const { apiHosts: names = [], endpointUrl: endpoint } = this.options;
    const settings = JSON.stringify({ ...launch.settings, ...address, apis: { names, endpoint } });
    return { ...wrapped(launch, request), cwd, env: { ...variables, LAMBDA_KIT_SETTINGS: settings } };
  }

  /** Later layers win over earlier ones (FN-52), so they come first. A layer that cannot be had is left out, and that is said. */
  private async layersOf(spec: EnvironmentSpec): Promise<string[]> {
    const folders: string[] = [];
    for (const layer of spec.configuration.layers) {
      if (layer.kind === 'directory' || layer.kind === 'archive') folders.unshift(await this.code.folderOf(layer, ''));
      else this.noticeOnce(`a layer of ${spec.function.name}`, layer.kind === 'absent' ? layer.why : 'It is not an archive.');
    }
    return folders;
  }

  private noticeGuarded(spec: EnvironmentSpec): void {
    for (const key of guardedAmong(spec.configuration.environment)) {
      this.noticeOnce(
        `the variable ${key} of ${spec.function.name}`,
        'It could lead calls of the function to a real account, so the executor sets it itself.',
      );
    }
  }

  private noticeOnce(what: string, why: string): void {
    if (this.noticed.has(what + why)) return;
    this.noticed.add(what + why);
    this.options.notice?.(what, why);
  }
}

function heritageOf({ heritage, function: { arn }, version }: EnvironmentSpec): string {
  return heritage ?? `${arn}:${version}`;
}

function noSecrets(lambda: LambdaFunction): Credentials {
  return { accessKeyId: lambda.account, secretAccessKey: 'lambda-kit', sessionToken: 'lambda-kit' };
}

/** FN-52: `bin` and `lib` of layers. */
function searchPaths(path: string, layerFolders: readonly string[]): Record<string, string> {
  const folders = (name: string) => layerFolders.map((layer) => join(layer, name)).filter((folder) => existsSync(folder));
  const libraries = folders('lib');
  return {
    PATH: [...folders('bin'), path].join(delimiter),
    ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(delimiter) }),
  };
}
