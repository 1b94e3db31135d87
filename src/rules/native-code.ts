import type { CodeFacts, CodeFile } from '../model/code-facts';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { isSearched } from '../spec/layer-search-paths';
import { OTHER_PLATFORM, PLATFORM_NAMES, PYTHON_NATIVE } from '../spec/native-files';
import type { App } from './app';
import { type FunctionCode, functionsWithCode, inAsset } from './function-code';
import { each, type Rule } from './rule';

const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';
const NATIVE = /\.node$|\.so(\.\d+)*$/;

function architectureOf({ on }: FunctionCode): string {
  return on.texts('Architectures')[0] ?? FUNCTION_DEFAULTS.architecture;
}

/** The code, and the layers as the runtime sees them. */
function partsOf({ code, layers }: FunctionCode): readonly CodeFacts[] {
  return [...(code ? [code] : []), ...layers];
}

/** What Lambda starts as a program of its own: `bootstrap`, and the extensions in layers. */
function started({ code, layers, runtime }: FunctionCode, app: App): readonly CodeFile[] {
  const bootstrapIn = (part: CodeFacts) =>
    inAsset(app, part, 'bootstrap', ({ files }) => files.find(({ path }) => path === 'bootstrap'));
  const extensionsIn = (part: CodeFacts) =>
    inAsset(app, part, 'extensions', ({ files }) => files.filter(({ path }) => /^extensions\/[^/]+$/.test(path)));
  const isOsOnly = runtime.startsWith('provided');
  const bootstrap = isOsOnly
    ? [...(code ? [code] : []), ...layers].map(bootstrapIn).find((file) => file !== undefined)
    : undefined;
  return [...(bootstrap ? [bootstrap] : []), ...layers.flatMap(extensionsIn)];
}

/** Whether Linux on this architecture can load or run it; what is no program may be a script or a text. */
function suits({ program }: CodeFile, architecture: string): boolean {
  if (program === undefined || program.format === 'script') return true;
  return program.format === 'ELF' && program.machine === architecture;
}

function nameOf({ program }: CodeFile): string {
  return program?.format === 'ELF' ? (program.machine ?? 'another machine') : (program?.format ?? '');
}

/** Of each native file that packages bring for several platforms, one that is for none of them the right one. */
function unsuited(code: CodeFacts, architecture: string): readonly CodeFile[] {
  const families = new Map<string, CodeFile[]>();
  for (const file of code.files) {
    if (file.program === undefined || !NATIVE.test(file.path)) continue;
    const family = file.path.replace(PLATFORM_NAMES, '');
    const others = families.get(family);
    if (others === undefined) families.set(family, [file]);
    else others.push(file);
  }
  return [...families.values()]
    .filter((family) => !family.some((file) => suits(file, architecture)))
    .flatMap((family) => family.find(({ path }) => !OTHER_PLATFORM.test(path)) ?? []);
}

/** Native Python modules of which there is none for this version of Python on Linux. */
function unimportable(files: readonly CodeFile[], runtime: string): readonly CodeFile[] {
  const minor = /^python3\.(\d+)$/.exec(runtime)?.[1];
  const foreign = new Map<string, CodeFile>();
  const there = new Set<string>();
  for (const file of files) {
    if (!/\.(so|pyd)$/.test(file.path)) continue;
    const parts = PYTHON_NATIVE.exec(file.path)?.groups;
    const { module = file.path.replace(/(\.abi3)?\.\w+$/, ''), abi = '', platform = 'linux' } = parts ?? {};
    const isForLinux = platform.includes('linux') && !platform.includes('musl') && file.path.endsWith('.so');
    if (isForLinux && abi === '' && (parts === undefined || parts.minor === minor)) there.add(module);
    else foreign.set(module, file);
  }
  return [...foreign].filter(([module]) => !there.has(module)).map(([, file]) => file);
}

function some(files: readonly CodeFile[]): string {
  const [first, ...others] = files.map(({ path }) => path).sort();
  return others.length === 0 ? `${first} is` : `${first} and ${others.length} more are`;
}

export const NATIVE_CODE: readonly Rule[] = [
  {
    id: 'FN-15-program',
    severity: 'error',
    title: 'A bootstrap or an extension is for another architecture than the function',
    why: 'It cannot be started, and every invocation fails.',
    remedy: 'Build it for the architecture of the function, or change `architecture`.',
    source: `${GUIDE}/foundation-arch.html`,
    check: each(functionsWithCode, function* (fn, app) {
      const architecture = architectureOf(fn);
      for (const file of started(fn, app).filter((each) => !suits(each, architecture))) {
        yield {
          on: fn.on,
          property: 'Properties.Architectures',
          message: `${file.path} is for ${nameOf(file)}, but the function for ${architecture}.`,
        };
      }
    }),
  },
  {
    id: 'FN-15-native',
    severity: 'warning',
    title: 'Native modules are for another architecture than the function',
    why: 'They cannot be loaded; whatever needs them fails.',
    remedy: 'Install or bundle the packages for the architecture of the function, or change `architecture`.',
    source: `${GUIDE}/foundation-arch.html`,
    check: each(functionsWithCode, function* (fn, app) {
      const architecture = architectureOf(fn);
      for (const part of partsOf(fn)) {
        const files = inAsset(app, part, `not for ${architecture}`, (each) => unsuited(each, architecture));
        const [first] = files;
        if (first === undefined) continue;
        const message = `${some(files)} for ${nameOf(first)}, but the function for ${architecture}.`;
        yield { on: fn.on, property: 'Properties.Architectures', message };
      }
    }),
  },
  {
    id: 'FN-34-python',
    severity: 'warning',
    title: 'Native Python modules are for another version or platform than the runtime',
    why: 'Python does not find them; packages that cannot do without fail when they are imported.',
    remedy: 'Install the packages with the Python version of the runtime, for manylinux.',
    source: `${GUIDE}/python-package.html`,
    check: each(functionsWithCode, function* (fn, app) {
      if (!fn.runtime.startsWith('python')) return;
      for (const part of partsOf(fn)) {
        const isSeen = ({ path }: CodeFile) => part === fn.code || isSearched(path, fn.runtime);
        const what = `${part === fn.code ? 'code' : 'layer'} not for ${fn.runtime}`;
        const found = inAsset(app, part, what, ({ files }) => unimportable(files.filter(isSeen), fn.runtime));
        if (found.length === 0) continue;
        yield { on: fn.on, property: 'Properties.Runtime', message: `${some(found)} not for ${fn.runtime} on Linux.` };
      }
    }),
  },
];
