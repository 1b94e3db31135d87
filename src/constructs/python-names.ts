/** Things that give a module names which no reader of its text can know. */
const HIDDEN = /\bimport\s+\*|\bglobals\s*\(|\bsetattr\s*\(|\bexec\s*\(|^def __getattr__/m;

/** Whether the module has, or may have, a name at its top. */
export function definesName(source: string, name: string): boolean {
  const text = source.replace(/#.*$/gm, '').replace(/\\\r?\n/g, ' ');
  if (HIDDEN.test(text)) return true;
  return [
    // Whatever the depth: below `if` and `try` they count too.
    new RegExp(`^\\s*(?:async\\s+)?(?:def|class)\\s+${name}(?![\\p{L}\\p{N}_])`, 'mu'),
    new RegExp(`(?<![\\p{L}\\p{N}_.])${name}\\s*(?:,[^=\\n]*|:[^=\\n]*)?=(?!=)`, 'u'),
    new RegExp(`^\\s*(?:from\\s+\\S+\\s+)?import\\s+(?:\\([^)]*|[^\\n]*)(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'mu'),
    new RegExp(`\\bas\\s+${name}(?![\\p{L}\\p{N}_])`, 'u'),
    new RegExp(`^\\s*for\\s+${name}(?![\\p{L}\\p{N}_])`, 'mu'),
  ].some((binding) => binding.test(text));
}

/** Functions at the top of a module, for messages. */
export function functionsOf(source: string): readonly string[] {
  return [...source.matchAll(/^(?:async\s+)?def\s+([\p{L}_][\p{L}\p{N}_]*)/gmu)].map((match) => match[1] ?? '');
}
