import type { AttributeValue } from '../attribute-value';
import type { Path } from './path';

/** What an update expression does, in its order. */
export type Action =
  | { readonly kind: 'set'; readonly path: Path; readonly to: Operand }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue };

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'plus' | 'minus' | 'append'; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'ifNotExists'; readonly path: Path; readonly otherwise: Operand };
