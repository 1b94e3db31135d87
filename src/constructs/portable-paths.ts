/** Packages that lie above the entry are named from `node_modules` on: how far above differs from machine to machine. */
function portable(name: string): string {
  const [, prefix = '', , inPackages] = /^(\(disabled\):)?(\.\.\/|\/|[a-zA-Z]:).*?(\bnode_modules\/.*)$/.exec(name) ?? [];
  return inPackages === undefined ? name : `${prefix}${inPackages}`;
}

export function isPortable(input: string): boolean {
  return portable(input) === input;
}

/**
 * The same JavaScript with portable names.
 *
 * esbuild names a source in two places, each at the beginning of a line: in a comment, and as key of a CommonJS or a lazy module.
 */
export function portableText(code: string, inputs: readonly string[]): string {
  const names = new Set(inputs.filter((input) => portable(input) !== input));
  if (names.size === 0) return code;
  return code.replace(/^(\s*\/\/ |\s*")([^"\n]+)(?=$|"\()/gm, (whole, before: string, name: string) =>
    names.has(name) ? `${before}${portable(name)}` : whole,
  );
}

/** The same JSON, a source map or a metafile, with portable names as keys and values. */
export function portableJson(json: string, inputs: readonly string[]): string {
  const names = new Set(inputs.filter((input) => portable(input) !== input));
  if (names.size === 0) return json;
  return json.replace(/"((?:[^"\\]|\\.)*)"/g, (whole, name: string) => (names.has(name) ? `"${portable(name)}"` : whole));
}
