import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Installation, InstallationNotes, TakenFile } from './bundle-cache';
import type { NodePlatform } from './bundle-node-managers';
import { keyOf, type NodeProject, stageProject } from './bundle-node-project';
import { runPackageManager } from './bundle-process';
import { ConstructError, type Place } from './construct-error';

interface InstalledPackage {
  /** Where it will lie: `node_modules/a/node_modules/@b/c`. */
  readonly at: string;
  /** Where it lies. */
  readonly real: string;
  readonly json: InstalledJson;
}

interface InstalledJson {
  readonly dependencies?: object;
  readonly optionalDependencies?: object;
  readonly peerDependencies?: object;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** What has to be installed for the dependencies of a project, or some of them. */
export function nodeInstallation(
  place: Place,
  project: NodeProject,
  platform: NodePlatform,
  only?: readonly string[],
): Installation {
  const chosen = only && [...new Set(only)].sort();
  return {
    key: keyOf(project, [platform, chosen]),
    install: (work) => {
      const folder = stageProject(project, platform, work);
      runPackageManager(place, project.manager.install(platform), folder);
      const all = packagesIn(path.join(folder, 'node_modules'), 'node_modules', []);
      const fitting = fittingPackages(place, all, project, platform);
      const wanted = chosen ?? (project.manager.everyPlatform ? directly(project, fitting) : undefined);
      const kept = wanted ? reachable(place, fitting, wanted) : fitting;
      return { files: kept.flatMap(filesOf), notes: notesOf(kept) };
    },
  };
}

function packagesIn(folder: string, at: string, above: readonly string[]): readonly InstalledPackage[] {
  return names(folder).flatMap((name) => {
    const real = fs.realpathSync(path.join(folder, name));
    // Two packages of this machine that need each other.
    if (above.includes(real) || !fs.statSync(real).isDirectory()) return [];
    const own = { at: `${at}/${name}`, real, json: jsonOf(real) };
    return [own, ...packagesIn(path.join(real, 'node_modules'), `${own.at}/node_modules`, [...above, real])];
  });
}

/** Of the packages in a `node_modules`; what begins with a dot is the package manager's own. */
function names(folder: string): readonly string[] {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  return entries.flatMap((name) =>
    name.startsWith('@') ? fs.readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function jsonOf(folder: string): InstalledJson {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return {};
  }
}

function fittingPackages(
  place: Place,
  packages: readonly InstalledPackage[],
  { manager }: NodeProject,
  platform: NodePlatform,
): readonly InstalledPackage[] {
  const others = packages.filter(({ json }) => !fits(json, platform));
  const [first] = others;
  if (first === undefined) return packages;
  if (!manager.everyPlatform) {
    const message = `${manager.name} installed ${first.at}, which is not for ${platform.os} on ${platform.cpu}.`;
    throw new ConstructError(place, 'PACKAGES_OTHER_PLATFORM', message);
  }
  return packages.filter(({ at }) => !others.some((other) => at === other.at || at.startsWith(`${other.at}/`)));
}

/** What is left once the packages for other platforms are gone: not what only those had needed. */
function directly({ packageJson }: NodeProject, packages: readonly InstalledPackage[]): readonly string[] {
  const names = Object.keys({ ...packageJson.dependencies, ...packageJson.optionalDependencies });
  return names.filter((name) => packages.some(({ at }) => at === `node_modules/${name}`));
}

function fits(json: InstalledJson, platform: NodePlatform): boolean {
  return (['os', 'cpu', 'libc'] as const).every((what) => {
    const listed = json[what];
    if (!Array.isArray(listed) || listed.length === 0) return true;
    const [wanted, unwanted] = [listed.filter((name) => !name.startsWith('!')), listed.filter((name) => name.startsWith('!'))];
    if (unwanted.includes(`!${platform[what]}`)) return false;
    return wanted.length === 0 || wanted.includes('any') || wanted.includes(platform[what]);
  });
}

/** The packages of these names and all that they find by Node.js's own rules. */
function reachable(place: Place, packages: readonly InstalledPackage[], from: readonly string[]): readonly InstalledPackage[] {
  const byPlace = new Map(packages.map((each) => [each.at, each]));
  const kept = new Set<InstalledPackage>();
  for (const name of from) {
    const root = byPlace.get(`node_modules/${name}`);
    if (!root) {
      throw new ConstructError(
        place,
        'PACKAGE_NOT_A_DEPENDENCY',
        `packages has '${name}', which packageJson does not have in dependencies.`,
      );
    }
    keep(root);
  }
  return packages.filter((each) => kept.has(each));

  function keep(each: InstalledPackage): void {
    if (kept.has(each)) return;
    kept.add(each);
    const { dependencies, optionalDependencies, peerDependencies } = each.json;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = resolved(name, each.at);
      if (found) keep(found);
    }
  }

  function resolved(name: string, at: string): InstalledPackage | undefined {
    for (let folder = at; folder !== ''; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
      const found = byPlace.get(`${folder}/node_modules/${name}`);
      if (found) return found;
    }
    return byPlace.get(`node_modules/${name}`);
  }
}

function filesOf({ at, real }: InstalledPackage): readonly TakenFile[] {
  const files: TakenFile[] = [];
  walk(real, `nodejs/${at}`);
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

function notesOf(packages: readonly InstalledPackage[]): InstallationNotes {
  const scripted = packages.filter(({ json }) => ['preinstall', 'install', 'postinstall'].some((name) => json.scripts?.[name]));
  const names = [...new Set(scripted.map(({ at }) => at.replace(/^.*node_modules\//, '')))];
  const warning = `The install scripts of ${names.join(', ')} are not run; see whether the layer works without.`;
  return { native: packages.some(({ json }) => (json.cpu?.length ?? 0) > 0), warnings: names.length === 0 ? [] : [warning] };
}
