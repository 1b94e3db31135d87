import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PackageJson } from './bundle-package-json';

/** The workspaces that belong to a lockfile, relative to its folder, with slashes and sorted. */
export function workspacesOf(lockFile: string, root: PackageJson): readonly string[] {
  const text = fs.readFileSync(lockFile, 'utf8');
  const found = listedIn(path.basename(lockFile), text, path.dirname(lockFile), root);
  return [...new Set(found)].filter((folder) => folder !== '' && folder !== '.').sort();
}

/** All lockfiles list them but that of Yarn 1. */
function listedIn(name: string, text: string, folder: string, root: PackageJson): readonly string[] {
  if (name === 'pnpm-lock.yaml') return ofPnpm(text);
  if (name === 'bun.lock') return Object.keys(parsed(withoutTrailingCommas(text)).workspaces ?? {});
  if (name !== 'yarn.lock') return root.workspaces === undefined ? [] : ofNpm(parsed(text).packages ?? {});
  if (/^__metadata:/m.test(text)) return [...text.matchAll(/^ {2}resolution: ".+@workspace:(.+)"$/gm)].map(([, at = '']) => at);
  return matching(folder, patternsOf(root.workspaces));
}

interface LockFile {
  readonly packages?: object;
  readonly workspaces?: object;
}

/** Package managers themselves say what is wrong with one that is broken. */
function parsed(text: string): LockFile {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function ofNpm(packages: object): readonly string[] {
  return Object.keys(packages).filter((at) => !/(^|\/)(node_modules|\.\.)(\/|$)/.test(at));
}

function ofPnpm(text: string): readonly string[] {
  const importers = /^importers:\n((?:[ \t].*\n|\n)*)/m.exec(text.replaceAll('\r\n', '\n'))?.[1] ?? '';
  return [...importers.matchAll(/^ {2}(\S.*?):(?: \{\})?$/gm)].map(([, at = '']) => at.replace(/^(['"])(.*)\1$/, '$2'));
}

/** bun.lock is JSON but for these. */
function withoutTrailingCommas(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1');
}

function patternsOf(workspaces: unknown): readonly string[] {
  const { packages } = (workspaces ?? {}) as { readonly packages?: unknown };
  const patterns = Array.isArray(workspaces) ? workspaces : packages;
  return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
}

function matching(root: string, patterns: readonly string[]): readonly string[] {
  const segments = (pattern: string) => pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const out = new Set(unwanted.flatMap((pattern) => expanded(root, '', segments(pattern))));
  const found = wanted.flatMap((pattern) => expanded(root, '', segments(pattern)));
  return found.filter((folder) => !out.has(folder) && fs.existsSync(path.join(root, folder, 'package.json')));
}

function expanded(root: string, at: string, [first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return [at];
  const below = (name: string) => (at === '' ? name : `${at}/${name}`);
  if (first === '**') {
    return [...expanded(root, at, rest), ...folders(root, at).flatMap((name) => expanded(root, below(name), [first, ...rest]))];
  }
  if (!/[*?{[]/.test(first)) return expanded(root, below(first), rest);
  const isMatch = pattern(first);
  return folders(root, at).flatMap((name) => (isMatch.test(name) ? expanded(root, below(name), rest) : []));
}

function folders(root: string, at: string): readonly string[] {
  const folder = path.join(root, at);
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries.filter((each) => each.isDirectory() && !/^\.|^node_modules$/.test(each.name)).map((each) => each.name);
}

/** One segment: `*`, `?`, and `{a,b}`. */
function pattern(segment: string): RegExp {
  const source = segment
    .replace(/[.+^$()|\\[\]]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(${names.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`);
}
