import type { Value } from '../velocity/values';

/** One step of a path of JSONPath. */
export type Segment =
  | { readonly is: 'names'; readonly names: readonly string[] }
  | { readonly is: 'places'; readonly places: readonly number[] }
  | { readonly is: 'slice'; readonly from?: number; readonly to?: number; readonly step: number }
  | { readonly is: 'all' }
  /** The value itself and everything below it. */
  | { readonly is: 'deep' }
  | { readonly is: 'filter'; readonly condition: Condition }
  | { readonly is: 'length' };

export type Path = readonly Segment[];

export type Condition =
  | { readonly is: 'exists'; readonly operand: Operand }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'both' | 'either'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'compared'; readonly by: string; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'matches'; readonly operand: Operand; readonly regex: RegExp };

/** Paths begin at the item (`@`) or at the document (`$`). */
export type Operand =
  | { readonly is: 'literal'; readonly value: Value }
  | { readonly is: 'path'; readonly fromItem: boolean; readonly path: Path };
