import { sep } from 'node:path';
import type { Code } from '../../model/code';
import type { CodeFacts, CodeFile, ModuleFacts } from '../../model/code-facts';
import type { LambdaFunction } from '../../model/function';
import { handlerFile } from '../../model/handler-file';
import { isObject, textMember } from '../json';
import { openArchive } from './archive';
import type { CodeSource } from './code-source';
import { openFolder } from './folder';
import { firstName, nodeModuleFacts } from './node-module';
import { mayBeProgram, PROGRAM_START, programOf } from './program';
import { pythonModuleFacts } from './python-module';

/** So many programs of one asset are looked into. */
const MOST_PROGRAMS = 500;
/** A longer handler is not read. */
const LONGEST_HANDLER = 8 * 1024 * 1024;

/** What is looked for in an asset: files that may have a handler, and the names of the handlers. */
type Wanted = Map<string, { readonly language: 'node' | 'python'; readonly names: Set<string> }>;

/**
 * What lies in the code and the layers of the functions; every asset is looked at once, whoever shares it. Only what the assembly
 * itself has: where bundling was left out, the sources stand in for what it would have made.
 */
export function codeFacts(functions: readonly LambdaFunction[], assembly: string): readonly CodeFacts[] {
  const assets = new Map<string, { readonly kind: 'directory' | 'archive'; readonly wanted: Wanted }>();
  const assetOf = (code: Code) => {
    if (code.kind !== 'directory' && code.kind !== 'archive') return undefined;
    if (!code.path.startsWith(assembly + sep)) return undefined;
    const asset = assets.get(code.path) ?? { kind: code.kind, wanted: new Map() as Wanted };
    assets.set(code.path, asset);
    return asset;
  };
  for (const { configuration } of functions) {
    const { code, layers, runtime = '', handler = '' } = configuration;
    const asset = assetOf(code);
    if (asset !== undefined) want(runtime, handler, asset.wanted);
    for (const layer of layers) assetOf(layer);
  }
  return [...assets].map(([path, { kind, wanted }]) => factsOf(path, kind, wanted));
}

function want(runtime: string, handler: string, wanted: Wanted): void {
  const language = /^nodejs/.test(runtime) ? 'node' : /^python/.test(runtime) ? 'python' : undefined;
  const file = handlerFile(runtime, handler);
  if (language === undefined || file === undefined) return;
  for (const path of file.tried) {
    const asked = wanted.get(path) ?? { language, names: new Set<string>() };
    wanted.set(path, asked);
    if (file.export !== undefined) asked.names.add(language === 'node' ? firstName(file.export) : file.export);
  }
}

function factsOf(path: string, kind: 'directory' | 'archive', wanted: Wanted): CodeFacts {
  const source = opened(path, kind);
  if (source === undefined) return { path, is: 'broken', files: [], bytes: 0, modules: {} };
  try {
    return {
      path,
      is: source.isWhole ? 'whole' : 'part',
      files: withPrograms(source),
      bytes: source.files.reduce((sum, file) => sum + file.bytes, 0),
      modules: modulesOf(source, wanted),
    };
  } finally {
    source.close();
  }
}

/** What may not be looked at is no better than what is broken. */
function opened(path: string, kind: 'directory' | 'archive'): CodeSource | undefined {
  try {
    return kind === 'directory' ? openFolder(path) : openArchive(path);
  } catch {
    return undefined;
  }
}

function withPrograms(source: CodeSource): readonly CodeFile[] {
  let looked = 0;
  return source.files.map((file) => {
    if (!mayBeProgram(file.path) || looked++ >= MOST_PROGRAMS) return file;
    const start = source.start(file.path, PROGRAM_START);
    const program = start && programOf(start);
    return program === undefined ? file : { ...file, program };
  });
}

function modulesOf(source: CodeSource, wanted: Wanted): Readonly<Record<string, ModuleFacts>> {
  const modules: Record<string, ModuleFacts> = {};
  if (wanted.size === 0) return modules;
  const files = new Map(source.files.map((file) => [file.path, file]));
  for (const [path, { language, names }] of wanted) {
    const text = textOf(source, files.get(path));
    if (text === undefined) continue;
    if (language === 'python') modules[path] = pythonModuleFacts(text, [...names]);
    else modules[path] = { ...nodeModuleFacts(text, [...names]), ...packageTypeOf(source, files, path) };
  }
  return modules;
}

function textOf(source: CodeSource, file: CodeFile | undefined): string | undefined {
  if (file === undefined || file.bytes > LONGEST_HANDLER) return undefined;
  const bytes = source.start(file.path, file.bytes);
  return bytes && new TextDecoder().decode(bytes);
}

/** From the nearest package.json at or above the file; one without `type` means CommonJS. */
function packageTypeOf(source: CodeSource, files: ReadonlyMap<string, CodeFile>, path: string): Pick<ModuleFacts, 'packageType'> {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const text = textOf(source, files.get([...folders.slice(0, depth), 'package.json'].join('/')));
    if (text === undefined) continue;
    return { packageType: typeIn(text) === 'module' ? 'module' : 'commonjs' };
  }
  return {};
}

function typeIn(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? textMember(parsed, 'type') : undefined;
  } catch {
    return undefined;
  }
}
