import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Candidate, executablesIn, type HostVariables, isExecutable, pathFolders } from './candidate';
import { type Version, versionIn } from './version';

const JAVA = join('bin', 'java');
/** Where systems put installations beside each other. */
export const JAVA_FOLDERS: readonly string[] = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'];

/** Every Java that is known without starting one: of JAVA_HOME, on PATH, where systems and version managers put them. */
export function javaCandidates(variables: HostVariables, systemFolders = JAVA_FOLDERS): Candidate[] {
  const { JAVA_HOME: home } = variables;
  const files = [
    ...(home ? [join(home, JAVA)].filter(isExecutable) : []),
    ...executablesIn(pathFolders(variables), ['java']).map(({ file }) => file),
    ...managed(variables, systemFolders),
  ];
  return [...new Set(files)].map((file) => {
    const version = releaseOf(file);
    return { file, ...(version && { version }) };
  });
}

/** The compiler of the same kit; undefined beside a mere runtime environment. */
export function compilerOf(java: string): string | undefined {
  const folders = [dirname(java), dirname(realpathSync(java))];
  return folders.map((folder) => join(folder, 'javac')).find(isExecutable);
}

/** What its installation says of itself. */
export function releaseOf(java: string): Version | undefined {
  try {
    const text = readFileSync(join(dirname(dirname(realpathSync(java))), 'release'), 'utf8');
    return javaVersionIn(/^JAVA_VERSION="?([^"\n]*)/m.exec(text)?.[1] ?? '');
  } catch {
    return undefined;
  }
}

/** Versions up to 8 are told as `1.8.0_392`. */
export function javaVersionIn(text: string): Version | undefined {
  const version = versionIn(text.replace('_', '.'));
  return version?.[0] === 1 && version.length > 1 ? version.slice(1) : version;
}

function managed(variables: HostVariables, systemFolders: readonly string[]): string[] {
  const { HOME: home } = variables;
  const data = variables.XDG_DATA_HOME || (home && join(home, '.local', 'share'));
  const below = (folder: string | undefined, ...rest: string[]) => (folder ? [join(folder, ...rest)] : []);
  const folders = [
    ...systemFolders,
    ...below(variables.SDKMAN_DIR || (home && join(home, '.sdkman')), 'candidates', 'java'),
    ...below(home, '.jdks'),
    ...below(variables.JENV_ROOT || (home && join(home, '.jenv')), 'versions'),
    ...below(variables.ASDF_DATA_DIR || (home && join(home, '.asdf')), 'installs', 'java'),
    ...below(variables.MISE_DATA_DIR || (data && join(data, 'mise')), 'installs', 'java'),
    ...below(home, 'Library', 'Java', 'JavaVirtualMachines'),
  ];
  // On a Mac an installation is a bundle.
  return folders.flatMap((folder) => [...within(folder, JAVA), ...within(folder, join('Contents', 'Home', JAVA))]);
}

/** Each once, whatever links lead to it. */
function within(folder: string, inside: string): string[] {
  try {
    const files = readdirSync(folder).map((name) => join(folder, name, inside));
    return [...new Map(files.filter(isExecutable).map((file) => [realpathSync(file), file])).values()];
  } catch {
    return [];
  }
}
