import { dirname, join } from 'node:path';
import type { Application } from '../model/application';
import type { LambdaFunction } from '../model/function';
import { runtimeStanding } from '../spec/runtimes';
import { assetPath } from './drivers/assets';
import { withGivenLayers } from './drivers/given-layers';
import { host } from './drivers/host';
import { type FoundEngine, findContainerEngine, interpreterOf, NO_ENGINE } from './drivers/images/container-engine';
import { isExecutable } from './drivers/interpreters/candidate';
import { javaLauncher } from './drivers/java';
import type { Interpreter, Launcher } from './drivers/launcher';
import { nodeLauncher } from './drivers/node';
import { providedLauncher } from './drivers/provided';
import { pythonLauncher } from './drivers/python';
import { bubblewrap } from './drivers/sandbox/bubblewrap';
import { Sandbox } from './drivers/sandbox/sandbox';
import { LocalError } from './errors';
import { dayOf } from './time/day';
import { SystemClock } from './time/system-clock';

/** What the person running the app says of where its functions run. */
export interface SurroundingsOptions {
  /** The folder whose `node_modules` hold the SDK that Lambda's runtimes bring along. */
  readonly projectDirectory: string;
  /** Executables by runtime, as `nodejs22.x`. */
  readonly interpreters?: Readonly<Record<string, string>>;
  /** @default 'auto' */
  readonly isolation?: Isolation;
  /** Folders and archives with the files of layers that the app does not make, by the ARNs of their versions. */
  readonly layers?: Readonly<Record<string, string>>;
}

/** `auto`: where this machine can, `none`: never, `required`: or not at all. */
export const ISOLATIONS = ['auto', 'none', 'required'] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** What a function runs on. */
export interface RunsOn {
  /** The construct path of the function. */
  readonly function: string;
  /** Absent when nothing here runs it. */
  readonly interpreter?: Interpreter;
  /** What gives it Lambda's file system: code in `/var/task`, layers in `/opt`, a `/tmp` of its own; or its image's. */
  readonly isolation: 'bubblewrap' | 'container' | 'none';
}

/** How environments are isolated on this machine. */
export interface Isolated {
  readonly isolation: Exclude<RunsOn['isolation'], 'container'>;
  /** Why they are not. */
  readonly why?: string;
  /** Undefined when they are not. */
  sandboxIn(runFolder: string): Sandbox | undefined;
}

/** Every runtime that can be run as a process. Fails with INTERPRETER_INVALID when one that is named cannot be used. */
export function launchersOf({ projectDirectory, interpreters = {} }: SurroundingsOptions): Launcher[] {
  for (const [runtime, file] of Object.entries(interpreters)) mustBeUsable(runtime, file);
  const sdkFolders = [...moduleFolders(projectDirectory), ...moduleFolders(dirname(assetPath('node')))];
  return [
    nodeLauncher({ sdkFolders, hostVariables: host.variables, named: interpreters }),
    pythonLauncher({ hostVariables: host.variables, named: interpreters }),
    javaLauncher({ hostVariables: host.variables, named: interpreters }),
    providedLauncher(),
  ];
}

/** Finds out how environments are isolated. Fails with ISOLATION_UNAVAILABLE where that is required and cannot be had. */
export async function isolationOf({ isolation = 'auto' }: Pick<SurroundingsOptions, 'isolation'>): Promise<Isolated> {
  if (isolation === 'none') return notIsolated('it is switched off');
  const tried = await bubblewrap(host.variables.PATH ?? '');
  if ('there' in tried) return { isolation: 'bubblewrap', sandboxIn: (runFolder) => new Sandbox(tried.there, runFolder) };
  if (isolation === 'required') throw new LocalError('ISOLATION_UNAVAILABLE', `Functions cannot be isolated: ${tried.why}.`);
  return notIsolated(tried.why);
}

function notIsolated(why: string): Isolated {
  return { isolation: 'none', why, sandboxIn: () => undefined };
}

/** What runs the container images of these functions; nothing is asked when there are none. */
export async function engineFor(functions: readonly LambdaFunction[]): Promise<FoundEngine> {
  return functions.some(isInImage) ? findContainerEngine(host.variables) : NO_ENGINE;
}

/**
 * The app as it runs here: with the files that were given for layers of others, and its container images among what is not run
 * where there is no engine for them.
 */
export function asItRunsHere(
  read: Application,
  { layers }: Pick<SurroundingsOptions, 'layers'>,
  engine: FoundEngine,
): Application {
  const application = withGivenLayers(read, layers);
  const { functions, unsupported } = application;
  if ('there' in engine || !functions.some(isInImage)) return application;
  const type = 'AWS::Lambda::Function';
  const images = functions.filter(isInImage).map(({ address }) => ({ address, type, why: engine.why }));
  return { ...application, unsupported: [...unsupported, ...images] };
}

export function isInImage({ configuration }: LambdaFunction): boolean {
  return configuration.packageType === 'Image';
}

/** What each function would run on; asks every interpreter that is needed for its version. */
export async function askSurroundings(
  functions: readonly LambdaFunction[],
  options: SurroundingsOptions,
  engine: FoundEngine,
): Promise<readonly RunsOn[]> {
  const launchers = launchersOf(options);
  const { isolation } = await isolationOf(options);
  return Promise.all(
    functions.map(async (fn) => {
      const { address, configuration } = fn;
      if (isInImage(fn)) return { function: address.path, isolation: 'container' as const, ...inEngine(engine) };
      const { runtime = '' } = configuration;
      const launcher = launchers.find(({ family }) => runtime.startsWith(family));
      const there = launcher?.refuses(runtime) === undefined;
      const interpreter = there ? await launcher?.interpreter(runtime).catch(() => undefined) : undefined;
      return { function: address.path, ...(interpreter && { interpreter }), isolation };
    }),
  );
}

function inEngine(engine: FoundEngine): Pick<RunsOn, 'interpreter'> {
  return 'there' in engine ? { interpreter: interpreterOf(engine.there) } : {};
}

function mustBeUsable(runtime: string, file: string): void {
  if (runtimeStanding(runtime, dayOf(new SystemClock().now())).is === 'unknown')
    throw new LocalError('INTERPRETER_INVALID', `${runtime}, for which ${file} is named, is no runtime.`);
  if (!isExecutable(file))
    throw new LocalError('INTERPRETER_INVALID', `${file}, which is named for ${runtime}, is no file that can be run.`);
}

/** `node_modules` of the folder and of every folder above it. */
function moduleFolders(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    folders.push(join(at, 'node_modules'));
    if (dirname(at) === at) return folders;
  }
}
