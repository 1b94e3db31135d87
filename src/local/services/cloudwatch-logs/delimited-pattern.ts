import { type Condition, conditionOf, type Dialect, NUMBER } from './condition';
import { type FilterPattern, PatternFlaw } from './pattern-parts';

/** One place of the pattern; `...` stands for any number of fields. */
interface Slot {
  /** Empty where the field has none. */
  readonly name: string;
  readonly condition?: string;
}

const ELLIPSIS = '...';
const NAME = /^\w[\w.-]*$/;
const PARTS = /((?:"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^,"%])*)(,|$)/y;
/** What stands in quotes or in brackets is one field, without them. */
const FIELDS = /"((?:[^"\\]|\\.)*)"(?!\S)|\[([^\]]{0,8192})\](?!\S)|(\S+)/g;

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
  const found = [...message.matchAll(FIELDS)];
  const fields = found.map(([, quoted, bracketed, word]) => quoted ?? bracketed ?? (word as string));
  const before = names.indexOf(ELLIPSIS);
  const wanted = before < 0 ? names.length : names.length - 1;
  if (fields.length < wanted) return undefined;
  const behind = names.length - 1 - before;
  const taken =
    before < 0
      ? [...fields.slice(0, wanted - 1), lastOf(message, found.slice(wanted - 1), fields[wanted - 1])]
      : [...fields.slice(0, before), '', ...fields.slice(fields.length - behind)];
  return new Map(names.flatMap((name, at) => (name === '' || name === ELLIPSIS ? [] : [[name, taken[at] as string]])));
}

function lastOf(message: string, left: readonly RegExpMatchArray[], field: string | undefined): string {
  return left.length === 1 ? (field as string) : message.slice(left[0]?.index).trimEnd();
}
