import * as fs from 'node:fs';
import * as path from 'node:path';
import type { NodePlatform } from './bundle-node-managers';
import { type PackageJson, readPackageJson } from './bundle-package-json';

/** A package that somebody requires by name. */
export interface Wanted {
  readonly name: string;
  /** The folder of who requires it. */
  readonly from: string;
}

export interface PlacedPackage {
  /** Where it will lie: `node_modules/a/node_modules/@b/c`. */
  readonly at: string;
  /** Where it lies, without links. */
  readonly real: string;
  readonly json: PackageJson;
}

interface Placing {
  readonly platform: NodePlatform;
  /** Says what becomes of a package that is not for the platform. */
  readonly other: (name: string, isOptional: boolean) => void;
}

/** More folders of packages in one another than any installation has. */
const DEEPEST = 40;

/**
 * The packages and all that they need, in plain folders, in which everybody finds what they find where it is installed now:
 * behind links, hoisted or nested. What has one version lies at the top. Wanted packages that are not there are missing from it.
 *
 * Nobody looks beyond the folder `top`.
 */
export function placedPackages(top: string, wanted: readonly Wanted[], { platform, other }: Placing): readonly PlacedPackage[] {
  const placed = new Map<string, PlacedPackage>();
  const jsons = new Map<string, PackageJson>();
  let level = wanted.flatMap(({ name, from }) => put(name, from, '', false) ?? []);
  // Level by level, so that whoever looks something up finds all above them in place.
  while (level.length > 0) {
    level = level.flatMap((each) =>
      needsOf(each.json).flatMap(([name, isOptional]) => put(name, each.real, each.at, isOptional) ?? []),
    );
  }
  return [...placed.values()];

  /** Gives what is new. */
  function put(name: string, from: string, at: string, isOptional: boolean): PlacedPackage | undefined {
    const real = resolved(top, from, name);
    if (real === undefined) return undefined;
    const known = nearest(at, name);
    if (known?.real === real) return undefined;
    const json = jsons.get(real) ?? readPackageJson(path.join(real, 'package.json')) ?? {};
    jsons.set(real, json);
    if (!fits(json, platform)) {
      other(name, isOptional);
      return undefined;
    }
    const own = { at: known === undefined ? `node_modules/${name}` : `${at}/node_modules/${name}`, real, json };
    // Versions that need one another under one name, which only links can lead to.
    if (own.at.split('/node_modules/').length > DEEPEST) throw new Error(`bug: ${own.at} cannot be put into plain folders`);
    placed.set(own.at, own);
    return own;
  }

  /** What a package that lies there finds now. */
  function nearest(at: string, name: string): PlacedPackage | undefined {
    for (let folder = at; folder !== ''; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
      const found = placed.get(`${folder}/node_modules/${name}`);
      if (found) return found;
    }
    return placed.get(`node_modules/${name}`);
  }
}

/** As Node.js looks it up. */
function resolved(top: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', name);
    if (path.basename(folder) !== 'node_modules' && fs.statSync(found, { throwIfNoEntry: false })?.isDirectory()) {
      return fs.realpathSync(found);
    }
    if (folder === top || folder === path.dirname(folder)) return undefined;
  }
}

/** With whether it may be missing. Optional peers are there when somebody else needs them. */
function needsOf({
  dependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: PackageJson): readonly [string, boolean][] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
  const required = Object.keys(dependencies ?? {}).filter((name) => optionalDependencies?.[name] === undefined);
  const needs = [...required, ...peers].map((name): [string, boolean] => [name, false]);
  return [...needs, ...Object.keys(optionalDependencies ?? {}).map((name): [string, boolean] => [name, true])];
}

function fits(json: PackageJson, platform: NodePlatform): boolean {
  return (['os', 'cpu', 'libc'] as const).every((what) => {
    const listed = json[what];
    if (!Array.isArray(listed) || listed.length === 0) return true;
    const [wanted, unwanted] = [listed.filter((name) => !name.startsWith('!')), listed.filter((name) => name.startsWith('!'))];
    if (unwanted.includes(`!${platform[what]}`)) return false;
    return wanted.length === 0 || wanted.includes('any') || wanted.includes(platform[what]);
  });
}
