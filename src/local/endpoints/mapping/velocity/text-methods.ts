import { TemplateError } from './template-error';
import { isEqual, List, TEXT_MAX, textOf, type Value } from './values';

type Method = (text: string, args: readonly Value[]) => Value;

/** Those of `java.lang.String` that templates use. */
export const TEXT_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['charAt', (text, [at]) => sliced(text, index(at), index(at) + 1)],
  ['codePointAt', (text, [at]) => BigInt(sliced(text, index(at), index(at) + 1).codePointAt(0) as number)],
  ['compareTo', (text, [other]) => compared(text, textOf(other as Value))],
  ['compareToIgnoreCase', (text, [other]) => compared(text.toLowerCase(), textOf(other as Value).toLowerCase())],
  ['concat', (text, [more]) => text + textOf(more as Value)],
  ['contains', (text, [part]) => text.includes(textOf(part as Value))],
  ['endsWith', (text, [end]) => text.endsWith(textOf(end as Value))],
  ['equals', (text, [other]) => typeof other === 'string' && isEqual(text, other)],
  ['equalsIgnoreCase', (text, [other]) => typeof other === 'string' && text.toLowerCase() === other.toLowerCase()],
  ['indexOf', (text, [part, from]) => BigInt(text.indexOf(character(part), from === undefined ? 0 : index(from)))],
  ['isBlank', (text) => text.trim() === ''],
  ['isEmpty', (text) => text === ''],
  [
    'lastIndexOf',
    (text, [part, from]) => BigInt(text.lastIndexOf(character(part), from === undefined ? text.length : index(from))),
  ],
  ['length', (text) => BigInt(text.length)],
  ['matches', (text, [regex]) => new RegExp(`^(?:${pattern(regex).source})$`, 's').test(text)],
  [
    'repeat',
    (text, [times]) => {
      if (text.length * index(times) > TEXT_MAX) throw new TemplateError(`a text is longer than ${TEXT_MAX} characters`);
      return text.repeat(index(times));
    },
  ],
  ['replace', (text, [old, by]) => text.replaceAll(textOf(old as Value), () => textOf(by as Value))],
  ['replaceAll', (text, [regex, by]) => text.replace(pattern(regex, 'g'), replacement(by))],
  ['replaceFirst', (text, [regex, by]) => text.replace(pattern(regex), replacement(by))],
  ['split', (text, [regex, limit]) => new List(split(text, pattern(regex, 'g'), limit === undefined ? 0 : index(limit)))],
  ['startsWith', (text, [start, at]) => text.startsWith(textOf(start as Value), at === undefined ? 0 : index(at))],
  ['strip', (text) => text.trim()],
  ['substring', (text, [from, to]) => sliced(text, index(from), to === undefined ? text.length : index(to))],
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toString', (text) => text],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['trim', (text) => text.trim()],
]);

export function index(value: Value | undefined): number {
  if (typeof value !== 'bigint')
    throw new TemplateError(`a whole number is needed, not ${JSON.stringify(textOf(value ?? null))}`);
  return Number(value);
}

/** Outside of the text is an exception in Java. */
function sliced(text: string, from: number, to: number): string {
  if (from < 0 || to > text.length || from > to) {
    throw new TemplateError(`the index is out of range: ${from} to ${to} of a text of ${text.length} characters`);
  }
  return text.slice(from, to);
}

function compared(text: string, other: string): bigint {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  if (at >= text.length || at >= other.length) return BigInt(text.length - other.length);
  return BigInt(text.charCodeAt(at) - other.charCodeAt(at));
}

/** Java takes the number of a character too. */
function character(value: Value | undefined): string {
  return typeof value === 'bigint' ? String.fromCodePoint(Number(value)) : textOf(value ?? null);
}

/** Java's own forms: possessive quantifiers and classes of classes are the ones that JavaScript has not. */
function pattern(value: Value | undefined, flags = ''): RegExp {
  const source = textOf(value ?? null);
  const flagged = /^\(\?([is]+)\)/.exec(source);
  const quoted = source.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  try {
    return new RegExp(flagged ? quoted.slice(flagged[0].length) : quoted, flags + (flagged?.[1] ?? ''));
  } catch {
    throw new TemplateError(`the regular expression ${JSON.stringify(source)} is not understood`);
  }
}

/** `$1` is a group and a backslash takes away the meaning of what follows it, as in Java. */
function replacement(value: Value | undefined): (...found: unknown[]) => string {
  const by = textOf(value ?? null);
  return (...found) =>
    by.replace(/\\([\s\S])|\$(\d)/g, (_, plain: string | undefined, group: string | undefined) => {
      if (plain !== undefined) return plain;
      const text = found[Number(group)];
      return typeof text === 'string' ? text : '';
    });
}

/** Empty texts at the end are left out unless there is a limit. */
function split(text: string, regex: RegExp, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(regex)) {
    if (limit > 0 && parts.length === limit - 1) break;
    // An empty text in front of an empty match is none.
    if (found[0] === '' && (found.index === 0 || found.index >= text.length)) continue;
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
  }
  if (parts.length === 0) return [text];
  parts.push(text.slice(from));
  if (limit === 0) while (parts.at(-1) === '') parts.pop();
  return parts;
}
