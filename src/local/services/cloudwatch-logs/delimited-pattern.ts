import { type Condition, conditionOf, type Dialect, NUMBER } from './condition';
import { PatternFlaw } from './pattern-flaw';
import type { FilterPattern } from './pattern-parts';

/** One place of the pattern; `...` stands for any number of fields. */
interface Slot {
  /** Empty where the field has none. */
  readonly name: string;
  readonly condition?: string;
}

const ELLIPSIS = '...';
const NAME = /^\w[\w.-]*$/;
const PARTS = /((?:"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^,"%])*)(,|$)/y;
/** What stands in quotes is one field, without them. */
const FIELDS = /"((?:[^"\\]|\\.)*)"(?!\S)|(\S+)/y;
const BLANKS = /\s*/y;
/** How long a field in brackets may be. */
const BRACKETED_MAX = 8192;

/** `[ip, user, ..., status = 4*, size > 100]`. Fails with `PatternFlaw`. */
export function delimitedPattern(pattern: string): FilterPattern {
  if (!pattern.endsWith(']')) throw new PatternFlaw('the bracket is not closed');
  const slots = partsOf(pattern.slice(1, -1)).map(slotOf);
  const names = slots.map(({ name }) => name);
  if (names.indexOf(ELLIPSIS) !== names.lastIndexOf(ELLIPSIS)) throw new PatternFlaw(`there can be one ${ELLIPSIS}`);
  const conditions = slots.flatMap(({ condition }) => (condition === undefined ? [] : [conditionOf(condition, among(names))]));
  const valuesIn = (message: string) => valuesOf(message, names);
  return {
    matches: (message) => {
      const values = valuesIn(message);
      return values !== undefined && conditions.every((condition: Condition) => condition(values));
    },
    fields: (message) => Object.fromEntries(valuesIn(message) ?? []),
  };
}

function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  PARTS.lastIndex = 0;
  for (;;) {
    const found = PARTS.exec(text);
    if (!found) throw new PatternFlaw('a quotation mark or a percent sign is not closed');
    parts.push((found[1] as string).trim());
    if (found[2] === '') return parts;
  }
}

function slotOf(text: string): Slot {
  if (text === '' || text === ELLIPSIS || NAME.test(text)) return { name: text };
  const [name] = /^[^\s=!<>&|()]+/.exec(text) ?? [''];
  if (!NAME.test(name)) throw new PatternFlaw(`${text} does not begin with the name of a field`);
  return { name, condition: text };
}

/** Conditions on the fields that the pattern names. */
function among(names: readonly string[]): Dialect {
  return {
    selectorOf: (name) => {
      if (name === '' || !names.includes(name)) throw new PatternFlaw(`${name} is no field of the pattern`);
      return (values) => [(values as ReadonlyMap<string, string>).get(name)];
    },
    numberOf: (value) => (NUMBER.test(String(value)) ? Number(value) : undefined),
  };
}

/** The fields of a message by their names; undefined where there are too few. Without `...`, the last one has all that is left. */
function valuesOf(message: string, names: readonly string[]): ReadonlyMap<string, string> | undefined {
  const fields = fieldsIn(message);
  const before = names.indexOf(ELLIPSIS);
  const wanted = before < 0 ? names.length : names.length - 1;
  if (fields.length < wanted) return undefined;
  const behind = names.length - 1 - before;
  const texts = fields.map(({ text }) => text);
  const taken =
    before < 0
      ? [...texts.slice(0, wanted - 1), lastOf(message, fields.slice(wanted - 1))]
      : [...texts.slice(0, before), '', ...texts.slice(texts.length - behind)];
  return new Map(names.flatMap((name, at) => (name === '' || name === ELLIPSIS ? [] : [[name, taken[at] as string]])));
}

interface Field {
  readonly text: string;
  readonly start: number;
}

/** What stands between blanks, in quotes or in brackets. */
function fieldsIn(message: string): readonly Field[] {
  const fields: Field[] = [];
  let bracket = -1;
  for (let start = skip(message, 0); start < message.length; ) {
    if (message[start] === '[' && bracket < start) bracket = nextOf(']', message, start);
    const isBracketed =
      message[start] === '[' && bracket - start - 1 <= BRACKETED_MAX && /^\s?$/.test(message[bracket + 1] ?? '');
    FIELDS.lastIndex = start;
    const [all, quoted, word] = isBracketed ? [message.slice(start, bracket + 1)] : (FIELDS.exec(message) as RegExpExecArray);
    fields.push({ text: isBracketed ? all.slice(1, -1) : (quoted ?? (word as string)), start });
    start = skip(message, start + all.length);
  }
  return fields;
}

/** Behind the message where it is not there, so that it is looked for once. */
function nextOf(character: string, message: string, from: number): number {
  const at = message.indexOf(character, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

function skip(message: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.exec(message);
  return BLANKS.lastIndex;
}

function lastOf(message: string, left: readonly Field[]): string {
  const [first] = left as [Field];
  return left.length === 1 ? first.text : message.slice(first.start).trimEnd();
}
