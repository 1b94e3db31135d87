import { compileFunction } from 'node:vm';
import type { ModuleFacts } from '../../model/code-facts';

/** What V8 says of statements that only ES modules may have; Node.js itself goes by these words. */
const ONLY_IN_MODULES = [
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
  'await is only valid in async functions and the top level bodies of modules',
];
const WRAPPER = ['exports', 'require', 'module', '__filename', '__dirname'];

/** What Node.js's own names for a module's exports look like in the text. */
interface Exports {
  readonly names: ReadonlySet<string>;
  /** False when there can be more. */
  readonly all: boolean;
}

/** `wanted`: exports that handlers name. */
export function nodeModuleFacts(text: string, wanted: readonly string[]): Omit<ModuleFacts, 'packageType'> {
  const { onlyModule, isUnderstood } = parsed(text);
  const exports = onlyModule === undefined ? commonJsExports(text) : moduleExports(text);
  // Something of a handler that is an object can come about anywhere.
  const lacks = wanted.map(firstName).filter((name) => isUnderstood && exports.all && !exports.names.has(name));
  return {
    ...(onlyModule !== undefined && { onlyModule }),
    setsExports: isUnderstood && onlyModule === undefined && /\bmodule\.exports\b|(^|[^\w$.])exports\.[\w$]+\s*=/.test(text),
    lacks: exports.names.has('default') ? [] : lacks,
    // At the beginning of a line nothing is around it that may catch the failure.
    requiresSdkV2:
      /^(?:(?:const|let|var)\s[^\n;]*?\brequire\(|import\s[^\n;]*?\bfrom\s*|import\s*)["']aws-sdk(?:\/[^"']*)?["']/m.test(text),
    namesOpt: text.includes('/opt'),
  };
}

/** The export in `export.member`. */
export function firstName(name: string): string {
  return name.replace(/\..*$/, '');
}

/** Compiles the text as CommonJS, without running any of it. */
function parsed(text: string): { readonly onlyModule?: string; readonly isUnderstood: boolean } {
  try {
    compileFunction(text.replace(/^#!.*/, ''), WRAPPER);
    return { isUnderstood: true };
  } catch (error) {
    const message = String(error);
    const onlyModule = ONLY_IN_MODULES.find((words) => message.includes(words));
    return onlyModule === undefined ? { isUnderstood: false } : { onlyModule, isUnderstood: true };
  }
}

/** Takes more for an export than there is, never less. */
function moduleExports(text: string): Exports {
  const names = new Set<string>();
  for (const [, list = ''] of text.matchAll(/\bexport\s*\{([^}]*)\}/g)) {
    for (const entry of list.split(',')) names.add(bare(entry.replace(/^[^]*\sas\s/, '')));
  }
  const declared =
    /\bexport\s*(?:\*\s*as|default|(?:async\s+)?function\s*\*?|class|const|let|var)(?:\s+|(?=[{[(]))["']?([\w$]*)/g;
  for (const [statement, name = ''] of text.matchAll(declared)) {
    if (/\bdefault\b/.test(statement)) names.add('default');
    else names.add(name);
  }
  const severalAtOnce = /\bexport\s+(?:const|let|var)\s/.test(text);
  if (severalAtOnce) for (const [, name = ''] of text.matchAll(/,\s*([\w$]+)\s*=/g)) names.add(name);
  return { names, all: !/\bexport\s*\*\s*from|\bexport\s+(?:const|let|var)\s*[{[]/.test(text) };
}

/** Whatever else than plain assignments touches `exports` may add any name. */
function commonJsExports(text: string): Exports {
  const annotated = annotatedExports(text);
  if (annotated !== undefined) return annotated;
  const names = new Set<string>();
  const rest = text
    .replace(/\bObject\.defineProperty\(\s*(?:module\.)?exports\s*,\s*["']([\w$]+)["']/g, take(names))
    .replace(/\b(?:module\.)?exports\.([\w$]+)/g, take(names))
    .replace(/\b(?:module\.)?exports\[\s*["']([\w$]+)["']\s*\]/g, take(names))
    .replace(/\bmodule\.exports\s*=\s*\{([\w$\s,:]*)\}/g, (_, list: string) => {
      for (const entry of list.split(',')) names.add(bare(entry.replace(/:[^]*$/, '')));
      return '';
    });
  return { names, all: !/\b(exports|module|this|eval)\b/.test(rest) };
}

/** esbuild lists the exports at the end, for Node.js's own lexer; all but `default`. */
function annotatedExports(text: string): Exports | undefined {
  const annotation = [...text.matchAll(/\b0 ?&& ?\(module\.exports ?= ?\{([^]*?)\}\)/g)].at(-1)?.[1];
  if (annotation === undefined) return undefined;
  const entries = annotation.split(',').map((entry) => entry.trim());
  const names = new Set(entries.map((entry) => bare(entry.replace(/:[^]*$/, ''))));
  if (/\bdefault: ?\(\) ?=> ?/.test(text)) names.add('default');
  return { names, all: !entries.some((entry) => entry.startsWith('...')) };
}

function take(names: Set<string>): (match: string, name: string) => string {
  return (_, name) => {
    names.add(name);
    return '';
  };
}

function bare(name: string): string {
  return name.trim().replace(/^["'](.*)["']$/, '$1');
}
