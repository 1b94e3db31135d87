/**
 * Which built packages Lambda's Python runtimes can load, as pip names them.
 *
 * Source: FN-34 (Amazon Linux 2, glibc 2.26, up to python3.11; Amazon Linux 2023, glibc 2.34, from python3.12 on);
 * https://peps.python.org/pep-0600/ for the names.
 */
interface PythonPlatform {
  /** `3.13` */
  readonly version: string;
  readonly abis: readonly string[];
  /** The best first. */
  readonly platforms: readonly string[];
}

/** As Lambda calls them. */
type Architecture = 'arm64' | 'x86_64';

const FIRST_ON_AMAZON_LINUX_2023 = 12;
const GLIBC = { amazonLinux2: 26, amazonLinux2023: 34 } as const;

const MACHINES = { arm64: 'aarch64', x86_64: 'x86_64' } as const;
/** The oldest glibc that wheels are built for. */
const OLDEST_GLIBC = { arm64: 17, x86_64: 5 } as const;
/** The names from before PEP 600, by glibc. */
const LEGACY: ReadonlyMap<number, string> = new Map([
  [17, 'manylinux2014'],
  [12, 'manylinux2010'],
  [5, 'manylinux1'],
]);

/** Undefined when the runtime is no Python 3, or not known yet. */
export function pythonPlatform(runtime: string, architecture: Architecture): PythonPlatform | undefined {
  const minor = minorOf(runtime);
  if (minor === undefined) return undefined;
  return {
    version: `3.${minor}`,
    abis: [`cp3${minor}`, 'abi3', 'none'],
    platforms: wheelPlatforms(runtime, architecture),
  };
}

/** The best first; for a runtime that nobody knows yet those that every Python runtime can load. */
export function wheelPlatforms(runtime: string, architecture: Architecture): readonly string[] {
  const machine = MACHINES[architecture];
  const newest = (minorOf(runtime) ?? 0) >= FIRST_ON_AMAZON_LINUX_2023 ? GLIBC.amazonLinux2023 : GLIBC.amazonLinux2;
  const platforms: string[] = [];
  for (let glibc: number = newest; glibc >= OLDEST_GLIBC[architecture]; glibc--) {
    platforms.push(`manylinux_2_${glibc}_${machine}`);
    const legacy = LEGACY.get(glibc);
    if (legacy !== undefined) platforms.push(`${legacy}_${machine}`);
  }
  return [...platforms, `linux_${machine}`];
}

function minorOf(runtime: string): number | undefined {
  const minor = /^python3\.(\d+)$/.exec(runtime)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
