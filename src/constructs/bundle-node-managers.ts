/** Lambda's platform, in the words of npm's packages. */
export interface NodePlatform {
  readonly os: 'linux';
  readonly cpu: 'arm64' | 'x64';
  readonly libc: 'glibc';
}

export interface NodeManager {
  readonly name: string;
  readonly lockFiles: readonly string[];
  /** Exactly what the lockfile says, for production, without scripts, as plain folders. */
  readonly install: (platform: NodePlatform) => readonly [string, ...string[]];
  /** What has to stand in package.json besides. */
  readonly settings?: (platform: NodePlatform) => object;
  /** It installs for all platforms at once. */
  readonly everyPlatform?: true;
}

const npm: NodeManager = {
  name: 'npm',
  lockFiles: ['npm-shrinkwrap.json', 'package-lock.json'],
  install: ({ os, cpu, libc }) => [
    ...(['npm', 'ci', '--ignore-scripts', '--omit=dev', '--include=prod', '--include=optional', '--include=peer'] as const),
    ...['--install-strategy=hoisted', '--install-links=false', '--no-bin-links', '--no-audit', '--no-fund'],
    ...[
      '--no-update-notifier',
      '--prefer-offline',
      '--loglevel=error',
      '--global=false',
      `--os=${os}`,
      `--cpu=${cpu}`,
      `--libc=${libc}`,
    ],
  ],
};

const pnpm: NodeManager = {
  name: 'pnpm',
  lockFiles: ['pnpm-lock.yaml'],
  install: () => [
    ...([
      'pnpm',
      'install',
      '--frozen-lockfile',
      '--prod',
      '--ignore-scripts',
      '--ignore-workspace',
      '--prefer-offline',
    ] as const),
    ...['--config.node-linker=hoisted', '--config.package-import-method=copy', '--reporter=append-only'],
  ],
  settings: ({ os, cpu, libc }) => ({ pnpm: { supportedArchitectures: { os: [os], cpu: [cpu], libc: [libc] } } }),
};

const yarn: NodeManager = {
  name: 'yarn',
  lockFiles: ['yarn.lock'],
  install: () => [
    ...([
      'yarn',
      'install',
      '--frozen-lockfile',
      '--production',
      '--ignore-scripts',
      '--non-interactive',
      '--no-progress',
    ] as const),
    ...['--no-bin-links', '--ignore-engines', '--ignore-platform', '--prefer-offline'],
  ],
  everyPlatform: true,
};

export const NODE_MANAGERS: readonly NodeManager[] = [npm, pnpm, yarn];
