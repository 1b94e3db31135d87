import type { ExactNumber } from './exact-number';

/** What stands at a leaf of an event. */
export type Scalar = null | boolean | number | string | ExactNumber;

export type ScalarKind = 'string' | 'number' | 'boolean' | 'null';
export const EVERY_KIND: readonly ScalarKind[] = ['string', 'number', 'boolean', 'null'];

/** One element of a pattern's leaf. */
export interface Test {
  /** `literal`, or the operator with what is inside of it: `anything-but/prefix`. */
  readonly operator: string;
  /** Of what it can accept anything at all. */
  readonly kinds: readonly ScalarKind[];
  readonly accepts: (value: Scalar) => boolean;
}

/** A test that only strings can pass. */
export function ofStrings(operator: string, accepts: (value: string) => boolean): Test {
  return { operator, kinds: ['string'], accepts: (value) => typeof value === 'string' && accepts(value) };
}

export function kindOf(value: Scalar): ScalarKind {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'number' : (typeof value as 'string' | 'number' | 'boolean');
}

/** By value, however it is written (PAT-11). */
export function isSame(one: Scalar, other: Scalar): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  return one.canonical === other.canonical;
}
