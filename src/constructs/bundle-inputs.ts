import * as path from 'node:path';
import type { Metafile } from 'esbuild';

/** A source, and the packages that it names. */
export interface BundleInput {
  /** Absolute. */
  readonly file: string;
  readonly packages: readonly string[];
}

export interface Inputs {
  /** As the metafile calls them: everything that the entry leads to, also what no code of is left in the bundle. */
  readonly reached: ReadonlySet<string>;
  readonly files: readonly BundleInput[];
}

/** What an entry of a build imports, near and far. */
export function inputsOf({ inputs }: Metafile, entryPoint: string, root: string): Inputs {
  const reached = new Set([entryPoint]);
  const files: BundleInput[] = [];
  for (const input of reached) {
    const imports = inputs[input]?.imports ?? [];
    for (const each of imports) if (!each.external) reached.add(each.path);
    const packages = imports.flatMap(({ original = '' }) => packageNamed(original) ?? []);
    files.push({ file: sourceOf(input, root), packages: input.includes('node_modules/') ? [] : packages });
  }
  return { reached, files };
}

/** The absolute path of what the metafile names; what esbuild has disabled is a file all the same. */
export function sourceOf(input: string, root: string): string {
  return path.resolve(root, input.replace(/^\(disabled\):/, ''));
}

/** `@scope/name` or `name` of what is imported; undefined for files and for what Node.js brings. */
function packageNamed(original: string): string | undefined {
  return /^(@[^/]+\/[^/]+|[^@./#][^/:]*)(\/|$)/.exec(original)?.[1];
}
