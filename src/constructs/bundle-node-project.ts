import * as fs from 'node:fs';
import * as path from 'node:path';
import { MODERN_YARN, NODE_MANAGERS, type NodeManager } from './bundle-node-managers';
import { type PackageJson, readPackageJson } from './bundle-package-json';
import { ConstructError, type Place } from './construct-error';

/** A lockfile with the package.json files that belong to it, and what is to be installed of it. */
export interface NodeProject {
  readonly manager: NodeManager;
  /** Absolute. */
  readonly lockFile: string;
  /** The root of the project comes first, then its workspaces. */
  readonly members: readonly NodeMember[];
  /** Absolute paths of folders and archives of this machine that packages come from. */
  readonly local: readonly string[];
  readonly sought: readonly SoughtPackage[];
  /** With development dependencies. */
  readonly dev: boolean;
}

export interface NodeMember {
  /** Absolute. */
  readonly folder: string;
  readonly json: PackageJson;
}

/** A package that has to be in the layer or function. */
export interface SoughtPackage {
  readonly name: string;
  /** The folder of the package.json that has it. */
  readonly folder: string;
  /** It need not be there for Lambda's platform. */
  readonly isOptional: boolean;
}

const LOCAL = /^(?:file:|link:|portal:|(?=\.{0,2}\/))(.+)$/;

/** The project of a layer: a package.json with its lockfile beside it. */
export function nodeProject(place: Place, given: string, givenLock?: string, only?: readonly string[]): NodeProject {
  const file = path.resolve(given);
  const json = readPackageJson(file);
  if (!json) {
    throw new ConstructError(place, 'PACKAGE_JSON_MISSING', `packageJson '${given}' is no package.json (looked for ${file}).`);
  }
  if (json.workspaces !== undefined) {
    throw new ConstructError(place, 'PACKAGE_JSON_WORKSPACES', `packageJson '${given}' is the root of workspaces.`);
  }
  const folder = path.dirname(file);
  const lockFile = givenLock === undefined ? lockFileIn(place, folder) : namedLockFile(place, givenLock);
  if (lockFile === undefined) {
    throw new ConstructError(place, 'LOCK_FILE_MISSING', `there is no lockfile beside packageJson in ${folder}.`);
  }
  return {
    manager: managerOf(place, lockFile),
    lockFile,
    members: [{ folder, json }],
    local: localOf(place, folder, json),
    sought: soughtOf(place, folder, json, only),
    dev: false,
  };
}

function soughtOf(
  place: Place,
  folder: string,
  json: PackageJson,
  only: readonly string[] | undefined,
): readonly SoughtPackage[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = json;
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const message = `packages has '${unknown}', which packageJson does not have in dependencies.`;
    throw new ConstructError(place, 'PACKAGE_NOT_A_DEPENDENCY', message);
  }
  const isOptional = (name: string) => dependencies[name] === undefined || optionalDependencies[name] !== undefined;
  return [...new Set(only ?? names)].sort().map((name) => ({ name, folder, isOptional: isOptional(name) }));
}

export function namedLockFile(place: Place, given: string): string {
  const file = path.resolve(given);
  if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new ConstructError(place, 'LOCK_FILE_MISSING', `lockFile '${given}' is not there (looked for ${file}).`);
}

/** The only one in the folder. */
export function lockFileIn(place: Place, folder: string): string | undefined {
  const names = [...NODE_MANAGERS.flatMap(({ lockFiles }) => lockFiles), 'bun.lockb'];
  const found = names.filter((name) => fs.existsSync(path.join(folder, name)));
  if (found.length > 1) {
    throw new ConstructError(place, 'LOCK_FILE_AMBIGUOUS', `there are ${found.join(' and ')} in ${folder}.`);
  }
  return found[0] === undefined ? undefined : path.join(folder, found[0]);
}

export function managerOf(place: Place, lockFile: string): NodeManager {
  const name = path.basename(lockFile);
  if (name === 'yarn.lock' && /^__metadata:/m.test(fs.readFileSync(lockFile, 'utf8'))) return MODERN_YARN;
  const manager = NODE_MANAGERS.find(({ lockFiles }) => lockFiles.includes(name));
  if (manager) return manager;
  const known = 'those of npm, pnpm, Yarn and Bun (bun.lock) are known';
  throw new ConstructError(place, 'LOCK_FILE_UNKNOWN_KIND', `the lockfile ${lockFile} is unknown; ${known}.`);
}

/** The dependencies that are folders or archives of this machine, and theirs. */
export function localOf(place: Place, folder: string, json: PackageJson, found: string[] = []): readonly string[] {
  for (const [name, wanted] of Object.entries({ ...json.dependencies, ...json.optionalDependencies })) {
    const relative = LOCAL.exec(wanted)?.[1];
    if (relative === undefined) continue;
    const file = path.resolve(folder, relative);
    if (found.includes(file)) continue;
    if (!fs.existsSync(file)) {
      throw new ConstructError(
        place,
        'PACKAGE_JSON_MISSING',
        `the dependency ${name} is at '${wanted}', but ${file} is not there.`,
      );
    }
    found.push(file);
    localOf(place, file, readPackageJson(path.join(file, 'package.json')) ?? {}, found);
  }
  return found;
}
