import * as path from 'node:path';
import type { Installation } from './bundle-cache';
import type { NodePlatform } from './bundle-node-managers';
import { FOR_FUNCTION, nodeInstallation } from './bundle-node-modules';
import {
  localOf,
  lockFileIn,
  managerOf,
  type NodeMember,
  type NodeProject,
  namedLockFile,
  type SoughtPackage,
} from './bundle-node-project';
import { workspacesOf } from './bundle-node-workspaces';
import { readPackageJson } from './bundle-package-json';
import { ConstructError, type Place } from './construct-error';

export interface FunctionModules {
  /** Absolute. */
  readonly entry: string;
  /** The packages that are installed beside the bundle, in `node_modules`. */
  readonly modules: readonly string[];
  /** By default the nearest above the package.json that has the modules. */
  readonly lockFile?: string;
  /** Nothing is looked for above it; by default it is the root of the file system. */
  readonly projectRoot?: string;
  readonly platform: NodePlatform;
}

/**
 * What has to be installed for modules of a function that are not bundled, with all that they need, exactly as the lockfile says.
 *
 * The versions are those that the sources get: of the nearest package.json above the entry that has the module, with the lockfile
 * of its own or of the workspaces that it belongs to.
 */
export function functionModules(place: Place, request: FunctionModules): Installation {
  return nodeInstallation(place, functionProject(place, request), request.platform, FOR_FUNCTION);
}

function functionProject(place: Place, { entry, modules, lockFile: given, projectRoot }: FunctionModules): NodeProject {
  const top = path.resolve(projectRoot ?? path.parse(entry).root);
  const above = membersAbove(path.dirname(entry), top);
  const found = [...new Set(modules)].sort().map((name) => foundIn(place, entry, name, above));
  const [first] = found;
  if (!first) throw new Error('bug: no modules to install');

  const lockFiles =
    given === undefined ? found.map(({ folder }) => lockFileAbove(place, folder, top)) : [namedLockFile(place, given)];
  const [lockFile = '', other] = [...new Set(lockFiles)];
  if (other !== undefined) {
    const [one, two] = [lockFile, other].map((file) => `${found[lockFiles.indexOf(file)]?.name} is in ${file}`);
    throw new ConstructError(place, 'NODE_MODULES_APART', `nodeModules come from one lockfile, but ${one} and ${two}.`);
  }
  const members = membersOf(place, lockFile);
  for (const { folder, name } of found) {
    if (members.some((member) => member.folder === folder)) continue;
    const file = path.join(folder, 'package.json');
    throw new ConstructError(
      place,
      'LOCK_FILE_OF_OTHERS',
      `nodeModules has '${name}' of ${file}, which is no workspace of ${lockFile}.`,
    );
  }
  return {
    manager: managerOf(place, lockFile),
    lockFile,
    members,
    local: contentsOf(place, members, found),
    sought: found.map(({ name, folder }) => ({ name, folder, isOptional: false })),
    dev: found.some(({ isDev }) => isDev),
  };
}

/** The package.json files in a folder and above, the nearest first. */
function membersAbove(from: string, top: string): readonly NodeMember[] {
  return foldersAbove(from, top).flatMap((folder) => {
    const json = readPackageJson(path.join(folder, 'package.json'));
    return json ? [{ folder, json }] : [];
  });
}

function foldersAbove(from: string, top: string): readonly string[] {
  const folders = [from];
  for (let folder = from; folder !== top && folder !== path.dirname(folder); ) {
    folder = path.dirname(folder);
    folders.push(folder);
  }
  return folders;
}

interface Found extends SoughtPackage {
  readonly isDev: boolean;
}

/** Bundled functions often have their packages among the development dependencies, which serves as well. */
function foundIn(place: Place, entry: string, name: string, above: readonly NodeMember[]): Found {
  for (const { folder, json } of above) {
    const isDependency = { ...json.dependencies, ...json.optionalDependencies }[name] !== undefined;
    const isDev = !isDependency && json.devDependencies?.[name] !== undefined;
    if (isDependency || isDev || json.peerDependencies?.[name] !== undefined) return { name, folder, isOptional: false, isDev };
  }
  const files = above.map(({ folder }) => path.join(folder, 'package.json')).join(' nor ');
  const none = files === '' ? `there is no package.json above ${entry}` : `${above.length > 1 ? 'neither ' : ''}${files} has it`;
  const not = above.length === 1 ? `${files} does not have it` : none;
  throw new ConstructError(place, 'NODE_MODULE_UNKNOWN', `nodeModules has '${name}', but ${not}.`);
}

function lockFileAbove(place: Place, from: string, top: string): string {
  for (const folder of foldersAbove(from, top)) {
    const found = lockFileIn(place, folder);
    if (found !== undefined) return found;
  }
  throw new ConstructError(place, 'LOCK_FILE_MISSING', `there is no lockfile in ${from} or above.`);
}

function membersOf(place: Place, lockFile: string): readonly NodeMember[] {
  const root = path.dirname(lockFile);
  const json = readPackageJson(path.join(root, 'package.json'));
  if (!json) throw new ConstructError(place, 'PACKAGE_JSON_MISSING', `there is no package.json beside ${lockFile}.`);
  const workspaces = workspacesOf(lockFile, json).flatMap((at) => {
    const folder = path.join(root, at);
    const own = readPackageJson(path.join(folder, 'package.json'));
    return own ? [{ folder, json: own }] : [];
  });
  return [{ folder: root, json }, ...workspaces];
}

/** The folders and archives of this machine that packages come from: what is named by its path, and workspaces that are needed. */
function contentsOf(place: Place, members: readonly NodeMember[], found: readonly Found[]): readonly string[] {
  const paths = members.flatMap(({ folder, json }) => localOf(place, folder, json));
  const byName = new Map(members.map((member) => [member.json.name, member]));
  const needed = new Set<NodeMember>();
  const need = (name: string): void => {
    const member = byName.get(name);
    if (!member || needed.has(member)) return;
    needed.add(member);
    Object.keys({ ...member.json.dependencies, ...member.json.optionalDependencies, ...member.json.peerDependencies }).forEach(
      need,
    );
  };
  for (const { name } of found) need(name);
  return [...new Set([...paths, ...[...needed].map(({ folder }) => folder)])].sort();
}
