import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { NodePlatform } from './bundle-node-managers';
import type { NodeMember, NodeProject } from './bundle-node-project';
import { deciding } from './bundle-package-json';

/** Settings of package managers at the root of a project, registries and the package manager itself among them. */
const SETTINGS = [
  ...['.npmrc', '.yarnrc', '.yarnrc.yml', '.yarn/releases', '.yarn/plugins', '.yarn/patches', 'bunfig.toml'],
  ...['pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs'],
];
/** Files that lockfiles and settings name, relative to the root. */
const PATCH = /[\w@./+~-]+\.(?:patch|diff)\b/g;
/** What is not of a package that lies on this machine. */
const NOT_OF_IT = new Set(['node_modules', '.git', 'cdk.out']);

/** Of everything that decides what is installed, without any place of this machine. */
export function keyOf(project: NodeProject, rest: readonly unknown[]): string {
  const { manager, members, local, lockFile, sought, dev } = project;
  const root = commonFolder(project);
  const relative = (file: string) => path.relative(root, file).split(path.sep).join('/');
  const wanted = sought.map(({ name, folder }) => [name, relative(folder)]);
  const hash = createHash('sha256').update(
    JSON.stringify(['node', 2, manager.name, manager.majors?.called, dev, wanted, ...rest]),
  );
  for (const { folder, json } of members) hash.update(`\0${relative(folder)}\0${JSON.stringify(deciding(json))}`);
  for (const file of [...settingsOf(project), ...local]) hashInto(hash, relative, file);
  return hash.update('\0lock\0').update(fs.readFileSync(lockFile)).digest('hex');
}

function hashInto(hash: ReturnType<typeof createHash>, relative: (file: string) => string, file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) if (!NOT_OF_IT.has(name)) hashInto(hash, relative, path.join(file, name));
  } else if (stat?.isFile()) {
    hash.update(`\0${relative(file)}\0${stat.size}\0`).update(fs.readFileSync(file));
  }
}

/** Where a file of the project is while it is installed. */
export type Staged = (file: string) => string;

/** Copies what decides into `work`, all folders as far apart as they are. */
export function stageProject(project: NodeProject, platform: NodePlatform, work: string): Staged {
  const { manager, members, local, lockFile } = project;
  const root = commonFolder(project);
  const staged = (file: string) => path.join(work, path.relative(root, file));
  for (const file of local) {
    fs.cpSync(file, staged(file), { recursive: true, filter: (each) => each === file || !NOT_OF_IT.has(path.basename(each)) });
  }
  for (const { folder, json } of members) {
    const file = path.join(staged(folder), 'package.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Whole where it is of a package that is taken along.
    if (!local.includes(folder)) fs.writeFileSync(file, JSON.stringify(deciding(json)));
  }

  const top = staged(rootOf(project).folder);
  fs.mkdirSync(top, { recursive: true });
  for (const file of settingsOf(project)) fs.cpSync(file, staged(file), { recursive: true });
  fs.copyFileSync(lockFile, path.join(top, path.basename(lockFile)));
  const json = { ...deciding(rootOf(project).json), ...withExtra(project, platform) };
  fs.writeFileSync(path.join(top, 'package.json'), JSON.stringify(json));
  if (manager.settings) {
    const file = path.join(top, manager.settings.file);
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    fs.writeFileSync(file, manager.settings.adapt(text, platform));
  }
  return staged;
}

export function rootOf({ members: [root] }: NodeProject): NodeMember {
  if (!root) throw new Error('bug: a project without a package.json');
  return root;
}

/** What is there of them, absolute. */
function settingsOf(project: NodeProject): readonly string[] {
  const { folder, json } = rootOf(project);
  const texts = [project.lockFile, path.join(folder, 'pnpm-workspace.yaml')].filter((file) => fs.existsSync(file));
  const naming = [JSON.stringify(deciding(json)), ...texts.map((file) => fs.readFileSync(file, 'utf8'))];
  const patches = naming.flatMap((text) => text.match(PATCH) ?? []).map((name) => name.replace(/^~\//, ''));
  const files = [...new Set([...SETTINGS, ...patches])].map((name) => path.resolve(folder, name));
  return files.filter((file) => file.startsWith(folder) && fs.existsSync(file)).sort();
}

function withExtra(project: NodeProject, platform: NodePlatform): object {
  const own = rootOf(project).json as Readonly<Record<string, object | undefined>>;
  const extra = Object.entries(project.manager.extra?.(platform) ?? {});
  return Object.fromEntries(extra.map(([key, value]) => [key, { ...own[key], ...value }]));
}

function commonFolder({ members, local }: NodeProject): string {
  return [...members.map(({ folder }) => folder), ...local].reduce((root, file) => {
    let common = root;
    while (common !== file && !file.startsWith(common.endsWith(path.sep) ? common : `${common}${path.sep}`))
      common = path.dirname(common);
    return common;
  });
}
