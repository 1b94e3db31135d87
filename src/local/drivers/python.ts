import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { assetPath } from './assets';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';

/** The oldest Python that the bootstrap runs on. */
const OLDEST = [3, 8] as const;
/** How long an interpreter may take to say who it is, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000;
/** A version manager's shim answers with the real interpreter behind it. */
const WHO = `
import json, site, sys
print(json.dumps([sys.executable, list(sys.version_info[:3]), site.getsitepackages() + [site.getusersitepackages()]]))
`;

export interface PythonOptions {
  /** The executor's own variables: PATH is searched, and version managers need theirs to find the interpreter. */
  readonly hostVariables: Readonly<Record<string, string | undefined>>;
}

interface Found extends Interpreter {
  /** Where the AWS SDK is looked for that Lambda's runtimes bring along. */
  readonly sitePackages: readonly string[];
}

/** Runs Python functions with the runtime's own version where there is one, otherwise with the nearest `python3`. */
export function pythonLauncher(options: PythonOptions): Launcher {
  const assets = assetPath('python');
  const asked = new Map<string, Promise<Found>>();
  const find = (runtime: string): Promise<Found> => {
    const known = asked.get(runtime) ?? findInterpreter(runtime, options.hostVariables);
    asked.set(runtime, known);
    return known;
  };
  return {
    family: 'python',
    inlineFile: 'index.py',
    refuses(runtime) {
      if (!/^python3\.\d+$/.test(runtime)) return `Python functions of ${runtime} are not run here.`;
      return candidates(runtime, options.hostVariables.PATH ?? '').length > 0 ? undefined : missing(runtime);
    },
    async interpreter(runtime): Promise<Interpreter> {
      const { command, version, exact } = await find(runtime);
      return { command, version, exact };
    },
    async launch(request): Promise<Launch> {
      const { command, sitePackages } = await find(request.runtime);
      return {
        command,
        // Without the `site` module: what is installed on this machine is not there in Lambda.
        args: ['-S', '-s', join(assets, 'bootstrap.py')],
        runtimeFolder: assets,
        defaults: {},
        settings: {
          sdk: sitePackages.filter((folder) => existsSync(folder)),
          layers: layerPackages(request),
          cache: join(request.runFolder, 'pycache'),
        },
      };
    },
  };
}

function missing(runtime: string): string {
  return `${runtime} needs ${runtime} or another Python from ${OLDEST.join('.')} on; put one on PATH.`;
}

/** Executables to ask, the best first. */
function candidates(runtime: string, path: string): string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return [runtime, 'python3', 'python'].flatMap((name) => folders.map((folder) => join(folder, name)).filter(isExecutable));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function findInterpreter(runtime: string, variables: PythonOptions['hostVariables']): Promise<Found> {
  const wanted = runtime.slice('python'.length);
  for (const candidate of candidates(runtime, variables.PATH ?? '')) {
    const answer = await ask(candidate, variables);
    if (!answer) continue;
    const [major, minor] = answer.version;
    if (major !== OLDEST[0] || (minor ?? 0) < OLDEST[1]) continue;
    const { command, version, sitePackages } = answer;
    return { command, version: version.join('.'), exact: `${major}.${minor}` === wanted, sitePackages };
  }
  throw new Error(missing(runtime));
}

async function ask(
  candidate: string,
  env: PythonOptions['hostVariables'],
): Promise<{ command: string; version: number[]; sitePackages: string[] } | undefined> {
  try {
    const { stdout } = await promisify(execFile)(candidate, ['-c', WHO], { env, timeout: ANSWER_LIMIT_MS });
    const [command, version, sitePackages] = JSON.parse(stdout);
    return { command, version, sitePackages };
  } catch {
    // A shim without its version, or a broken installation: the next one may do.
    return undefined;
  }
}

/** FN-52. */
function layerPackages({ runtime, layerFolders }: LaunchRequest): string[] {
  return layerFolders
    .flatMap((layer) => [join(layer, 'python'), join(layer, 'python', 'lib', runtime, 'site-packages')])
    .filter((folder) => existsSync(folder));
}
