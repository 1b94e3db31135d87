import type { AttributeValue } from '../attribute-value';
import type { Path } from './path';

/** A condition, filter or key condition, read. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly value: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly value: Operand; readonly among: readonly Operand[] }
  | Call;

/** A function that is a condition by itself. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Every operand, in the order of the expression. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.inner);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.value, condition.low, condition.high];
    case 'in':
      return [condition.value, ...condition.among];
    case 'call':
      return condition.operands;
  }
}

/** Every path, in the order of the expression. */
export function pathsOf(condition: Condition): readonly Path[] {
  const of = (operand: Operand): readonly Path[] => {
    if (operand.kind === 'size') return of(operand.of);
    return operand.kind === 'path' ? [operand.path] : [];
  };
  return operandsOf(condition).flatMap(of);
}
