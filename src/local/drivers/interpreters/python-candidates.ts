import { join } from 'node:path';
import { type Candidate, executablesIn, type HostVariables, installations, pathFolders } from './candidate';
import { type Version, versionText } from './version';

/** How far from the wanted one the names of executables are looked for on PATH, in minor versions. */
const NEIGHBOURS = 6;

/** Every Python that is known without starting one: on PATH, where a virtual environment puts itself first, and in version managers. */
export function pythonCandidates(wanted: Version, variables: HostVariables): Candidate[] {
  const folders = pathFolders(variables);
  const named = (version: Version) => executablesIn(folders, [`python${versionText(version)}`], version);
  const [major = 3, minor = 0] = wanted;
  const neighbours = Array.from({ length: NEIGHBOURS }, (_, at) => at + 1).flatMap((step) => [
    ...named([major, minor + step]),
    ...named([major, minor - step]),
  ]);
  return [...named(wanted), ...executablesIn(folders, ['python3', 'python']), ...managed(variables), ...neighbours];
}

function managed(variables: HostVariables): Candidate[] {
  const { HOME: home } = variables;
  const data = variables.XDG_DATA_HOME || (home && join(home, '.local', 'share'));
  const folders = [
    below(variables.PYENV_ROOT || (home && join(home, '.pyenv')), 'versions'),
    variables.UV_PYTHON_INSTALL_DIR ? [variables.UV_PYTHON_INSTALL_DIR] : below(data, 'uv', 'python'),
    below(variables.ASDF_DATA_DIR || (home && join(home, '.asdf')), 'installs', 'python'),
    below(variables.MISE_DATA_DIR || (data && join(data, 'mise')), 'installs', 'python'),
  ];
  return folders.flat().flatMap((folder) => installations(folder, join('bin', 'python3')));
}

function below(folder: string | undefined, ...rest: string[]): string[] {
  return folder ? [join(folder, ...rest)] : [];
}
