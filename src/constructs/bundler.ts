import * as path from 'node:path';
import type { BuildFailure, BuildOptions, BuildResult, Loader, Message } from 'esbuild';
import { type Bundle, type BundleFile, bundleHash } from './bundle';
import { exportsOf } from './bundle-exports';
import { ConstructError, type Place } from './construct-error';
import { loadEsbuild } from './esbuild';
import type { NodeBundlingOptions } from './node-bundling-options';
import { portableJson, portableText } from './portable-paths';

export interface BundleRequest {
  /** Absolute. */
  readonly entry: string;
  /** The export that must be there; absent when the handler is elsewhere. */
  readonly handler?: string;
  readonly target: string;
  readonly external: readonly string[];
  readonly options: NodeBundlingOptions;
}

/** What `write: false` and `metafile: true` make sure of. */
type Built = BuildResult<{ write: false; metafile: true }>;

/** Makes the bundle in memory; the same sources give the same bytes wherever they lie. */
export function bundle(place: Place, request: BundleRequest): Bundle {
  const esbuild = loadEsbuild(place, [process.cwd(), __dirname]);
  // Names in the bundle are relative to this folder, so that neither its own place nor the current one matters.
  const root = path.dirname(request.entry);
  const isModule = request.options.format === 'esm';
  const main = isModule ? 'index.mjs' : 'index.js';

  let built: Built;
  try {
    built = esbuild.buildSync({ ...buildOptions(request), absWorkingDir: root, outfile: path.join(root, main) }) as Built;
  } catch (error) {
    throw new ConstructError(place, 'BUNDLING_FAILED', whatFailed(request.entry, error as BuildFailure, root));
  }

  const files = filesOf(built, root, request.options.metafile ?? false);
  if (request.handler !== undefined) {
    const code = built.outputFiles.find((file) => file.path === path.join(root, main))?.text ?? '';
    const exported = exportsOf(built.metafile, { entry: request.entry, isModule, code });
    checkHandler(place, request.entry, request.handler, exported);
  }
  return { files, hash: bundleHash(files), warnings: built.warnings.map((warning) => sentence(warning, root)) };
}

function buildOptions({ entry, target, external, options }: BundleRequest): BuildOptions {
  const { minify, sourceMap, sourcesContent, define, loader, alias, inject, banner, footer, mainFields, tsconfig } = options;
  return {
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: options.format ?? 'cjs',
    target,
    external: [...external],
    minify,
    sourcemap: sourceMap ?? false,
    sourcesContent,
    define,
    loader: loader as Record<string, Loader> | undefined,
    alias: alias && Object.fromEntries(Object.entries(alias).map(([name, instead]) => [name, fromHere(instead)])),
    inject: inject?.map((file) => path.resolve(file)),
    banner: banner === undefined ? undefined : { js: banner },
    footer: footer === undefined ? undefined : { js: footer },
    mainFields,
    tsconfig: tsconfig === undefined ? undefined : path.resolve(tsconfig),
    keepNames: options.keepNames,
    charset: options.charset,
    metafile: true,
    write: false,
    // Nothing is written, but esbuild minds an entry that is called as the bundle will be.
    allowOverwrite: true,
    logLevel: 'silent',
  };
}

/** Absolute when it is a relative file; a package stays what it is. */
function fromHere(instead: string): string {
  return /^\.\.?([/\\]|$)/.test(instead) ? path.resolve(instead) : instead;
}

function filesOf(built: Built, root: string, withMetafile: boolean): BundleFile[] {
  const inputs = Object.keys(built.metafile.inputs);
  const files = built.outputFiles.map((file): BundleFile => {
    const name = path.relative(root, file.path).split(path.sep).join('/');
    if (/\.m?js$/.test(name)) return { path: name, contents: Buffer.from(portableText(file.text, inputs)) };
    if (/\.m?js\.map$/.test(name)) return { path: name, contents: Buffer.from(portableJson(file.text, inputs)) };
    return { path: name, contents: file.contents };
  });
  if (withMetafile) {
    const text = portableJson(JSON.stringify(built.metafile, undefined, 2), inputs);
    files.push({ path: 'index.meta.json', contents: Buffer.from(text) });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function checkHandler(place: Place, entry: string, handler: string, exported: ReturnType<typeof exportsOf>): void {
  if (!exported.all || exported.names.includes(handler)) return;
  const names = exported.names.length === 0 ? 'nothing' : exported.names.join(', ');
  throw new ConstructError(
    place,
    'HANDLER_NOT_EXPORTED',
    `handler '${handler}' is not exported by ${shortest(entry)}, which exports ${names}.`,
  );
}

function whatFailed(entry: string, failure: BuildFailure | Error, root: string): string {
  const messages = 'errors' in failure && failure.errors.length > 0 ? failure.errors.map((each) => sentence(each, root)) : [];
  const lines = messages.length > 0 ? messages : [failure.message];
  return `entry ${shortest(entry)} cannot be bundled:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** `file:line:column: text`, columns counted from 1 as editors do. */
function sentence({ location, text, notes }: Message, root: string): string {
  const where = location ? `${shortest(path.resolve(root, location.file))}:${location.line}:${location.column + 1}: ` : '';
  const hints = notes.filter((note) => note.text !== '').map((note) => ` (${note.text})`);
  return `${where}${text}${hints.join('')}`;
}

/** As seen from the current working directory, where that is shorter. */
function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}
