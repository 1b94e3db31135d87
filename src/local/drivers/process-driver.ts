import type { FunctionConfiguration } from '../../model/function';
import type { EnvironmentDriver, EnvironmentListener, EnvironmentSpec, RunningEnvironment } from '../engine/ports';
import type { RuntimeSession } from '../engine/runtime-port';
import { LocalError } from '../errors';
import { CodeStore } from './code-store';
import type { Prepared } from './environment-request';
import { wrapped } from './exec-wrapper';
import { extensionPrograms } from './extension-programs';
import { NO_ENGINE } from './images/container-engine';
import { Containers } from './images/containers';
import { patientDoor } from './images/patient-door';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';
import { MemoryWatch } from './memory/memory-watch';
import type { ProcessDriverOptions } from './process-driver-options';
import { ProcessEnvironment } from './process-environment';
import type { ProcessOptions } from './process-group';
import { enclosed, type Programs } from './sandbox/enclosed';
import { TemporaryFolders } from './sandbox/temporary-folders';
import { searchPaths } from './search-paths';
import { whyNotRun } from './unknown-runtimes';
import { guardedAmong, NO_XRAY_DAEMON, noSecrets, reservedAmong, variablesOf } from './variables';
import { WarmStarts } from './warm/warm-starts';

const SPARES = 2;

/** Runs functions as processes of this machine, one for each environment. */
export class ProcessDriver implements EnvironmentDriver {
  private readonly code: CodeStore;
  private readonly running = new Set<ProcessEnvironment>();
  private readonly memory = new MemoryWatch();
  private readonly temporary: TemporaryFolders;
  private readonly warm: WarmStarts;
  private readonly containers: Containers;
  private readonly noticed = new Set<string>();

  constructor(private readonly options: ProcessDriverOptions) {
    this.code = new CodeStore(options.folder.path);
    this.warm = new WarmStarts(options.folder.guardian, options.folder.path, options.spares ?? SPARES);
    this.temporary = new TemporaryFolders(options.folder.path);
    const { engine = NO_ENGINE, folder, hostVariables = {}, makingImage } = options;
    this.containers = new Containers(engine, folder, hostVariables, makingImage);
  }

  refuses(configuration: FunctionConfiguration): string | undefined {
    const { runtime, code, environment } = configuration;
    if (isImage(configuration) && this.containers.why !== undefined) return this.containers.why;
    if (code.kind === 'absent') return code.why;
    const reserved = reservedAmong(environment);
    if (reserved.length > 0)
      return `Lambda reserves the environment variables that it sets: ${reserved.join(', ')}; rename them.`;
    if (isImage(configuration)) return undefined;
    if (runtime === undefined || !configuration.handler) return 'A function in a .zip archive needs a runtime and a handler.';
    const launcher = this.launcherOf(runtime);
    if (launcher) return launcher.refuses(runtime);
    const families = this.options.launchers.map(({ family }) => family);
    return whyNotRun(runtime, families);
  }

  /** What would run this configuration, for `lambda-kit list`; undefined when nothing would. */
  async describe(configuration: FunctionConfiguration): Promise<Interpreter | undefined> {
    if (this.refuses(configuration) !== undefined) return undefined;
    if (isImage(configuration)) return this.likely(configuration);
    const { runtime = '' } = configuration;
    return this.launcherOf(runtime)
      ?.interpreter(runtime)
      .catch(() => undefined);
  }

  /** The same as far as it is known without starting anything. */
  likely(configuration: FunctionConfiguration): Interpreter | undefined {
    if (this.refuses(configuration) !== undefined) return undefined;
    if (isImage(configuration)) return this.containers.interpreter;
    const { runtime = '' } = configuration;
    return this.launcherOf(runtime)?.likely(runtime);
  }

  start(spec: EnvironmentSpec, listener: EnvironmentListener): RunningEnvironment {
    const inContainer = isImage(spec.configuration);
    const environment = new ProcessEnvironment({
      spec,
      listener,
      door: inContainer ? patientDoor(this.options.door) : this.options.door,
      guardian: this.options.folder.guardian,
      memory: this.memory,
      temporary: this.temporary,
      heritage: heritageOf(spec),
      now: this.options.now ?? Date.now,
      prepare: (session) => (inContainer ? this.prepareContainer(spec, session) : this.prepare(spec, session)),
      ...(this.options.bandwidth && { bandwidth: this.options.bandwidth }),
    });
    this.running.add(environment);
    void environment.gone.then(() => this.running.delete(environment));
    return environment;
  }

  /** Ends what an environment may wait for before it can be stopped. */
  interrupt(): void {
    this.containers.interrupt();
  }

  /** Stops what still runs. The folder and the door stay: they are whose they are. */
  async close(): Promise<void> {
    this.interrupt();
    await Promise.all([...this.running].map((environment) => environment.stop()));
    await this.warm.close();
    await this.containers.close();
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
      ...(await this.told(spec, session)),
      codeFolder,
      runtimeFolder: launch.runtimeFolder,
      foreign: launch.foreign === true,
      defaults: { ...searchPaths(this.options.path, layerFolders), ...launch.defaults },
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

  private async prepareContainer(spec: EnvironmentSpec, session: RuntimeSession): Promise<Prepared> {
    const refusal = this.refuses(spec.configuration);
    if (refusal !== undefined) throw new Error(refusal);
    this.noticeGuarded(spec);
    const told = await this.told(spec, session);
    try {
      return await this.containers.prepare(
        spec,
        variablesOf({ ...told, codeFolder: '', runtimeFolder: '', foreign: true, defaults: {} }),
      );
    } catch (error) {
      if (error instanceof LocalError) this.noticeOnce(`the image of ${spec.function.address.path}`, error.message);
      throw error;
    }
  }

  /** What every environment is told, whatever runs it. */
  private async told(spec: EnvironmentSpec, session: RuntimeSession) {
    return {
      spec,
      runtimeApi: await session.listen(),
      endpointUrl: this.options.endpointUrl,
      xrayDaemon: this.options.xrayDaemon ?? NO_XRAY_DAEMON,
      credentials: this.options.credentials?.(spec.function, spec.configuration.roleArn) ?? noSecrets(spec.function),
      extra: this.options.extraVariables ?? {},
    };
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

function isImage({ packageType }: FunctionConfiguration): boolean {
  return packageType === 'Image';
}

function heritageOf({ heritage, function: { arn }, version }: EnvironmentSpec): string {
  return heritage ?? `${arn}:${version}`;
}
