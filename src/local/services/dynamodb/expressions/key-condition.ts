import type { KeySchema, KeyType } from '../../../../model/table';
import { type AttributeValue, typeOf } from '../attribute-value';
import { invalid, invalidParameter } from '../refusal';
import { compareTexts, orderText } from '../value-order';
import type { Comparator, Condition, Operand } from './condition';

/** What a query looks for: one partition, and a part of its range. */
export interface KeyCondition {
  readonly hash: readonly AttributeValue[];
  /** Attributes of the range that are equal to something, from the first. */
  readonly equal: readonly AttributeValue[];
  /** How the next attribute of the range is bounded. */
  readonly bounds?: Bounds;
}

export interface Bounds {
  /** Below zero for an order text that lies before, zero for one inside, above for one behind. */
  side(text: string): number;
}

/** One condition on one attribute of a key. */
interface Term {
  readonly name: string;
  readonly operator: Comparator | 'BETWEEN' | 'begins_with';
  readonly values: readonly AttributeValue[];
}

const MIRRORED: Readonly<Record<Comparator, Comparator>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The terms of the expression by the attribute; refused when a query cannot be made of it, whatever the table. */
export function termsOf(condition: Condition): ReadonlyMap<string, Term> {
  const terms = new Map<string, Term>();
  const read = (part: Condition): void => {
    if (part.kind === 'and') {
      read(part.left);
      read(part.right);
      return;
    }
    const term = termOf(part);
    if (terms.has(term.name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
    terms.set(term.name, term);
  };
  read(condition);
  return terms;
}

function termOf(condition: Condition): Term {
  switch (condition.kind) {
    case 'compare': {
      if (condition.operator === '<>') throw wrongOperator('<>');
      const [first, second] = [condition.left, condition.right];
      checkFlat(first);
      checkFlat(second);
      if (first.kind === 'path') return { name: nameOf(first), operator: condition.operator, values: [valueOf(second)] };
      return { name: nameOf(second), operator: MIRRORED[condition.operator], values: [valueOf(first)] };
    }
    case 'between':
      checkFirst('BETWEEN', condition.value);
      return { name: nameOf(condition.value), operator: 'BETWEEN', values: [valueOf(condition.low), valueOf(condition.high)] };
    case 'call': {
      if (condition.name !== 'begins_with') throw wrongOperator(condition.name);
      const [path, start] = condition.operands as readonly [Operand, Operand];
      checkFirst('begins_with', path);
      return { name: nameOf(path), operator: 'begins_with', values: [valueOf(start)] };
    }
    default:
      throw wrongOperator(condition.kind.toUpperCase());
  }
}

function checkFirst(name: string, operand: Operand): void {
  if (operand.kind === 'path') return;
  checkFlat(operand);
  throw invalid(`Invalid condition in KeyConditionExpression: ${name} operator must have the key attribute as its first operand`);
}

function checkFlat(operand: Operand): void {
  if (operand.kind === 'size') throw invalid('KeyConditionExpressions cannot contain nested operations');
}

function nameOf(operand: Operand): string {
  checkFlat(operand);
  if (operand.kind !== 'path') throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
  if (operand.path.length > 1) throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  return operand.path[0];
}

function valueOf(operand: Operand): AttributeValue {
  checkFlat(operand);
  if (operand.kind === 'value') return operand.value;
  throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
}

function wrongOperator(name: string) {
  return invalid(`Invalid operator used in KeyConditionExpression: ${name}`);
}

/** The terms as a condition on this key. */
export function keyConditionOf(
  terms: ReadonlyMap<string, Term>,
  { hash, range }: KeySchema,
  types: Readonly<Record<string, KeyType>>,
): KeyCondition {
  const parts = hash.length + range.length;
  if (terms.size > Math.max(parts, 1)) throw invalid(parts > 2 ? 'Query key condition not supported' : tooMany(parts));
  const take = (name: string): Term | undefined => {
    const term = terms.get(name);
    if (term?.values.some((value) => typeOf(value) !== types[name])) {
      throw invalidParameter('Condition parameter type does not match schema type');
    }
    return term;
  };
  const hashTerms = hash.map((name) => {
    const term = take(name);
    if (!term) throw invalid(`Query condition missed key schema element: ${name}`);
    if (term.operator !== '=') throw invalid('Query key condition not supported');
    return term.values[0] as AttributeValue;
  });
  const equal: AttributeValue[] = [];
  let bounded: Term | undefined;
  for (const name of range) {
    const term = take(name);
    if (!term) continue;
    if (bounded || equal.length < range.indexOf(name))
      throw invalid(`Query condition missed key schema element: ${range[equal.length]}`);
    if (term.operator === '=') equal.push(term.values[0] as AttributeValue);
    else bounded = term;
  }
  const known = new Set([...hash, ...range]);
  if ([...terms.keys()].some((name) => !known.has(name))) {
    throw invalid(`Query condition missed key schema element: ${range.find((name) => !terms.has(name)) ?? hash[0]}`);
  }
  return { hash: hashTerms, equal, ...(bounded && { bounds: boundsOf(bounded) }) };
}

function tooMany(parts: number): string {
  return parts === 1 ? 'Query key condition not supported' : 'Conditions can be of length 1 or 2 only';
}

function boundsOf({ operator, values }: Term): Bounds {
  const [low, high] = values.map(orderText) as [string, string];
  switch (operator) {
    case '<':
      return { side: (text) => (text < low ? 0 : 1) };
    case '<=':
      return { side: (text) => (text <= low ? 0 : 1) };
    case '>':
      return { side: (text) => (text > low ? 0 : -1) };
    case '>=':
      return { side: (text) => (text >= low ? 0 : -1) };
    case 'BETWEEN':
      return { side: (text) => (text < low ? -1 : text > high ? 1 : 0) };
    case 'begins_with':
      return { side: (text) => (text.startsWith(low) ? 0 : compareTexts(text, low)) };
    default:
      throw new Error(`bug: ${operator} is no bound`);
  }
}
