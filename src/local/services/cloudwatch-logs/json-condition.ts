import { type Condition, conditionOf, type Selector } from './condition';
import { PatternFlaw } from './pattern-flaw';

/** `{ $.a = "x" && ($.b[0] > 5 || $.c IS NULL) }`. Fails with `PatternFlaw`. */
export function jsonCondition(pattern: string): Condition {
  if (!pattern.endsWith('}')) throw new PatternFlaw('the brace is not closed');
  return conditionOf(pattern.slice(1, -1), {
    selectorOf,
    numberOf: (value) => (typeof value === 'number' ? value : undefined),
  });
}

const STEP = /\.?\['([^']*)'\]|\[(\d+|\*)\]|\.([^.[\]]+)/y;

function selectorOf(text: string): Selector {
  if (!text.startsWith('$')) throw new PatternFlaw(`${text} is no selector; those begin with $`);
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (!found) throw new PatternFlaw(`${text} is no selector`);
    const [, quoted, index, name] = found;
    steps.push(index === undefined ? ((quoted ?? name) as string) : index === '*' ? ANY : Number(index));
  }
  return (document) =>
    steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => taken(value, step)), [document]);
}

/** No name of a property is this. */
const ANY = -1;

function taken(value: unknown, step: string | number): readonly unknown[] {
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return [];
    return step === ANY ? value : step < value.length ? [value[step]] : [];
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return [(value as Record<string, unknown>)[step]];
}
