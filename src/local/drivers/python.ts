import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assetPath } from './assets';
import type { HostVariables } from './interpreters/candidate';
import { type Answer, Interpreters } from './interpreters/interpreters';
import { pythonCandidates } from './interpreters/python-candidates';
import { type Version, versionText } from './interpreters/version';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';

/** The oldest Python that the bootstrap runs on. */
const OLDEST: Version = [3, 8];
/** How long an interpreter may take to say who it is, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000;
/** A version manager's shim answers with the real interpreter behind it. */
const WHO = `
import json, site, sys
print(json.dumps([sys.executable, list(sys.version_info[:3]), site.getsitepackages() + [site.getusersitepackages()]]))
`;

export interface PythonOptions {
  /** The executor's own variables: PATH is searched, and version managers need theirs to find the interpreter. */
  readonly hostVariables: HostVariables;
  /** Executables by runtime, as `python3.13`. @default none */
  readonly named?: Readonly<Record<string, string>>;
}

interface PythonAnswer extends Answer {
  /** Where the AWS SDK is looked for that Lambda's runtimes bring along. */
  readonly sitePackages: readonly string[];
}

/** Runs Python functions with the runtime's own version where there is one, otherwise with the nearest. */
export function pythonLauncher({ hostVariables, named }: PythonOptions): Launcher {
  const assets = assetPath('python');
  const interpreters = new Interpreters<PythonAnswer>({
    wanted,
    named: (runtime) => named?.[runtime],
    candidates: (runtime) => pythonCandidates(wanted(runtime), hostVariables),
    oldest: OLDEST,
    ask: (file) => ask(file, hostVariables),
    missing,
  });
  return {
    family: 'python',
    inlineFile: 'index.py',
    refuses(runtime) {
      if (!/^python3\.\d+$/.test(runtime)) return `Python functions of ${runtime} are not run here.`;
      return interpreters.isThere(runtime) ? undefined : missing(runtime);
    },
    likely: (runtime) => interpreters.likely(runtime),
    async interpreter(runtime): Promise<Interpreter> {
      const { command, version, exact } = await interpreters.find(runtime);
      return { command, version: versionText(version), exact };
    },
    async launch(request): Promise<Launch> {
      const { command, sitePackages } = await interpreters.find(request.runtime);
      return {
        command,
        // Without the `site` module: what is installed on this machine is not there in Lambda.
        args: ['-S', '-s', join(assets, 'bootstrap.py')],
        runtimeFolder: assets,
        // Python itself sets it where there is no locale, as in Lambda (FN-45).
        defaults: { LC_CTYPE: 'C.UTF-8' },
        settings: {
          sdk: sitePackages.filter((folder) => existsSync(folder)),
          layers: layerPackages(request),
          cache: join(request.runFolder, 'pycache'),
          // Isolated functions have their modules in the same place, and Python tells sources apart by size and second alone.
          cacheOf: packageName(request),
        },
      };
    },
  };
}

function wanted(runtime: string): Version {
  return runtime.slice('python'.length).split('.').map(Number);
}

function missing(runtime: string): string {
  return `${runtime} needs ${runtime} or another Python from ${versionText(OLDEST)} on; put one on PATH.`;
}

async function ask(file: string, env: HostVariables): Promise<PythonAnswer | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['-c', WHO], { env, timeout: ANSWER_LIMIT_MS });
    const [command, version, sitePackages] = JSON.parse(stdout);
    return { command, version, sitePackages };
  } catch {
    // A shim without its version, or a broken installation: the next one may do.
    return undefined;
  }
}

/** Of code and layers together. */
function packageName({ codeFolder, layerFolders }: LaunchRequest): string {
  return createHash('sha256')
    .update([codeFolder, ...layerFolders].join('\0'))
    .digest('hex')
    .slice(0, 16);
}

/** FN-52. */
function layerPackages({ runtime, layerFolders }: LaunchRequest): string[] {
  return layerFolders
    .flatMap((layer) => [join(layer, 'python'), join(layer, 'python', 'lib', runtime, 'site-packages')])
    .filter((folder) => existsSync(folder));
}
