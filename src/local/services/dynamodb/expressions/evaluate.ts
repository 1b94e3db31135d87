import { type AttributeValue, type Item, typeOf } from '../attribute-value';
import { byteText, compareValues, membersOf, sameBytes, sameValue } from '../value-order';
import type { Call, Comparator, Condition, Operand } from './condition';
import { valueAt } from './path';

/** Whether the condition holds for the item; of one that does not exist, nothing is there. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.inner, item);
    case 'compare':
      return compares(condition.operator, resolved(condition.left, item), resolved(condition.right, item));
    case 'between': {
      const value = resolved(condition.value, item);
      return compares('>=', value, resolved(condition.low, item)) && compares('<=', value, resolved(condition.high, item));
    }
    case 'in': {
      const value = resolved(condition.value, item);
      return condition.among.some((one) => compares('=', value, resolved(one, item)));
    }
    case 'call':
      return callHolds(condition, item);
  }
}

const ORDERS: Readonly<Record<Exclude<Comparator, '=' | '<>'>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** What is not there is like nothing, and so it is unlike everything. */
function compares(operator: Comparator, one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (!one || !other) return operator === '<>';
  if (operator === '=') return sameValue(one, other);
  if (operator === '<>') return !sameValue(one, other);
  const order = compareValues(one, other);
  return order !== undefined && ORDERS[operator](order);
}

function callHolds({ name, operands: [first, second] }: Call, item: Item): boolean {
  const value = first && resolved(first, item);
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  const other = second && resolved(second, item);
  if (value === undefined || other === undefined) return false;
  if (name === 'attribute_type') return 'S' in other && typeOf(value) === other.S;
  if (name === 'begins_with') return beginsWith(value, other);
  if (name === 'contains') return contains(value, other);
  throw new Error(`bug: ${name} is no condition`);
}

function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if ('S' in value && 'S' in start) return value.S.startsWith(start.S);
  return 'B' in value && 'B' in start && sameBytes(value.B.subarray(0, start.B.length), start.B);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && byteText(value.B).includes(byteText(part.B));
  if ('L' in value) return value.L.some((member) => sameValue(member, part));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  return 'BS' in value && 'B' in part && value.BS.some((member) => sameBytes(member, part.B));
}

function resolved(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const value = resolved(operand.of, item);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return value.B.length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return membersOf(value)?.length;
}
