import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { preProcessFile } from 'typescript';

/** What a user has beside the package, by door; esbuild is an optional dependency, asked for when a bundle is to be made. */
const BESIDE: Record<string, readonly string[]> = {
  '.': ['aws-cdk-lib', 'constructs', 'esbuild'],
  './testing': ['aws-cdk-lib', 'constructs'],
};
/** Files that no import leads to and that belong there all the same. */
const ALWAYS = [
  ...[/^package\.json$/, /^README\.md$/, /^LICENSE$/, /^API\.md$/, /^\.jsii$/],
  ...[/^assets\//, /^lib\/bundled\/(cli|local|testing)\.js$/, /^lib\/bundled\/THIRD-PARTY-LICENSES\.txt$/],
];

/** What the doors of a package lead to. */
export interface Reach {
  /** Relative to the package, with slashes. */
  readonly files: ReadonlySet<string>;
  /** What a door needs and its user does not have: a file that is missing, or a package that need not be there. */
  readonly problems: readonly string[];
}

/** Follows `exports` and `bin` of the package in `folder` through scripts and type declarations. */
export function reach(folder: string): Reach {
  const { exports, bin = {}, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = new Set<string>();
  const problems = Object.keys(dependencies).map(
    (name) => `${name} is a dependency; inline it, and record why in docs/decisions`,
  );
  for (const [door, target] of Object.entries<string | Record<string, string>>({ ...exports, bin })) {
    for (const file of typeof target === 'string' ? [target] : Object.values(target)) follow(posix.normalize(file), door);
  }
  return { files, problems };

  function follow(file: string, door: string): void {
    if (files.has(file)) return;
    if (!existsSync(join(folder, file))) {
      problems.push(`${door} needs ${file}, which is not there`);
      return;
    }
    files.add(file);
    // Of the bundles only the command is made of two files.
    if (!/\.(js|ts)$/.test(file) || (file.startsWith('lib/bundled/') && file !== 'lib/bundled/cli.js')) return;
    const { importedFiles } = preProcessFile(readFileSync(join(folder, file), 'utf8'), true, true);
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith('.')) follow(resolved(file, fileName), door);
      else if (!isBuiltin(fileName) && !isBeside(door, fileName)) {
        problems.push(`${file}, behind ${door}, needs ${fileName}, which its user need not have`);
      }
    }
  }

  function resolved(from: string, name: string): string {
    const bare = posix.join(dirname(from), name.replace(/\.js$/, ''));
    const ending = from.endsWith('.d.ts') ? '.d.ts' : '.js';
    return [`${bare}${ending}`, `${bare}/index${ending}`].find((file) => existsSync(join(folder, file))) ?? `${bare}${ending}`;
  }
}

/** What is wrong with the unpacked package in `folder`: what `reach` finds, and every file that no door leads to. */
export function packageProblems(folder: string): readonly string[] {
  const { files, problems } = reach(folder);
  const idle = filesOf(folder).filter((file) => !files.has(file) && !ALWAYS.some((pattern) => pattern.test(file)));
  return [...problems, ...idle.map((file) => `${file} is in the package, and no door leads to it`)];
}

function isBeside(door: string, name: string): boolean {
  return (BESIDE[door] ?? []).some((beside) => name === beside || name.startsWith(`${beside}/`));
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
