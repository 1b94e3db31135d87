import type { BuildOptions } from 'esbuild';
import { ConstructError, type Place } from './construct-error';

type Value = string | boolean;
type Read = (value: Value) => unknown;

const text: Read = (value) => String(value);
const flag: Read = (value) => value === true || value === '' || value === 'true';
const list: Read = (value) => String(value).split(',');

/** Arguments of esbuild's command line that are no option of ours, and the option of its API that each is. */
const ARGUMENTS: Readonly<Record<string, readonly [option: keyof BuildOptions, read: Read]>> = {
  '--conditions': ['conditions', list],
  '--drop-labels': ['dropLabels', list],
  '--ignore-annotations': ['ignoreAnnotations', flag],
  '--jsx': ['jsx', text],
  '--jsx-dev': ['jsxDev', flag],
  '--jsx-factory': ['jsxFactory', text],
  '--jsx-fragment': ['jsxFragment', text],
  '--jsx-import-source': ['jsxImportSource', text],
  '--jsx-side-effects': ['jsxSideEffects', flag],
  '--keep-names': ['keepNames', flag],
  '--legal-comments': ['legalComments', text],
  '--line-limit': ['lineLimit', Number],
  '--main-fields': ['mainFields', list],
  '--minify': ['minify', flag],
  '--minify-identifiers': ['minifyIdentifiers', flag],
  '--minify-syntax': ['minifySyntax', flag],
  '--minify-whitespace': ['minifyWhitespace', flag],
  '--packages': ['packages', text],
  '--preserve-symlinks': ['preserveSymlinks', flag],
  '--resolve-extensions': ['resolveExtensions', list],
  '--source-root': ['sourceRoot', text],
  '--target': ['target', list],
  '--tree-shaking': ['treeShaking', flag],
  '--tsconfig-raw': ['tsconfigRaw', text],
};

/** Those with a name behind a colon, each for one of many. */
const NAMED: Readonly<Record<string, (name: string, value: Value) => BuildOptions>> = {
  '--drop': (name) => ({ drop: [name as 'console' | 'debugger'] }),
  '--pure': (name) => ({ pure: [name] }),
  '--supported': (name, value) => ({ supported: { [name]: flag(value) as boolean } }),
  '--log-override': (name, value) => ({ logOverride: { [name]: String(value) as 'silent' } }),
};

/** What they only change on a terminal, which there is none of. */
const IDLE = ['--log-limit', '--log-level', '--color'];

/** The options of esbuild that arguments of its command line stand for; fails for those that would change what a bundle is. */
export function bundleArguments(place: Place, given: Readonly<Record<string, Value>>): BuildOptions {
  const options: BuildOptions = {};
  for (const [key, value] of Object.entries(given)) {
    if (IDLE.includes(key)) continue;
    const [argument = '', name] = key.split(/:(.*)/s);
    const known = ARGUMENTS[key];
    const named = NAMED[argument];
    if (known) Object.assign(options, { [known[0]]: known[1](value) });
    else if (named && name) merge(options, named(name, value));
    else {
      const all = [...Object.keys(ARGUMENTS), ...Object.keys(NAMED).map((each) => `${each}:…`)].sort();
      throw new ConstructError(place, 'ESBUILD_ARGUMENT_UNKNOWN', `esbuildArgs has '${key}', but knows ${all.join(', ')}.`);
    }
  }
  return options;
}

function merge(options: BuildOptions, added: BuildOptions): void {
  for (const [key, value] of Object.entries(added)) {
    const before = (options as Record<string, unknown>)[key];
    const merged = Array.isArray(value) ? [...((before as unknown[]) ?? []), ...value] : { ...(before as object), ...value };
    Object.assign(options, { [key]: merged });
  }
}
