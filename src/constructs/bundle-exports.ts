import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

/** What a bundle exports, as far as it can be known without running it. */
export interface Exports {
  readonly names: readonly string[];
  /** False when there can be more. */
  readonly all: boolean;
}

interface Bundled {
  readonly entry: string;
  readonly isModule: boolean;
  readonly code: Buffer;
}

const UNKNOWN: Exports = { names: [], all: false };

export function exportsOf(
  input: Metafile['inputs'][string] | undefined,
  output: Metafile['outputs'][string],
  { entry, isModule, code }: Bundled,
): Exports {
  if (isModule) return { names: output.exports, all: !/\bexport ?\* ?from ?["']/.test(code.toString()) };
  if (input?.format === 'cjs') return exportsOfCommonJs(readFileSync(entry, 'utf8'));
  return input?.format === 'esm' ? exportsAnnotated(code) : { names: [], all: true };
}

/** How far from the end the list begins at most. */
const LIST_BYTES = 65_536;

/** esbuild lists the exports of a module that became CommonJS at the end, for Node.js's own lexer; all but `default`. */
function exportsAnnotated(code: Buffer): Exports {
  const hasDefault = ['default: () => ', 'default:()=>'].some((text) => code.includes(text)) ? ['default'] : [];
  // Behind it there may be a source map as large as the rest.
  const map = code.lastIndexOf('\n//# sourceMappingURL=');
  const until = map < 0 ? code.length : map;
  const end = code.subarray(Math.max(0, until - LIST_BYTES), until).toString();
  const annotation = [...end.matchAll(/\b0 ?&& ?\(module\.exports ?= ?\{([^]*?)\}\);?/g)].at(-1)?.[1];
  if (annotation === undefined) return { names: hasDefault, all: true };

  const entries = annotation.split(',').map((entry) => entry.trim());
  const names = entries.filter((entry) => entry !== '' && !entry.startsWith('...'));
  return {
    names: [...names.map((name) => name.replace(/:.*$/, '').replace(/^"(.*)"$/, '$1')), ...hasDefault],
    all: names.length === entries.filter((entry) => entry !== '').length,
  };
}

/** Only plain assignments are certain; whatever else touches `exports` may add any name. */
function exportsOfCommonJs(text: string): Exports {
  const source = text.replace(/\bexport\s*=/g, 'module.exports =');
  const shorthand = /\bmodule\.exports\s*=\s*\{([\w$\s,]*)\}/.exec(source);
  const assigned = /(?:\bmodule\.)?\bexports\.([\w$]+)\s*=/g;
  const names = [...source.matchAll(assigned)].map((match) => match[1] ?? '');
  if (shorthand) names.push(...(shorthand[1] ?? '').split(',').map((name) => name.trim()));

  const rest = source.replace(shorthand?.[0] ?? '', '').replace(assigned, '');
  if (/\b(exports|module)\b/.test(rest)) return UNKNOWN;
  return { names: names.filter((name) => name !== ''), all: true };
}
