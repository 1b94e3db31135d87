import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { newestFirst, type Version, versionIn } from './version';

/** An executable that may be what a runtime needs. */
export interface Candidate {
  readonly file: string;
  /** As far as its place or its name tells it; it is not started to find out more. */
  readonly version?: Version;
}

/** The variables of the executor; none of them reaches a handler. */
export type HostVariables = Readonly<Record<string, string | undefined>>;

/** Folders of PATH, in order; those of a version manager's shims last, since each look at one of them starts a shell. */
export function pathFolders(variables: HostVariables): string[] {
  const folders = (variables.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const isShims = (folder: string) => /[\\/]shims$/.test(folder);
  return [...folders.filter((folder) => !isShims(folder)), ...folders.filter(isShims)];
}

/** Executables of these names in these folders, name by name. */
export function executablesIn(folders: readonly string[], names: readonly string[], version?: Version): Candidate[] {
  return names.flatMap((name) =>
    folders
      .map((folder) => join(folder, name))
      .filter(isExecutable)
      .map((file) => ({ file, ...(version && { version }) })),
  );
}

/** Installations side by side in one folder, each below a folder of its version; `inside` leads from that to the executable. */
export function installations(folder: string, inside: string): Candidate[] {
  return namesIn(folder)
    .flatMap((name) => {
      const version = versionIn(name);
      const file = join(folder, name, inside);
      return version && isExecutable(file) ? [{ file, version }] : [];
    })
    .sort((one, other) => newestFirst(one.version, other.version));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
