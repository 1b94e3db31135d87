import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BuildOptions, Loader } from 'esbuild';
import { bundleArguments } from './bundle-arguments';
import type { BundleRequest } from './bundle-request';
import { type BundleRoot, bundleRoot } from './bundle-root';
import { ConstructError, type Place } from './construct-error';
import type { NodeBundlingOptions } from './node-bundling-options';

export interface BundleSource {
  /** Absolute. */
  readonly entry: string;
  readonly root?: string;
  readonly lockFile?: string;
  readonly target: string;
  readonly external: readonly string[];
}

/** The request for an entry: the options in esbuild's words, and every relative path absolute. */
export function bundleRequest(place: Place, source: BundleSource, options: NodeBundlingOptions): BundleRequest {
  const { alias, inject, loader, tsconfig, plugins = [] } = options;
  const { format, minify, sourcesContent, define, mainFields, keepNames, charset, banner, footer } = options;
  const own: BuildOptions = {
    format: format ?? 'cjs',
    target: source.target,
    external: [...source.external, ...(options.nodeModules ?? [])],
    minify,
    sourcemap: sourceMapOf(options),
    sourcesContent,
    define,
    loader: loader as Record<string, Loader> | undefined,
    alias: alias && Object.fromEntries(Object.entries(alias).map(([name, instead]) => [name, fromHere(instead)])),
    inject: inject?.map((file) => path.resolve(file)),
    banner: banner === undefined ? undefined : { js: banner },
    footer: footer === undefined ? undefined : { js: footer },
    mainFields,
    tsconfig: tsconfig === undefined ? undefined : path.resolve(tsconfig),
    keepNames,
    charset,
  };
  return {
    entry: source.entry,
    root: rootOf(source),
    options: { ...own, ...bundleArguments(place, options.esbuildArgs ?? {}) },
    plugins: plugins.map((given) => pluginFile(place, given)),
    isUnsteady: options.commandHooks !== undefined,
    metafile: options.metafile ?? false,
  };
}

const roots = new Map<string, BundleRoot>();

function rootOf({ entry, root, lockFile }: BundleSource): BundleRoot {
  const found = bundleRoot(entry, roots);
  if (root === undefined && lockFile === undefined) return found;
  const lock = lockFile === undefined ? found.lockFile : path.resolve(lockFile);
  return { folder: root === undefined ? found.folder : path.resolve(root), ...(lock !== undefined && { lockFile: lock }) };
}

/** A file from the current working directory on, or a package that is found from there. */
function pluginFile(place: Place, given: string): string {
  const file = path.resolve(given);
  if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  try {
    return createRequire(path.resolve('any.js')).resolve(given);
  } catch {
    const message = `plugin '${given}' is neither a file (looked for ${file}) nor a package.`;
    throw new ConstructError(place, 'BUNDLING_PLUGIN_MISSING', message);
  }
}

/** `default` is a file of its own that the bundle points to; `external` one that it does not. */
function sourceMapOf({ sourceMap, sourceMapMode }: NodeBundlingOptions): BuildOptions['sourcemap'] {
  if (sourceMap === false || (sourceMap === undefined && sourceMapMode === undefined)) return false;
  const mode: `${SourceMapMode}` = sourceMapMode ?? 'default';
  return mode === 'default' ? true : mode;
}

/** Absolute when it is a relative file; a package stays what it is. */
function fromHere(instead: string): string {
  return /^\.\.?([/\\]|$)/.test(instead) ? path.resolve(instead) : instead;
}
