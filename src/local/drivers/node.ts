import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { V8_HEAP_SHARE } from '../../spec/memory-limits';
import { assetPath } from './assets';
import type { HostVariables } from './interpreters/candidate';
import { type Answer, Interpreters } from './interpreters/interpreters';
import { nodeCandidates } from './interpreters/node-candidates';
import { newestFirst, type Version, versionIn, versionText } from './interpreters/version';
import type { Interpreter, Launch, Launcher, LaunchRequest } from './launcher';

/** The oldest Node.js that the bootstrap runs on. */
const OLDEST: Version = [18];
/** How long an interpreter may take to say who it is, in milliseconds. */
const ANSWER_LIMIT_MS = 15_000;

/** Features of Node that Lambda turns off, unless the function's NODE_OPTIONS turns them on again. */
const TURNED_OFF: ReadonlyArray<{
  readonly feature: string;
  readonly in: (major: number) => boolean;
  /** The first version of each older line that has it; newer lines all do. */
  readonly since: readonly Version[];
}> = [
  { feature: 'experimental-require-module', in: (major) => major === 20 || major === 22, since: [[20, 17], [22]] },
  { feature: 'experimental-detect-module', in: (major) => major >= 22, since: [[20, 10], [21, 1], [22]] },
];

export interface NodeOptions {
  /** `node_modules` folders, in order, where the AWS SDK is looked for that Lambda's runtimes bring along, and the package `node`. */
  readonly sdkFolders: readonly string[];
  /** The executor's own variables: PATH is searched, and version managers need theirs. @default none */
  readonly hostVariables?: HostVariables;
  /** Executables by runtime, as `nodejs22.x`. @default none */
  readonly named?: Readonly<Record<string, string>>;
}

/** Runs Node.js functions with the runtime's own version where there is one, otherwise with the nearest. */
export function nodeLauncher(options: NodeOptions): Launcher {
  const assets = assetPath('node');
  const interpreters = new Interpreters<Answer>({
    wanted: (runtime) => [majorOf(runtime)],
    named: (runtime) => options.named?.[runtime],
    candidates: (runtime) => nodeCandidates([majorOf(runtime)], options.sdkFolders, options.hostVariables ?? {}),
    oldest: OLDEST,
    ask,
    missing: (runtime) => `${runtime} needs Node.js ${versionText(OLDEST)} or newer.`,
  });
  return {
    family: 'nodejs',
    inlineFile: 'index.js',
    refuses: (runtime) => (/^nodejs\d+\.x$/.test(runtime) ? undefined : `Node.js functions of ${runtime} are not run here.`),
    likely: (runtime) => interpreters.likely(runtime),
    async interpreter(runtime): Promise<Interpreter> {
      const { command, version, exact } = await interpreters.find(runtime);
      return { command, version: versionText(version), exact };
    },
    async launch(request): Promise<Launch> {
      const { command, version } = await interpreters.find(request.runtime);
      const modules = layerModules(request);
      return {
        command,
        args: [
          `--max-old-space-size=${Math.floor(request.memoryMb * V8_HEAP_SHARE)}`,
          ...flagsOf(request, version),
          join(assets, 'bootstrap.cjs'),
        ],
        runtimeFolder: assets,
        defaults: modules.length > 0 ? { NODE_PATH: modules.join(':') } : {},
        settings: { sdk: options.sdkFolders },
      };
    },
  };
}

async function ask(file: string): Promise<Answer | undefined> {
  if (file === process.execPath) return { command: file, version: versionIn(process.versions.node) as Version };
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { env: {}, timeout: ANSWER_LIMIT_MS });
    const version = versionIn(stdout);
    return version && { command: file, version };
  } catch {
    // A broken installation: the next one may do.
    return undefined;
  }
}

function majorOf(runtime: string): number {
  return Number(/^nodejs(\d+)/.exec(runtime)?.[1]);
}

function flagsOf({ runtime, environment }: LaunchRequest, version: Version): string[] {
  const wanted = environment.NODE_OPTIONS ?? '';
  return TURNED_OFF.filter(({ feature, in: isIn }) => isIn(majorOf(runtime)) && !wanted.includes(feature))
    .filter(({ since }) => hasSince(since, version))
    .map(({ feature }) => `--no-${feature}`);
}

/** Node refuses to start with a flag that it does not know. */
function hasSince(since: readonly Version[], version: Version): boolean {
  const [major = 0] = version;
  return since.some((first) =>
    first.length === 1 ? major >= (first[0] ?? 0) : first[0] === major && newestFirst(first, version) >= 0,
  );
}

/** FN-52. */
function layerModules({ runtime, layerFolders }: LaunchRequest): string[] {
  return layerFolders
    .flatMap((layer) => [join(layer, 'nodejs', `node${majorOf(runtime)}`, 'node_modules'), join(layer, 'nodejs', 'node_modules')])
    .filter((folder) => existsSync(folder));
}
