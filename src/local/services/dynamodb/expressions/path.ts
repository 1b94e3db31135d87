import { RESERVED_WORDS } from '../../../../spec/dynamodb/reserved-words';
import { type AttributeValue, attributeOf, type Item } from '../attribute-value';
import type { Notes } from './flaws';
import type { Placeholders } from './placeholders';
import type { Tokens } from './tokens';

/** The name of an attribute, and how to go on from there: names of members and places in lists. */
export type Path = readonly [string, ...(string | number)[]];

export type PathFlaw = 'reserved' | 'undefinedName';

/** Reads a path; names that are reserved or not defined are noted in `flaws`. */
export function readPath(tokens: Tokens, placeholders: Placeholders, flaws: Notes<PathFlaw>): Path {
  const path: [string, ...(string | number)[]] = [readName(tokens, placeholders, flaws)];
  for (;;) {
    if (tokens.skip('.')) path.push(readName(tokens, placeholders, flaws));
    else if (tokens.skip('[')) {
      if (tokens.next.kind !== 'number') throw tokens.flaw();
      path.push(Number(tokens.take().text));
      tokens.need(']');
    } else return path;
  }
}

function readName(tokens: Tokens, placeholders: Placeholders, flaws: Notes<PathFlaw>): string {
  const { kind, text } = tokens.next;
  if (kind !== 'name' && kind !== 'placeholder') throw tokens.flaw();
  tokens.take();
  if (kind === 'name') {
    if (RESERVED_WORDS.has(text.toUpperCase())) {
      flaws.add('reserved', `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    return text;
  }
  const name = placeholders.name(text);
  if (name !== undefined) return name;
  flaws.add('undefinedName', `An expression attribute name used in the document path is not defined; attribute name: ${text}`);
  return text;
}

/** As DynamoDB writes it: `[a, b, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

export function valueAt(item: Item, path: readonly (string | number)[]): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = memberOf(value, step);
  }
  return value;
}

function memberOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

/** How two paths of one expression are in each other's way; undefined when they are not. */
export function conflictOf(one: Path, other: Path): 'overlap' | 'conflict' | undefined {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    if (typeof one[at] !== typeof other[at]) return 'conflict';
    if (one[at] !== other[at]) return undefined;
  }
  return 'overlap';
}

/** Notes the first pair of paths that are in each other's way. */
export function checkApart(paths: readonly Path[], flaws: Notes<'overlap' | 'conflict'>): void {
  for (const [at, path] of paths.entries()) {
    for (const before of paths.slice(0, at)) {
      const kind = conflictOf(before, path);
      if (kind === undefined) continue;
      const what = kind === 'overlap' ? 'overlap' : 'conflict';
      flaws.add(
        kind,
        `Two document paths ${what} with each other; must remove or rewrite one of these paths; path one: ${pathText(before)}, path two: ${pathText(path)}`,
      );
    }
  }
}
