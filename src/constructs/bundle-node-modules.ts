import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Installation, InstallationNotes, TakenFile } from './bundle-cache';
import type { NodePlatform } from './bundle-node-managers';
import type { NodeProject, SoughtPackage } from './bundle-node-project';
import { keyOf, rootOf, type Staged, stageProject } from './bundle-node-staging';
import { type PlacedPackage, placedPackages } from './bundle-node-tree';
import { runPackageManager, wordsOf } from './bundle-process';
import { ConstructError, type Place } from './construct-error';

const MOST_NAMES = 10;

/** What the packages are for. */
interface Purpose {
  readonly what: 'layer' | 'function';
  /** What comes before `node_modules`: nothing, or a folder with a slash. */
  readonly prefix: string;
}

export const FOR_LAYER: Purpose = { what: 'layer', prefix: 'nodejs/' };
export const FOR_FUNCTION: Purpose = { what: 'function', prefix: '' };

/** What has to be installed for what is sought of a project. */
export function nodeInstallation(
  place: Place,
  project: NodeProject,
  platform: NodePlatform,
  { what, prefix }: Purpose,
): Installation {
  return {
    key: keyOf(project, [platform, prefix]),
    install: (given) => {
      // Links lead to where things really are.
      const work = fs.realpathSync(given);
      const staged = stageProject(project, platform, work);
      install(place, project, platform, staged);
      const packages = placed(place, project, platform, work, staged);
      return { files: packages.flatMap((each) => filesOf(each, prefix)), notes: notesOf(packages, what) };
    },
  };
}

function install(place: Place, project: NodeProject, platform: NodePlatform, staged: Staged): void {
  const { manager, dev } = project;
  const cwd = staged(rootOf(project).folder);
  if (manager.majors !== undefined) {
    const { called, oldest, newest } = manager.majors;
    const version = wordsOf(place, [manager.name, '--version'], cwd).trim();
    const major = Number.parseInt(version, 10);
    if (!(major >= oldest && major <= newest)) {
      const message = `the lockfile ${project.lockFile} is of ${called}, but ${manager.name} ${version} is there.`;
      throw new ConstructError(place, 'PACKAGE_MANAGER_OTHER', message);
    }
  }
  runPackageManager(place, manager.install(platform, { dev, workspaces: workspacesWith(project) }), cwd);
  checkLocked(place, project, path.join(cwd, path.basename(project.lockFile)));
}

/** Refuses when the package manager had to look for versions. */
function checkLocked(place: Place, { manager, lockFile, members }: NodeProject, after: string): void {
  const [before = '', now = ''] = [lockFile, after].map((file) => fs.readFileSync(file, 'utf8'));
  const added = manager.added?.(before, now) ?? [];
  if (added.length === 0) return;
  const asked = members.flatMap(({ json: { dependencies, optionalDependencies, devDependencies } }) =>
    Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies }).map(([name, range]) => `${name}@${range}`),
  );
  // What they need in turn says less.
  const first = added.filter((one) => asked.includes(one));
  const named = [...(first.length === 0 ? added : first)].sort().slice(0, MOST_NAMES).join(', ');
  throw new ConstructError(place, 'LOCK_FILE_OUTDATED', `the lockfile ${lockFile} does not have ${named}.`);
}

/** Those that have something that is sought; undefined when the root has, which is installed with all of them. */
function workspacesWith(project: NodeProject): readonly string[] | undefined {
  const root = rootOf(project).folder;
  const folders = [...new Set(project.sought.map(({ folder }) => folder))];
  if (folders.includes(root)) return undefined;
  return folders.map((folder) => path.relative(root, folder).split(path.sep).join('/')).sort();
}

function placed(
  place: Place,
  project: NodeProject,
  platform: NodePlatform,
  top: string,
  staged: Staged,
): readonly PlacedPackage[] {
  const { manager, sought } = project;
  const wanted = sought.map(({ name, folder }) => ({ name, from: fs.realpathSync(staged(folder)) }));
  const packages = placedPackages(top, wanted, {
    platform,
    other: (name, isOptional) => {
      if (isOptional && manager.everyPlatform) return;
      const message = `${manager.name} installed ${name}, which is not for ${platform.os} on ${platform.cpu}.`;
      throw new ConstructError(place, 'PACKAGES_OTHER_PLATFORM', message);
    },
  });
  const missing = sought.find(({ name, isOptional }) => !isOptional && !packages.some(({ at }) => at === `node_modules/${name}`));
  if (missing) throw new ConstructError(place, 'PACKAGES_NOT_INSTALLED', notThere(missing, manager.name));
  return packages;
}

function notThere({ name, folder }: SoughtPackage, manager: string): string {
  return `${manager} is content, but has not installed ${name} for ${path.join(folder, 'package.json')}.`;
}

function filesOf({ at, real }: PlacedPackage, prefix: string): readonly TakenFile[] {
  const files: TakenFile[] = [];
  walk(real, `${prefix}${at}`);
  return files;

  function walk(folder: string, to: string): void {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const source = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (folder !== real || entry.name !== 'node_modules') walk(source, `${to}/${entry.name}`);
      } else if (entry.isFile()) files.push({ path: `${to}/${entry.name}`, source });
    }
  }
}

function notesOf(packages: readonly PlacedPackage[], what: Purpose['what']): InstallationNotes {
  const names = [...new Set(packages.filter(isScripted).map(({ at }) => at.replace(/^.*node_modules\//, '')))];
  const warning = `The install scripts of ${names.join(', ')} are not run; see whether the ${what} works without.`;
  return { native: packages.some(({ json }) => (json.cpu?.length ?? 0) > 0), warnings: names.length === 0 ? [] : [warning] };
}

/** npm builds what has a binding.gyp without being told. */
function isScripted({ json, real }: PlacedPackage): boolean {
  const isTold = ['preinstall', 'install', 'postinstall'].some((name) => json.scripts?.[name]);
  return isTold || fs.existsSync(path.join(real, 'binding.gyp'));
}
