/**
 * Where a runtime looks for what a layer has; a layer is unpacked into `/opt`.
 *
 * Source: FN-52, https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
interface Family {
  /** The identifiers of its runtimes; the group is the version that can stand in a path. */
  readonly runtimes: RegExp;
  /** What is found by a runtime of this version. */
  readonly finds: (version: string) => RegExp;
  /** The folder to put things into. */
  readonly folder: string;
}

const FAMILIES: readonly Family[] = [
  {
    runtimes: /^nodejs(\d+)\./,
    finds: (version) => new RegExp(`^nodejs/(node${version}/)?node_modules/`),
    folder: 'nodejs/node_modules',
  },
  {
    runtimes: /^python(\d+\.\d+)/,
    // What lies below another version's site-packages lies below python as well, but cannot be imported from there.
    finds: (version) => new RegExp(`^python/(?!lib/python\\d)|^python/lib/python${version}/site-packages/`),
    folder: 'python',
  },
  { runtimes: /^java(\d+)/, finds: () => /^java\/lib\//, folder: 'java/lib' },
  {
    runtimes: /^ruby(\d+\.\d+)/,
    finds: (version) => new RegExp(`^ruby/(gems/${version}\\.0|lib)/`),
    folder: 'ruby/lib',
  },
];

/** On every runtime: programs on the `PATH`, shared libraries, extensions. */
const EVERYWHERE = /^(bin|lib|extensions)\//;
const EVERYWHERE_FOLDERS: readonly string[] = ['bin', 'lib', 'extensions'];

/** Whether a function of this runtime finds a file of a layer without naming its absolute path. */
export function isSearched(file: string, runtime: string): boolean {
  if (EVERYWHERE.test(file)) return true;
  return FAMILIES.some(({ runtimes, finds }) => {
    const version = runtimes.exec(runtime)?.[1];
    return version !== undefined && finds(version.replace('.', '\\.')).test(file);
  });
}

/** Whether a function of some runtime finds it. */
export function isSearchedSomewhere(file: string): boolean {
  return EVERYWHERE.test(file) || FAMILIES.some(({ finds }) => finds('[\\d.]+').test(file));
}

/** Where something for this runtime belongs. */
export function searchedFolders(runtime: string): readonly string[] {
  const own = FAMILIES.filter(({ runtimes }) => runtimes.test(runtime)).map(({ folder }) => folder);
  return [...own, ...EVERYWHERE_FOLDERS];
}

/** Where something for whatever runtime belongs. */
export const SEARCHED_FOLDERS: readonly string[] = [...FAMILIES.map(({ folder }) => folder), ...EVERYWHERE_FOLDERS];
