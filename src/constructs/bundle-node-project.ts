import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NODE_MANAGERS, type NodeManager, type NodePlatform } from './bundle-node-managers';
import { ConstructError, type Place } from './construct-error';

/** A package.json with its lockfile and what lies on this machine of its dependencies. */
export interface NodeProject {
  readonly manager: NodeManager;
  /** Absolute. */
  readonly folder: string;
  readonly packageJson: PackageJson;
  readonly lockFile: string;
  /** Absolute paths of folders and archives, in the order in which they were found. */
  readonly local: readonly string[];
}

export interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly workspaces?: unknown;
}

/** Settings of package managers, registries among them. */
const SETTINGS = ['.npmrc', '.yarnrc'];
/** What is not of a package that lies on this machine. */
const NOT_OF_IT = new Set(['node_modules', '.git']);
const LOCAL = /^(?:file:|link:|(?=\.{0,2}\/))(.+)$/;

export function nodeProject(place: Place, given: string, givenLock?: string): NodeProject {
  const file = path.resolve(given);
  const packageJson = readPackageJson(file);
  if (!packageJson) {
    throw new ConstructError(place, 'PACKAGE_JSON_MISSING', `packageJson '${given}' is no package.json (looked for ${file}).`);
  }
  if (packageJson.workspaces !== undefined) {
    throw new ConstructError(place, 'PACKAGE_JSON_WORKSPACES', `packageJson '${given}' is the root of workspaces.`);
  }
  const folder = path.dirname(file);
  const lockFile = lockFileOf(place, folder, givenLock);
  return { manager: managerOf(place, lockFile), folder, packageJson, lockFile, local: localOf(place, folder, packageJson) };
}

function readPackageJson(file: string): PackageJson | undefined {
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

function lockFileOf(place: Place, folder: string, given: string | undefined): string {
  if (given !== undefined) {
    const file = path.resolve(given);
    if (fs.existsSync(file)) return file;
    throw new ConstructError(place, 'LOCK_FILE_MISSING', `lockFile '${given}' is not there (looked for ${file}).`);
  }
  const names = [...NODE_MANAGERS.flatMap(({ lockFiles }) => lockFiles), 'bun.lock', 'bun.lockb'];
  const found = names.filter((name) => fs.existsSync(path.join(folder, name)));
  const [only] = found;
  if (only === undefined)
    throw new ConstructError(place, 'LOCK_FILE_MISSING', `there is no lockfile beside packageJson in ${folder}.`);
  if (found.length > 1) {
    throw new ConstructError(place, 'LOCK_FILE_AMBIGUOUS', `there are ${found.join(' and ')} beside packageJson in ${folder}.`);
  }
  return path.join(folder, only);
}

function managerOf(place: Place, lockFile: string): NodeManager {
  const name = path.basename(lockFile);
  const manager = NODE_MANAGERS.find(({ lockFiles }) => lockFiles.includes(name));
  const isModernYarn = name === 'yarn.lock' && /^__metadata:/m.test(fs.readFileSync(lockFile, 'utf8'));
  if (manager && !isModernYarn) return manager;
  const whose = isModernYarn ? 'of Yarn 2 or newer' : 'unknown';
  throw new ConstructError(
    place,
    'LOCK_FILE_UNKNOWN_KIND',
    `the lockfile ${lockFile} is ${whose}; those of npm, pnpm and Yarn 1 are known.`,
  );
}

/** The dependencies that are folders or archives of this machine, and theirs. */
function localOf(place: Place, folder: string, packageJson: PackageJson, found: string[] = []): readonly string[] {
  for (const [name, wanted] of Object.entries({ ...packageJson.dependencies, ...packageJson.optionalDependencies })) {
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

/** Of everything that decides what is installed, without any place of this machine. */
export function keyOf({ manager, folder, lockFile, local }: NodeProject, rest: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(['node', 1, manager.name, ...rest]));
  const root = commonFolder([folder, ...local]);
  const files = [path.join(folder, 'package.json'), ...SETTINGS.map((name) => path.join(folder, name)), ...local];
  for (const file of files) hashInto(hash, root, file);
  return hash.update('\0lock\0').update(fs.readFileSync(lockFile)).digest('hex');
}

function hashInto(hash: ReturnType<typeof createHash>, root: string, file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) if (!NOT_OF_IT.has(name)) hashInto(hash, root, path.join(file, name));
  } else if (stat?.isFile()) {
    const name = path.relative(root, file).split(path.sep).join('/');
    hash.update(`\0${name}\0${stat.size}\0`).update(fs.readFileSync(file));
  }
}

/** Copies the project into `work`, all folders as far apart as they are; gives the folder to install in. */
export function stageProject(
  { manager, folder, packageJson, lockFile, local }: NodeProject,
  platform: NodePlatform,
  work: string,
): string {
  const root = commonFolder([folder, ...local]);
  const staged = (file: string) => path.join(work, path.relative(root, file));
  const project = staged(folder);
  fs.mkdirSync(project, { recursive: true });
  for (const file of local) {
    fs.cpSync(file, staged(file), { recursive: true, filter: (each) => each === file || !NOT_OF_IT.has(path.basename(each)) });
  }
  for (const name of SETTINGS) {
    const file = path.join(folder, name);
    if (fs.existsSync(file)) fs.copyFileSync(file, path.join(project, name));
  }
  fs.copyFileSync(lockFile, path.join(project, path.basename(lockFile)));
  fs.writeFileSync(path.join(project, 'package.json'), JSON.stringify(withSettings(packageJson, manager, platform)));
  return project;
}

function withSettings(packageJson: PackageJson, { settings }: NodeManager, platform: NodePlatform): object {
  const added = Object.entries(settings?.(platform) ?? {});
  const own = packageJson as Readonly<Record<string, object | undefined>>;
  return { ...packageJson, ...Object.fromEntries(added.map(([key, value]) => [key, { ...own[key], ...value }])) };
}

function commonFolder(files: readonly string[]): string {
  return files.reduce((root, file) => {
    let common = root;
    while (common !== file && !file.startsWith(common.endsWith(path.sep) ? common : `${common}${path.sep}`))
      common = path.dirname(common);
    return common;
  });
}
