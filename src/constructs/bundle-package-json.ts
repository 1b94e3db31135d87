import * as fs from 'node:fs';

export interface PackageJson {
  readonly name?: string;
  readonly dependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean } | undefined>>;
  readonly devDependencies?: Dependencies;
  readonly workspaces?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

type Dependencies = Readonly<Record<string, string>>;

/** Undefined when there is none, or it is no object of JSON. */
export function readPackageJson(file: string): PackageJson | undefined {
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

/** What package managers go by; what else there is may change without anything to install. */
const DECIDING = [
  ...['name', 'version', 'private', 'packageManager', 'devEngines', 'engines', 'os', 'cpu', 'libc', 'workspaces'],
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta', 'dependenciesMeta'],
  ...['bundleDependencies', 'bundledDependencies', 'overrides', 'resolutions', 'pnpm', 'catalog', 'catalogs'],
  ...['patchedDependencies', 'trustedDependencies', 'installConfig', 'publishConfig', 'bin'],
];

export function deciding(json: PackageJson): PackageJson {
  return Object.fromEntries(Object.entries(json).filter(([key]) => DECIDING.includes(key)));
}
