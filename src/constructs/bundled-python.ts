import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IgnoreStrategy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { pythonPlatform, wheelPlatforms } from '../spec/python-wheels';
import { installedOnce } from './bundle-cache';
import { cacheFolder } from './bundle-cache-folder';
import { contentsOf } from './bundle-contents';
import { type PipTarget, packagesInstallation } from './bundle-python-packages';
import { BundledAsset, type MadeFolder } from './bundled-asset';
import { copied } from './bundled-files';
import { ConstructError, type Place } from './construct-error';
import { pythonModule } from './handler-file';
import { definesName, functionsOf } from './python-names';

/** What differs from machine to machine and is of no use in Lambda. */
const LEFT_BEHIND = [
  ...['__pycache__', '*.pyc', '*.pyo', '.pytest_cache', '.mypy_cache', '.ruff_cache', '.hypothesis', '.tox', '.nox', '.coverage'],
  ...['.venv', 'venv', '.git', '.gitignore', '.DS_Store', '.idea', '.vscode', 'node_modules', 'cdk.out'],
];

export interface PythonSource {
  /** Absolute. */
  readonly folder: string;
  /** What the author calls it. */
  readonly given: string;
  readonly exclude: readonly string[];
}

export interface PythonTarget {
  /** `python3.14` */
  readonly runtime: string;
  /** As Lambda calls it. */
  readonly architecture: 'arm64' | 'x86_64';
}

export function pythonFolder(place: Place, given: string): string {
  const folder = path.resolve(given);
  if (given !== '' && fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new ConstructError(place, 'PYTHON_ENTRY_MISSING', `entry '${given}' is no folder (looked for ${folder}).`);
}

/** Refuses a handler whose module or function is not in the folder; with layers the module may be there. */
export function checkPythonHandler(place: Place, source: PythonSource, handler: string, hasLayers: boolean): void {
  if (handler.startsWith('/')) return;
  const module = pythonModule(handler);
  const name = handler.slice(handler.lastIndexOf('.') + 1);
  const ignores = ignoring(source);
  const isThere = (file: string) => fs.existsSync(path.join(source.folder, file)) && !ignores(path.join(source.folder, file));

  const file = [`${module}.py`, `${module}/__init__.py`].find(isThere);
  if (file === undefined) {
    if (hasLayers) return;
    const problem = `handler '${handler}' needs ${module}.py in '${source.given}', which has none.`;
    throw new ConstructError(place, 'HANDLER_FILE_MISSING', problem);
  }
  const text = fs.readFileSync(path.join(source.folder, file), 'utf8');
  if (definesName(text, name)) return;
  const functions = functionsOf(text);
  const there = functions.length === 0 ? 'no function at its top' : functions.join(', ');
  throw new ConstructError(place, 'HANDLER_NOT_DEFINED', `handler '${name}' is not defined in ${file}, which has ${there}.`);
}

/** The sources with their packages around them; where both have a file, the sources win, as they do for Python. */
export class PythonCode extends BundledAsset {
  constructor(
    scope: Construct,
    place: Place,
    source: PythonSource,
    private readonly target: PythonTarget & { readonly handler: string },
  ) {
    super(source.folder, Stack.of(scope).bundlingRequired ? pythonFolderWith(scope, place, source, target) : undefined, 'Code');
  }

  protected standInName(): string {
    return `not bundled: ${this.target.handler}`;
  }
}

function pythonFolderWith(scope: Construct, place: Place, source: PythonSource, target: PythonTarget): MadeFolder {
  const hash = createHash('sha256');
  const own = (contentsOf(source.folder, ignoring(source)) ?? []).map(({ path: name }) => {
    const file = path.join(source.folder, name);
    const contents = fs.readFileSync(file);
    const isExecutable = (fs.statSync(file).mode & 0o100) !== 0;
    hash.update(`${name}\0${contents.length}\0${isExecutable ? 'executable\0' : ''}`).update(contents);
    return { path: name, isExecutable, write: (to: string) => fs.writeFileSync(to, contents) };
  });
  const installation = packagesInstallation(place, source.folder, pipTarget(target));
  const packages = installation && installedOnce(cacheFolder(scope, 'python'), installation);
  if (packages) hash.update(`packages\0${packages.hash}`);

  const names = new Set(own.map((file) => file.path));
  const added = (packages?.files ?? []).filter((file) => !names.has(file.path));
  return { hash: hash.digest('hex'), files: [...own, ...added.map((file) => copied(packages?.folder ?? '', file))] };
}

function ignoring({ folder, exclude }: PythonSource): (file: string) => boolean {
  const strategy = IgnoreStrategy.git(folder, [...LEFT_BEHIND, ...exclude]);
  return (file) => strategy.ignores(file);
}

function pipTarget({ runtime, architecture }: PythonTarget): PipTarget {
  return {
    version: pythonPlatform(runtime, architecture)?.version,
    platforms: wheelPlatforms(runtime, architecture),
  };
}
