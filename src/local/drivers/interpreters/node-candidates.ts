import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, executablesIn, type HostVariables, installations, isExecutable, pathFolders } from './candidate';
import { type Version, versionIn } from './version';

/** Every Node.js that is known without starting one: the project's, the executor's own, on PATH, in version managers. */
export function nodeCandidates(wanted: Version, moduleFolders: readonly string[], variables: HostVariables): Candidate[] {
  const major = String(wanted[0]);
  const named = [`node${major}`, `node-${major}`, `nodejs${major}`, `nodejs-${major}`];
  return [
    ...moduleFolders.flatMap(packagesOf),
    { file: process.execPath, version: versionIn(process.versions.node) as Version },
    ...executablesIn(pathFolders(variables), named, wanted),
    ...managed(variables, major),
  ];
}

/** The npm package `node`, also under another name, as `npm install node22@npm:node@22` gives it. */
function packagesOf(moduleFolder: string): Candidate[] {
  let names: string[];
  try {
    names = readdirSync(moduleFolder).filter((name) => /^node-?\d*$/.test(name));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const file = join(moduleFolder, name, 'bin', 'node');
    const version = isExecutable(file) ? packageVersion(join(moduleFolder, name, 'package.json')) : undefined;
    return version ? [{ file, version }] : [];
  });
}

function packageVersion(file: string): Version | undefined {
  try {
    return versionIn(String(JSON.parse(readFileSync(file, 'utf8')).version));
  } catch {
    return undefined;
  }
}

function managed(variables: HostVariables, major: string): Candidate[] {
  const { HOME: home } = variables;
  const below = (folder: string | undefined, ...rest: string[]) => (folder ? [join(folder, ...rest)] : []);
  const data = variables.XDG_DATA_HOME || (home && join(home, '.local', 'share'));
  const bin = join('bin', 'node');
  const places: ReadonlyArray<readonly [folders: readonly string[], inside: string]> = [
    [below(variables.NVM_DIR || (home && join(home, '.nvm')), 'versions', 'node'), bin],
    [
      [
        ...below(variables.FNM_DIR, 'node-versions'),
        ...below(data, 'fnm', 'node-versions'),
        ...below(home, '.fnm', 'node-versions'),
        ...below(home, 'Library', 'Application Support', 'fnm', 'node-versions'),
      ],
      join('installation', bin),
    ],
    [below(variables.VOLTA_HOME || (home && join(home, '.volta')), 'tools', 'image', 'node'), bin],
    [below(variables.ASDF_DATA_DIR || (home && join(home, '.asdf')), 'installs', 'nodejs'), bin],
    [below(variables.MISE_DATA_DIR || (data && join(data, 'mise')), 'installs', 'node'), bin],
    [below(variables.NODENV_ROOT || (home && join(home, '.nodenv')), 'versions'), bin],
    [below(variables.N_PREFIX || '/usr/local', 'n', 'versions', 'node'), bin],
  ];
  const brewed = [variables.HOMEBREW_PREFIX, '/opt/homebrew', '/usr/local'].flatMap((brew) =>
    below(brew, 'opt', `node@${major}`, bin),
  );
  return [
    ...places.flatMap(([folders, inside]) => folders.flatMap((folder) => installations(folder, inside))),
    ...brewed.filter(isExecutable).map((file) => ({ file, version: [Number(major)] })),
  ];
}
