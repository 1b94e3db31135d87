/** What tells by its name where it belongs. */
const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/(^|\/)node_modules\/|(^|\/)package\.json$|\.[cm]?js$/, 'nodejs/node_modules'],
  [/\.pyc?$|\.dist-info\/|(^|\/)site-packages\//, 'python'],
  [/\.jar$/, 'java/lib'],
  [/\.rb$/, 'ruby/lib'],
  [/\.so(\.\d+)*$/, 'lib'],
];

/** Says what to move where, by the looks of the files as far as the runtime finds them there; else where the runtime looks. */
export function whereToMove(files: readonly string[], folders: readonly string[]): string {
  for (const [looks, folder] of KINDS) {
    const file = files.find((candidate) => looks.test(candidate));
    if (file !== undefined && folders.includes(folder)) return `Move ${moved(file, folder)}.`;
  }
  return `It has ${shown(files)}; looked in are ${folders.join(', ')}.`;
}

function moved(file: string, folder: string): string {
  const [, above = ''] = /^(.*?)node_modules\//.exec(file) ?? [];
  if (folder === 'nodejs/node_modules' && /(^|\/)node_modules\//.test(file)) return `${above}node_modules to ${folder}`;
  return `${file} to ${folder}/${folder === 'nodejs/node_modules' ? 'PACKAGE/' : ''}`;
}

function shown(files: readonly string[]): string {
  const first = [...new Set(files.map((file) => file.replace(/\/.*/, '/')))];
  return first.length > 5 ? `${first.slice(0, 5).join(', ')} and ${first.length - 5} more` : first.join(', ');
}
