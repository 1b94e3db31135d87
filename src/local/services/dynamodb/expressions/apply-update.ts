import { type AttributeValue, type Item, typeOf } from '../attribute-value';
import { decimal, decimalText, negated, numberFlaw, sum } from '../decimal';
import { invalid } from '../refusal';
import { membersOf, memberText } from '../value-order';
import { valueAt } from './path';
import type { Action, Operand } from './update';

/** The item after the update. Every operand means the item as it was before, and so do places in lists. */
export function applyUpdate(item: Item, actions: readonly Action[]): Item {
  const root = new Map<string | number, Branch>();
  for (const action of actions) {
    const to = outcomeOf(action, item);
    if (to !== UNCHANGED) plant(root, action.path, to);
  }
  if (root.size === 0) return item;
  return (changed({ M: item }, root) as { readonly M: Item }).M;
}

const UNCHANGED = Symbol('unchanged');
const REMOVED = Symbol('removed');
type Outcome = AttributeValue | typeof UNCHANGED | typeof REMOVED;

/** What becomes of a place in the item, or of places inside it. */
type Branch = AttributeValue | typeof REMOVED | Map<string | number, Branch>;

function plant(branches: Map<string | number, Branch>, [step, ...rest]: readonly (string | number)[], to: Branch): void {
  if (step === undefined) return;
  if (rest.length === 0) {
    branches.set(step, to);
    return;
  }
  const present = branches.get(step);
  const inside = present instanceof Map ? present : new Map<string | number, Branch>();
  branches.set(step, inside);
  plant(inside, rest, to);
}

function changed(value: AttributeValue, branches: Map<string | number, Branch>): AttributeValue {
  const [one] = branches.keys();
  if (typeof one === 'string' && 'M' in value) return { M: changedMembers(value.M, branches) };
  if (typeof one === 'number' && 'L' in value) return { L: changedList(value.L, branches) };
  throw invalid('The document path provided in the update expression is invalid for update');
}

function changedMembers(members: Item, branches: Map<string | number, Branch>): Item {
  const after = new Map(Object.entries(members));
  for (const [step, branch] of branches) {
    const name = String(step);
    const present = after.get(name);
    if (branch === REMOVED) after.delete(name);
    else if (branch instanceof Map) after.set(name, changedInside(present, branch));
    else after.set(name, branch);
  }
  return Object.fromEntries(after);
}

/** What is set behind the end is put at the end, in the order of the places. */
function changedList(members: readonly AttributeValue[], branches: Map<string | number, Branch>): readonly AttributeValue[] {
  const after: (AttributeValue | typeof REMOVED)[] = [...members];
  const inOrder = [...branches].sort(([one], [other]) => Number(one) - Number(other));
  for (const [step, branch] of inOrder) {
    const place = Number(step);
    if (branch === REMOVED) {
      if (place < members.length) after[place] = REMOVED;
    } else if (branch instanceof Map) {
      after[place] = changedInside(members[place], branch);
    } else if (place < members.length) {
      after[place] = branch;
    } else {
      after.push(branch);
    }
  }
  return after.filter((member) => member !== REMOVED);
}

function changedInside(present: AttributeValue | undefined, branches: Map<string | number, Branch>): AttributeValue {
  if (present !== undefined) return changed(present, branches);
  throw invalid('The document path provided in the update expression is invalid for update');
}

function outcomeOf(action: Action, item: Item): Outcome {
  const present = valueAt(item, action.path);
  switch (action.kind) {
    case 'set':
      return resolved(action.to, item);
    case 'remove':
      // Where nothing is, nothing is taken away, but the way there must be one.
      return present === undefined && action.path.length === 1 ? UNCHANGED : REMOVED;
    case 'add':
      return added(present, action.value);
    case 'delete':
      return without(present, action.value);
  }
}

function added(present: AttributeValue | undefined, value: AttributeValue): Outcome {
  if (present === undefined) return value;
  if ('N' in value && 'N' in present) return numberOf(present, value, false);
  if (typeOf(present) !== typeOf(value)) throw wrongType();
  return withMembers(value, [...(membersOf(present) ?? []), ...(membersOf(value) ?? [])]) as AttributeValue;
}

function without(present: AttributeValue | undefined, value: AttributeValue): Outcome {
  if (present === undefined) return UNCHANGED;
  if (typeOf(present) !== typeOf(value)) throw wrongType();
  const gone = new Set(membersOf(value)?.map(memberText));
  const left = membersOf(present)?.filter((member) => !gone.has(memberText(member))) ?? [];
  return withMembers(value, left) ?? REMOVED;
}

/** A set of the type of `like`, every member once; undefined for an empty one. */
function withMembers(like: AttributeValue, members: readonly (string | Uint8Array)[]): AttributeValue | undefined {
  const each = [...new Map(members.map((member) => [memberText(member), member])).values()];
  return each.length > 0 ? ({ [typeOf(like)]: each } as unknown as AttributeValue) : undefined;
}

function resolved(operand: Operand, item: Item): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path': {
      const value = valueAt(item, operand.path);
      if (value !== undefined) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'ifNotExists':
      return valueAt(item, operand.path) ?? resolved(operand.otherwise, item);
    case 'append': {
      const [left, right] = [resolved(operand.left, item), resolved(operand.right, item)];
      if ('L' in left && 'L' in right) return { L: [...left.L, ...right.L] };
      throw wrongType();
    }
    case 'plus':
    case 'minus':
      return numberOf(resolved(operand.left, item), resolved(operand.right, item), operand.kind === 'minus');
  }
}

function numberOf(left: AttributeValue, right: AttributeValue, isMinus: boolean): AttributeValue {
  if (!('N' in left) || !('N' in right)) throw wrongType();
  const other = decimal(right.N);
  const total = sum(decimal(left.N), isMinus ? negated(other) : other);
  const flaw = numberFlaw(total);
  if (flaw !== undefined) throw invalid(flaw);
  return { N: decimalText(total) };
}

function wrongType() {
  return invalid('An operand in the update expression has an incorrect data type');
}
