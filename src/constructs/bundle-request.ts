import * as path from 'node:path';
import type { BuildOptions, Loader } from 'esbuild';
import type { Bundle } from './bundle';
import type { Exports } from './bundle-exports';
import type { BundleRoot } from './bundle-root';

/** What is to be bundled, every path of it absolute. */
export interface BundleRequest {
  readonly entry: string;
  readonly root: BundleRoot;
  /** All but what tells this entry from others: entries with the same options are built in one go. */
  readonly options: BuildOptions;
  /** Modules that export esbuild plugins. */
  readonly plugins: readonly string[];
  /** Whether there is more to it than what can be seen: then it is made each time. */
  readonly isUnsteady: boolean;
  /** Whether `index.meta.json` is put beside the bundle. */
  readonly metafile: boolean;
}

/** A bundle with what has to be known of it. */
export interface NodeBundle extends Bundle {
  readonly exports: Exports;
  readonly notes: readonly Note[];
  readonly contents: readonly Content[];
  /** The version that made it. */
  readonly esbuild: string;
}

/** A warning or an error of esbuild. */
export interface Note {
  readonly text: string;
  /** Absolute, where it is about a file. */
  readonly file?: string;
  readonly line?: number;
  /** From 1, as editors count. */
  readonly column?: number;
}

/** What a package, or a source of the app, takes up in a bundle. */
export interface Content {
  readonly name: string;
  readonly bytes: number;
}

/** What has become of a request. */
export type BundleOutcome =
  | { readonly kind: 'bundled'; readonly bundle: NodeBundle }
  | { readonly kind: 'failed'; readonly errors: readonly Note[] };

/** Whether the entry may share a build: files that a loader emits are named by their content, for all entries of a build alike. */
export function canShareBuild({ options }: BundleRequest): boolean {
  const emits: readonly Loader[] = ['file', 'copy'];
  return !Object.values(options.loader ?? {}).some((loader) => emits.includes(loader));
}

/** The same for requests that can be in one build. */
export function buildKey({ root, options, plugins }: BundleRequest): string {
  return JSON.stringify([root.folder, options, plugins]);
}

/** `file:line:column: text`; the file as seen from the current working directory, where that is shorter. */
export function noteText({ text, file, line, column }: Note): string {
  if (file === undefined) return text;
  return `${shortest(file)}:${line}:${column}: ${text}`;
}

export function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}
