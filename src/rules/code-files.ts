import type { CodeFacts, ModuleFacts } from '../model/code-facts';
import { type HandlerFile, handlerFile } from '../model/handler-file';
import { UNZIPPED_SIZE } from '../spec/layer-limits';
import { isSearched, searchedFolders } from '../spec/layer-search-paths';
import { LOADS_ANY_MODULE } from '../spec/node-files';
import { FIRST_NODE_WITH_SDK_V3 } from '../spec/node-runtimes';
import { type FunctionCode, functionsWithCode, inAsset, wholeCode, wholeLayers } from './function-code';
import { each, type Rule } from './rule';
import { Undecided } from './undecided';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
const CODE = 'Properties.Code';
const HANDLER = 'Properties.Handler';

const isOsOnly = ({ runtime }: FunctionCode) => runtime.startsWith('provided');
const isNode = ({ runtime }: FunctionCode) => runtime.startsWith('nodejs');

/** The file that the runtime loads the handler from, with what is known of it. */
function loaded(fn: FunctionCode): { readonly file: string; readonly wanted: HandlerFile; readonly is: ModuleFacts } | undefined {
  const wanted = handlerFile(fn.runtime, fn.handler);
  const file = wanted?.tried.find((path) => fn.code?.modules[path] !== undefined);
  const is = file === undefined ? undefined : fn.code?.modules[file];
  return wanted && file !== undefined && is ? { file, wanted, is } : undefined;
}

/** Whether Node.js takes the file for an ES module by its name and its package.json. */
function isModuleByName(file: string, { packageType }: ModuleFacts): boolean {
  return file.endsWith('.mjs') || (packageType === 'module' && file.endsWith('.js'));
}

function variables({ on }: FunctionCode): ReadonlyMap<string, string | undefined> {
  const members = on.has('Environment', 'Variables') ? on.members('Environment', 'Variables') : [];
  return new Map(members.map(([name, part]) => [name, part.isKnown() ? part.text() : undefined]));
}

/** What lies where the handler was looked for, to be named beside what is missing. */
function sourcesBeside(code: CodeFacts, { tried, name }: HandlerFile): string {
  const stems = [...tried, name].map((path) => path.replace(/\.\w+$/, ''));
  const source = code.files.find(({ path }) => /\.[cm]?tsx?$/.test(path) && stems.includes(path.replace(/\.[cm]?tsx?$/, '')));
  if (source !== undefined) return `; ${source.path} has to be compiled first`;
  const [, base = ''] = /([^/]+?)(?:\.\w+)?$/.exec(name.replace(/,.*/, '')) ?? [];
  const elsewhere = code.files.find(({ path }) =>
    new RegExp(`(^|/)${base.replace(/\W/g, '\\$&')}\\.(?:[cm]?js|py|rb|class)$`).test(path),
  );
  return elsewhere === undefined ? '' : `; there is ${elsewhere.path}`;
}

export const CODE_FILES: readonly Rule[] = [
  {
    id: 'FN-24',
    severity: 'error',
    title: 'The code of a function is no .zip archive',
    why: 'Lambda refuses it: it cannot be unzipped.',
    remedy: 'Make the asset a folder, or an archive that can be unpacked.',
    source: `${GUIDE}/configuration-function-zip.html`,
    check: each(functionsWithCode, function* ({ on, code }) {
      if (code?.is === 'broken') yield { on, property: CODE, message: `${code.path} is neither a folder nor a whole archive.` };
    }),
  },
  {
    id: 'FN-24-empty',
    severity: 'error',
    title: 'The code of a function has no files',
    why: 'Lambda refuses an archive with nothing in it.',
    remedy: 'Look whether the build that fills the folder has run before the app was synthesized.',
    source: `${GUIDE}/configuration-function-zip.html`,
    check: each(functionsWithCode, function* (fn) {
      const code = wholeCode(fn);
      if (code?.files.length === 0) yield { on: fn.on, property: CODE, message: `${code.path} has no files.` };
    }),
  },
  {
    id: 'FN-23',
    severity: 'error',
    title: 'Code and layers of a function are too large',
    why: 'Lambda refuses a function that has 262 144 000 bytes or more, unzipped and with its layers.',
    remedy: 'Leave out what the function does not need, or make it a container image.',
    source: UNZIPPED_SIZE.source,
    check: each(functionsWithCode, function* ({ on, code, layers }) {
      const parts = [...(code ? [code] : []), ...layers];
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      if (bytes <= UNZIPPED_SIZE.max) return;
      const own = code === undefined ? '' : ` code ${code.bytes},`;
      const message = `Unzipped there are ${bytes} bytes, of ${UNZIPPED_SIZE.max} at most:${own} layers ${bytes - (code?.bytes ?? 0)}.`;
      yield { on, property: CODE, message };
    }),
  },
  {
    id: 'RT-16',
    severity: 'error',
    title: 'The file with the handler is not in the code',
    why: 'The runtime cannot load the handler, and every invocation fails.',
    remedy: 'Correct the handler or what goes into the asset; TypeScript has to be compiled first.',
    source: `${GUIDE}/configuration-function-zip.html`,
    check: each(functionsWithCode, function* (fn, app) {
      const wanted = handlerFile(fn.runtime, fn.handler);
      const code = wholeCode(fn);
      if (wanted === undefined || isOsOnly(fn) || code === undefined || code.files.length === 0) return;
      const isThere = ({ files }: CodeFacts) => files.some(({ path }) => wanted.is(path));
      if (inAsset(app, code, `${fn.runtime} ${fn.handler}`, isThere)) return;
      // What is in the folders of layers is found as well.
      const inLayer = new RegExp(
        '^(nodejs/(node\\d+/)?node_modules|python(/lib/python[\\d.]+/site-packages)?|java/lib|ruby/lib)/',
      );
      const layers = wholeLayers(fn).flatMap(({ files }) => files.map(({ path }) => path));
      if (layers.some((path) => wanted.is(path.replace(inLayer, '')))) return;
      const message = `The handler ${fn.handler} wants ${wanted.name}, which is not in the code${sourcesBeside(code, wanted)}.`;
      yield { on: fn.on, property: HANDLER, message };
    }),
  },
  {
    id: 'RT-16-export',
    severity: 'error',
    title: 'The handler is not in its file',
    why: 'The runtime loads the file but does not find the handler, and every invocation fails.',
    remedy: 'Export it under the name that the handler has, or correct the handler.',
    source: `${GUIDE}/nodejs-handler.html`,
    check: each(functionsWithCode, function* (fn) {
      const found = loaded(fn);
      if (found?.wanted.export === undefined) return;
      const name = isNode(fn) ? found.wanted.export.replace(/\..*$/, '') : found.wanted.export;
      if (!found.is.lacks.includes(name) || unloadable(fn) !== undefined) return;
      yield { on: fn.on, property: HANDLER, message: `${found.file} has no ${name}, but the handler is ${fn.handler}.` };
    }),
  },
  {
    id: 'RT-16-module',
    severity: 'error',
    title: 'A file is written as another kind of module than Node.js takes it for',
    why: 'Node.js cannot load it, and every invocation fails.',
    remedy: 'Name ES modules .mjs and CommonJS .cjs, or set `type` in the package.json beside them.',
    source: `${GUIDE}/lambda-nodejs.html`,
    check: each(functionsWithCode, function* (fn) {
      const message = unloadable(fn);
      if (message !== undefined) yield { on: fn.on, property: CODE, message };
    }),
  },
  {
    id: 'RT-15',
    severity: 'error',
    title: 'A function without a language runtime has no bootstrap',
    why: 'Lambda finds nothing to start, and every invocation fails with Runtime.InvalidEntrypoint.',
    remedy: 'Put the program into the root of the code, or of a layer, and name it bootstrap.',
    source: `${GUIDE}/runtimes-custom.html`,
    check: each(functionsWithCode, function* (fn) {
      const code = isOsOnly(fn) ? wholeCode(fn) : undefined;
      if (code === undefined || code.files.length === 0 || bootstrapIn(code) !== undefined) return;
      if (wholeLayers(fn).some((layer) => bootstrapIn(layer) !== undefined)) return;
      const elsewhere = code.files.find(({ path }) => path.endsWith('/bootstrap'))?.path;
      const near = elsewhere === undefined ? '' : `; there is ${elsewhere}`;
      yield { on: fn.on, property: CODE, message: `${fn.runtime} starts bootstrap, which is not in the code${near}.` };
    }),
  },
  {
    id: 'RT-15-executable',
    severity: 'error',
    title: 'A bootstrap may not be executed',
    why: 'Lambda cannot start it, and every invocation fails with Runtime.InvalidEntrypoint.',
    remedy: 'Run `chmod +x bootstrap` before the asset is made.',
    source: `${GUIDE}/runtimes-custom.html`,
    check: each(functionsWithCode, function* (fn) {
      if (!isOsOnly(fn)) return;
      const from = [fn.code, ...fn.layers].find((code) => code && bootstrapIn(code) !== undefined);
      if (from === undefined || bootstrapIn(from)?.isExecutable !== false) return;
      yield { on: fn.on, property: CODE, message: `The bootstrap in ${from.path} may not be executed.` };
    }),
  },
  {
    id: 'FN-52',
    severity: 'warning',
    title: 'A layer has nothing where the runtime looks',
    why: 'Layers are unpacked into /opt, and of that the runtime searches a few folders only: imports from elsewhere fail.',
    remedy: 'Move the files to where the runtime looks; acknowledge it if the code reads them by their absolute paths.',
    source: `${GUIDE}/packaging-layers.html`,
    check: each(functionsWithCode, function* (fn, app) {
      if (isOsOnly(fn)) return;
      const isUnsearched = ({ is, files }: CodeFacts) =>
        is === 'whole' && files.length > 0 && !files.some(({ path }) => isSearched(path, fn.runtime));
      const unsearched = fn.layers.filter((layer) => inAsset(app, layer, `unsearched by ${fn.runtime}`, isUnsearched));
      if (unsearched.length === 0 || namesOpt(fn)) return;
      if (hasOtherSources(fn))
        throw new Undecided(`${fn.on.path}, Properties.Layers`, 'another file of the code may name what is in the layer');
      for (const { files } of unsearched) {
        const [first] = files.map(({ path }) => path).sort();
        const message = `A layer has ${first}${files.length > 1 ? ` and ${files.length - 1} more` : ''}, but ${fn.runtime} looks in ${searchedFolders(fn.runtime).join(', ')}.`;
        yield { on: fn.on, property: 'Properties.Layers', message };
      }
    }),
  },
  {
    id: 'FN-34-sdk',
    severity: 'error',
    title: 'A handler requires version 2 of the AWS SDK, which is not there',
    why: `Since Node.js ${FIRST_NODE_WITH_SDK_V3}, the runtimes have version 3 only: loading the handler fails.`,
    remedy: 'Change to the packages of version 3, `@aws-sdk/client-…`, or put `aws-sdk` into the code.',
    source: `${GUIDE}/lambda-nodejs.html`,
    check: each(functionsWithCode, function* (fn) {
      const major = Number(/^nodejs(\d+)\./.exec(fn.runtime)?.[1]);
      const found = loaded(fn);
      if (!(major >= FIRST_NODE_WITH_SDK_V3) || found?.is.requiresSdkV2 !== true) return;
      const hasSdk = ({ files }: CodeFacts) => files.some(({ path }) => /(^|\/)node_modules\/aws-sdk\//.test(path));
      const code = wholeCode(fn);
      if (code === undefined || hasSdk(code) || wholeLayers(fn).some(hasSdk)) return;
      yield {
        on: fn.on,
        property: CODE,
        message: `${found.file} requires aws-sdk, which neither ${fn.runtime} nor the code has.`,
      };
    }),
  },
];

function bootstrapIn({ files }: CodeFacts) {
  return files.find(({ path }) => path === 'bootstrap');
}

/** Why Node.js cannot load the file with the handler, as far as that is sure. */
function unloadable(fn: FunctionCode): string | undefined {
  const found = isNode(fn) ? loaded(fn) : undefined;
  if (found === undefined) return undefined;
  const { file, is } = found;
  if (isModuleByName(file, is)) {
    return is.setsExports ? `${file} is taken for an ES module, but it is CommonJS: it sets exports.` : undefined;
  }
  if (is.onlyModule === undefined) return undefined;
  const options = variables(fn);
  const isUnknown = options.has('NODE_OPTIONS') && options.get('NODE_OPTIONS') === undefined;
  if (isUnknown || LOADS_ANY_MODULE.test(options.get('NODE_OPTIONS') ?? '')) return undefined;
  return `${file} is taken for CommonJS, but it is an ES module: ${is.onlyModule}.`;
}

/** Whether the function may name files of layers by their absolute paths, as far as can be seen. */
function namesOpt(fn: FunctionCode): boolean {
  for (const value of variables(fn).values()) if (value === undefined || value.includes('/opt')) return true;
  if (fn.handler.includes('/opt') || fn.source?.includes('/opt') === true) return true;
  if (fn.source !== undefined) return false;
  const found = loaded(fn);
  return found === undefined || found.is.namesOpt;
}

/** Whether there are sources beside the file with the handler, packages apart, which are not read. */
function hasOtherSources(fn: FunctionCode): boolean {
  const handler = loaded(fn)?.file;
  return (fn.code?.files ?? []).some(
    ({ path }) => path !== handler && /\.(?:[cm]?js|py|rb)$/.test(path) && !path.includes('node_modules/'),
  );
}
