import { glibcOfPython } from './python-runtimes';

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

/** The oldest glibc that wheels are built for. */
const OLDEST_GLIBC = { x86_64: 5, aarch64: 17 } as const;
/** The names from before PEP 600, by glibc. */
const LEGACY: ReadonlyMap<number, string> = new Map([
  [17, 'manylinux2014'],
  [12, 'manylinux2010'],
  [5, 'manylinux1'],
]);

/** Undefined when the runtime is no Python 3. */
export function pythonPlatform(runtime: string, architecture: 'arm64' | 'x86_64'): PythonPlatform | undefined {
  const minor = Number(/^python3\.(\d+)$/.exec(runtime)?.[1]);
  if (Number.isNaN(minor)) return undefined;
  const machine = architecture === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms: string[] = [];
  for (let glibc = glibcOfPython(minor); glibc >= OLDEST_GLIBC[machine]; glibc--) {
    platforms.push(`manylinux_2_${glibc}_${machine}`);
    const legacy = LEGACY.get(glibc);
    if (legacy !== undefined) platforms.push(`${legacy}_${machine}`);
  }
  platforms.push(`linux_${machine}`);
  return { version: `3.${minor}`, abis: [`cp3${minor}`, 'abi3', 'none'], platforms };
}
