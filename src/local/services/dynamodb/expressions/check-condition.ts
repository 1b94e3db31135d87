import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValue, typeOf } from '../attribute-value';
import { compareValues, membersOf, memberText } from '../value-order';
import type { Operand } from './condition';
import type { Notes } from './flaws';
import { pathText } from './path';

type OperandFlaws = Notes<'unknownFunction' | 'operandCount' | 'distinct' | 'operandType'>;

/** How many operands each function takes. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
]);

export function checkCall(name: string, operands: readonly Operand[], flaws: OperandFlaws): void {
  const count = FUNCTIONS.get(name);
  if (count === undefined) {
    flaws.add('unknownFunction', `Invalid function name; function: ${name}`);
  } else if (count !== operands.length) {
    flaws.add(
      'operandCount',
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  } else {
    const flaw = operandFlaw(name, operands);
    if (flaw !== undefined) flaws.add('operandType', flaw);
  }
}

function operandFlaw(name: string, operands: readonly Operand[]): string | undefined {
  const [one, other] = operands;
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      return one?.kind === 'path' ? undefined : `Operator or function requires a document path; operator or function: ${name}`;
    case 'begins_with': {
      const wrong = operands.map(literalType).find((type) => type !== undefined && type !== 'S' && type !== 'B');
      return wrong && incorrectType(name, wrong);
    }
    case 'attribute_type': {
      if (other?.kind !== 'value' || !('S' in other.value)) {
        return incorrectType(name, (other && literalType(other)) ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
      }
      const type = other.value.S;
      if (ATTRIBUTE_TYPES.includes(type as AttributeType)) return undefined;
      return `Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`;
    }
    case 'size': {
      const type = one && literalType(one);
      return type && ['N', 'BOOL', 'NULL'].includes(type) ? incorrectType(name, type) : undefined;
    }
    default:
      return undefined;
  }
}

/** Only texts, numbers and bytes come before or behind each other. */
export function checkComparison(operator: string, operands: readonly Operand[], flaws: OperandFlaws): void {
  checkDistinct(operator, operands, flaws);
  if (operator === '=' || operator === '<>') return;
  const wrong = operands.map(literalType).find((type) => type !== undefined && !['S', 'N', 'B'].includes(type));
  if (wrong !== undefined) flaws.add('operandType', incorrectType(operator, wrong));
}

export function checkBetween(low: Operand, high: Operand, flaws: OperandFlaws): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const bounds = `lower bound operand: AttributeValue: ${literalText(low.value)}, upper bound operand: AttributeValue: ${literalText(high.value)}`;
  if (typeOf(low.value) !== typeOf(high.value)) {
    flaws.add('operandType', `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  } else if ((compareValues(low.value, high.value) ?? 0) > 0) {
    flaws.add('operandType', `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
  }
}

export function checkDistinct(name: string, operands: readonly Operand[], flaws: OperandFlaws): void {
  const [one, other, more] = operands;
  if (one?.kind !== 'path' || other?.kind !== 'path' || more || pathText(one.path) !== pathText(other.path)) return;
  flaws.add(
    'distinct',
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(one.path)}`,
  );
}

/** Undefined for what is known only with the item. */
function literalType(operand: Operand): string | undefined {
  if (operand.kind === 'size') return undefined;
  return operand.kind === 'value' ? typeOf(operand.value) : undefined;
}

function incorrectType(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
}

/** As `{S:text}`. */
function literalText(value: AttributeValue): string {
  const [content] = Object.values(value);
  const members = membersOf(value);
  const text = members
    ? members.map(memberText).join(',')
    : content instanceof Uint8Array
      ? memberText(content)
      : String(content);
  return `{${typeOf(value)}:${text}}`;
}
