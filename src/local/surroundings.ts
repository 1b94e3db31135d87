import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../model/function';
import { runtimeStanding } from '../spec/runtimes';
import { assetPath } from './drivers/assets';
import { host } from './drivers/host';
import { isExecutable } from './drivers/interpreters/candidate';
import type { Interpreter, Launcher } from './drivers/launcher';
import { nodeLauncher } from './drivers/node';
import { providedLauncher } from './drivers/provided';
import { pythonLauncher } from './drivers/python';
import { LocalError } from './errors';
import { dayOf } from './time/day';
import { SystemClock } from './time/system-clock';

/** What the person running the app says of where its functions run. */
export interface SurroundingsOptions {
  /** The folder whose `node_modules` hold the SDK that Lambda's runtimes bring along. */
  readonly projectDirectory: string;
  /** Executables by runtime, as `nodejs22.x`. */
  readonly interpreters?: Readonly<Record<string, string>>;
}

/** What a function runs on. */
export interface RunsOn {
  /** The construct path of the function. */
  readonly function: string;
  /** Absent when nothing here runs it. */
  readonly interpreter?: Interpreter;
}

/** Every runtime that can be run as a process. Fails with INTERPRETER_INVALID when one that is named cannot be used. */
export function launchersOf({ projectDirectory, interpreters = {} }: SurroundingsOptions): Launcher[] {
  for (const [runtime, file] of Object.entries(interpreters)) mustBeUsable(runtime, file);
  const sdkFolders = [...moduleFolders(projectDirectory), ...moduleFolders(dirname(assetPath('node')))];
  return [
    nodeLauncher({ sdkFolders, hostVariables: host.variables, named: interpreters }),
    pythonLauncher({ hostVariables: host.variables, named: interpreters }),
    providedLauncher(),
  ];
}

/** What each function would run on; asks every interpreter that is needed for its version. */
export async function askSurroundings(
  functions: readonly LambdaFunction[],
  options: SurroundingsOptions,
): Promise<readonly RunsOn[]> {
  const launchers = launchersOf(options);
  return Promise.all(
    functions.map(async ({ address, configuration: { runtime = '' } }) => {
      const launcher = launchers.find(({ family }) => runtime.startsWith(family));
      const there = launcher?.refuses(runtime) === undefined;
      const interpreter = there ? await launcher?.interpreter(runtime).catch(() => undefined) : undefined;
      return { function: address.path, ...(interpreter && { interpreter }) };
    }),
  );
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
