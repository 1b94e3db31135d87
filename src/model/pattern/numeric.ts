import { isNumber, type Json } from './exact-json';
import { ExactNumber } from './exact-number';
import { InvalidEventPattern } from './invalid-pattern';
import type { Test } from './test';

type Bound = (value: number) => boolean;

const BOUNDS: Readonly<Record<string, (operand: number) => Bound>> = {
  '<': (operand) => (value) => value < operand,
  '<=': (operand) => (value) => value <= operand,
  '>': (operand) => (value) => value > operand,
  '>=': (operand) => (value) => value >= operand,
};

/** `["=", 5]`, `[">", 0]` or `[">", 0, "<=", 10]` (PAT-24). */
export function numeric(argument: Json): Test {
  if (!Array.isArray(argument)) throw new InvalidEventPattern('Value of numeric must be an array.');
  const bounds = boundsOf(argument as readonly Json[]);
  return {
    operator: 'numeric',
    kinds: ['number'],
    accepts: (value) => typeof value === 'number' && bounds.every((bound) => bound(value)),
  };
}

function boundsOf(members: readonly Json[]): readonly Bound[] {
  const [operator, operand, second, ...more] = members;
  if (typeof operator !== 'string') throw new InvalidEventPattern(`Invalid member in numeric match: ${told(operator)}`);
  if (operator === '=') {
    const wanted = operandOf('equals', operand);
    if (second !== undefined) throw new InvalidEventPattern('Too many elements in numeric expression');
    return [(value) => value === wanted];
  }
  const first = Object.hasOwn(BOUNDS, operator) ? BOUNDS[operator] : undefined;
  if (first === undefined) throw new InvalidEventPattern(`Unrecognized numeric range operator: ${operator}`);
  const bottom = operandOf(operator, operand);
  if (second === undefined) return [first(bottom)];
  if (operator.startsWith('<')) throw new InvalidEventPattern('Too many elements in numeric expression');
  if (typeof second !== 'string') throw new InvalidEventPattern(`Bad value in numeric range: ${told(second)}`);
  const upper = second.startsWith('<') && Object.hasOwn(BOUNDS, second) ? BOUNDS[second] : undefined;
  if (upper === undefined) throw new InvalidEventPattern(`Bad numeric range operator: ${second}`);
  const top = operandOf(second, more[0]);
  if (more.length > 1) throw new InvalidEventPattern('Too many terms in numeric range expression');
  if (bottom >= top) throw new InvalidEventPattern('Bottom must be less than top');
  return [first(bottom), upper(top)];
}

function operandOf(operator: string, operand: Json | undefined): number {
  if (!isNumber(operand)) throw new InvalidEventPattern(`Value of ${operator} must be numeric`);
  if (operand instanceof ExactNumber) throw new InvalidEventPattern(`Cannot compare number : ${operand.written}`);
  return operand;
}

/** The text of a member as AWS's parser gives it: of what has none, its first character. */
function told(member: Json | undefined): string {
  if (member === undefined) return ']';
  if (member instanceof ExactNumber) return member.written;
  if (Array.isArray(member)) return '[';
  return typeof member === 'object' && member !== null ? '{' : String(member);
}
