import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath } from './assets';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';

/** The share of a function's memory that Lambda gives to V8's heap. */
const HEAP_SHARE = 0.9;

/** Features of Node that Lambda turns off, unless the function's NODE_OPTIONS turns them on again. */
const TURNED_OFF: ReadonlyArray<{ readonly feature: string; readonly in: (major: number) => boolean }> = [
  { feature: 'experimental-require-module', in: (major) => major === 20 || major === 22 },
  { feature: 'experimental-detect-module', in: (major) => major >= 22 },
];

export interface NodeOptions {
  /** `node_modules` folders, in order, where the AWS SDK is looked for that Lambda's runtimes bring along. */
  readonly sdkFolders: readonly string[];
}

/** Runs Node.js functions with the Node.js that runs the executor. */
export function nodeLauncher(options: NodeOptions): Launcher {
  const assets = assetPath('node');
  return {
    family: 'nodejs',
    inlineFile: 'index.js',
    refuses: (runtime) => (/^nodejs\d+\.x$/.test(runtime) ? undefined : `Node.js functions of ${runtime} are not run here.`),
    async interpreter(runtime): Promise<Interpreter> {
      const version = process.versions.node;
      return { command: process.execPath, version, exact: version.startsWith(`${majorOf(runtime)}.`) };
    },
    async launch(request): Promise<Launch> {
      const modules = layerModules(request);
      return {
        command: process.execPath,
        args: [
          `--max-old-space-size=${Math.floor(request.memoryMb * HEAP_SHARE)}`,
          ...flagsOf(request),
          join(assets, 'bootstrap.cjs'),
        ],
        runtimeFolder: assets,
        defaults: modules.length > 0 ? { NODE_PATH: modules.join(':') } : {},
        settings: { sdk: options.sdkFolders },
      };
    },
  };
}

function majorOf(runtime: string): number {
  return Number(/^nodejs(\d+)/.exec(runtime)?.[1]);
}

function flagsOf({ runtime, environment }: LaunchRequest): string[] {
  const wanted = environment.NODE_OPTIONS ?? '';
  return TURNED_OFF.filter(({ feature, in: isIn }) => isIn(majorOf(runtime)) && !wanted.includes(feature))
    .filter(({ feature }) => process.allowedNodeEnvironmentFlags.has(`--${feature}`))
    .map(({ feature }) => `--no-${feature}`);
}

/** FN-52. */
function layerModules({ runtime, layerFolders }: LaunchRequest): string[] {
  return layerFolders
    .flatMap((layer) => [join(layer, 'nodejs', `node${majorOf(runtime)}`, 'node_modules'), join(layer, 'nodejs', 'node_modules')])
    .filter((folder) => existsSync(folder));
}
