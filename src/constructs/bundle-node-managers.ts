/** Lambda's platform, in the words of npm's packages. */
export interface NodePlatform {
  readonly os: 'linux';
  readonly cpu: 'arm64' | 'x64';
  readonly libc: 'glibc';
}

/** What of a project is to be installed. */
export interface NodeScope {
  /** With development dependencies. */
  readonly dev: boolean;
  /** Only for these workspaces, relative to the root with slashes, and those that they need; undefined for everything. */
  readonly workspaces?: readonly string[];
}

/** A file of settings, as it has to be for an installation. */
export interface NodeSettings {
  readonly file: string;
  /** What it has at the root of the project; undefined when it is not there. */
  readonly adapt: (text: string | undefined, platform: NodePlatform) => string;
}

export interface NodeManager {
  readonly name: string;
  readonly lockFiles: readonly string[];
  /** Exactly what the lockfile says, without scripts. */
  readonly install: (platform: NodePlatform, scope: NodeScope) => readonly [string, ...string[]];
  /** What has to stand in package.json besides. */
  readonly extra?: (platform: NodePlatform) => object;
  readonly settings?: NodeSettings;
  /** It installs for all platforms at once. */
  readonly everyPlatform?: true;
  /** The major versions that read the lockfile, where others of this name might install something else in silence. */
  /** Of the lockfile before and after: what it did not have; for those that do not keep to it everywhere. */
  readonly added?: (before: string, after: string) => readonly string[];
  readonly majors?: { readonly called: string; readonly oldest: number; readonly newest: number };
}

const npm: NodeManager = {
  name: 'npm',
  lockFiles: ['npm-shrinkwrap.json', 'package-lock.json'],
  install: ({ os, cpu, libc }, { dev, workspaces = [] }) => [
    ...(['npm', 'ci', '--ignore-scripts', dev ? '--include=dev' : '--omit=dev', '--include=prod', '--include=optional'] as const),
    ...['--include=peer', '--install-strategy=hoisted', '--install-links=false', '--no-bin-links', '--no-audit', '--no-fund'],
    ...['--no-update-notifier', '--prefer-offline', '--loglevel=error', '--global=false'],
    ...[`--os=${os}`, `--cpu=${cpu}`, `--libc=${libc}`],
    ...workspaces.map((folder) => `--workspace=${folder}`),
  ],
};

const PNPM_PLATFORM = 'supportedArchitectures';

const pnpm: NodeManager = {
  name: 'pnpm',
  lockFiles: ['pnpm-lock.yaml'],
  install: (_platform, { dev, workspaces = [] }) => [
    ...(['pnpm', 'install', '--frozen-lockfile', ...(dev ? [] : ['--prod']), '--ignore-scripts', '--prefer-offline'] as const),
    // Links to exact versions, whatever is hoisted in the project; the layer or function gets plain folders from them.
    ...['--config.node-linker=isolated', '--config.enable-global-virtual-store=false'],
    ...['--config.package-import-method=copy', '--reporter=append-only'],
    ...workspaces.flatMap((folder) => ['--filter', `{${folder}}...`]),
  ],
  // For pnpm up to 10; later ones read it from the file of the workspace, which keeps them from looking for one further up, too.
  extra: (platform) => ({ pnpm: { [PNPM_PLATFORM]: listed(platform) } }),
  settings: {
    file: 'pnpm-workspace.yaml',
    adapt: (text = '', platform) => {
      const own = withoutKeys(text, [PNPM_PLATFORM]);
      return `${/^packages:/m.test(own) ? own : `packages:\n  - .\n${own}`}${yamlPlatform(platform)}`;
    },
  },
};

const yarn: NodeManager = {
  name: 'yarn',
  lockFiles: ['yarn.lock'],
  install: (_platform, { dev }) => [
    ...(['yarn', 'install', `--production=${!dev}`, '--ignore-scripts', '--non-interactive'] as const),
    ...['--no-progress', '--no-bin-links', '--ignore-engines', '--ignore-platform', '--prefer-offline'],
  ],
  everyPlatform: true,
  // In workspaces, --frozen-lockfile takes other versions in silence.
  added: (before, after) => {
    const known = yarnVersions(before);
    return [...yarnVersions(after)].filter(([wanted, version]) => known.get(wanted) !== version).map(([wanted]) => wanted);
  },
  majors: { called: 'Yarn 1', oldest: 1, newest: 1 },
};

/** By what is wanted, as `a@^1.0.0`. */
function yarnVersions(lock: string): ReadonlyMap<string, string> {
  const entries = [...lock.matchAll(/^(\S.*):\r?\n {2}version (.*?)\r?$/gm)];
  return new Map(
    entries.flatMap(([, all = '', version = '']) => all.split(', ').map((one) => [one.replace(/"/g, ''), version] as const)),
  );
}

const MODERN_YARN_OWN = [
  ...['nodeLinker', PNPM_PLATFORM, 'enableScripts', 'enableTelemetry', 'enableGlobalCache', 'cacheFolder', 'installStatePath'],
  ...['nmHoistingLimits', 'nmMode', 'enableImmutableInstalls'],
];

/** Shares the name of the lockfile with Yarn 1. */
export const MODERN_YARN: NodeManager = {
  name: 'yarn',
  lockFiles: [],
  install: () => ['yarn', 'install', '--immutable', '--mode=skip-build'],
  settings: {
    file: '.yarnrc.yml',
    adapt: (text = '', platform) =>
      `${withoutKeys(text, MODERN_YARN_OWN)}nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\nenableGlobalCache: true\n${yamlPlatform(platform)}`,
  },
  majors: { called: 'Yarn 2 or newer', oldest: 2, newest: Number.POSITIVE_INFINITY },
};

const bun: NodeManager = {
  name: 'bun',
  lockFiles: ['bun.lock'],
  install: ({ os, cpu, libc }, { dev, workspaces = [] }) => [
    ...(['bun', 'install', '--frozen-lockfile', ...(dev ? [] : ['--production']), '--ignore-scripts', '--no-progress'] as const),
    ...['--linker=isolated', '--backend=copyfile', `--os=${os}`, `--cpu=${cpu}`, `--libc=${libc}`],
    ...workspaces.map((folder) => `--filter=./${folder}`),
  ],
};

export const NODE_MANAGERS: readonly NodeManager[] = [npm, pnpm, yarn, bun];

function listed({ os, cpu, libc }: NodePlatform): object {
  return { os: [os], cpu: [cpu], libc: [libc] };
}

function yamlPlatform({ os, cpu, libc }: NodePlatform): string {
  return `${PNPM_PLATFORM}:\n  os: [${os}]\n  cpu: [${cpu}]\n  libc: [${libc}]\n`;
}

/** Of a YAML file: without these keys and what is indented below them. */
function withoutKeys(text: string, keys: readonly string[]): string {
  const lines = text === '' ? [] : text.replace(/\r?\n?$/, '').split(/\r?\n/);
  let isOut = false;
  const kept = lines.filter((line) => {
    // A list may stand below its key without being indented.
    if (/^[^\s#-]/.test(line))
      isOut = keys.some((key) => line.replace(/^["']/, '').startsWith(key) && /^["']?\w+["']?\s*:/.test(line));
    return !isOut;
  });
  return kept.map((line) => `${line}\n`).join('');
}
