import { ExactNumber } from './exact-number';
import type { Scalar } from './test';

/** The element of an array that something of an event is inside of. */
export interface Place {
  readonly array: readonly unknown[];
  readonly index: number;
  /** How much of the path leads to the array. */
  readonly depth: number;
}

/** A value of an event. */
export interface Field {
  readonly value: Scalar;
  /** From the outermost array to the innermost. */
  readonly places: readonly Place[];
}

const NOWHERE: readonly Place[] = [];

/** Every scalar at the path; arrays on the way and at its end are opened, keys with dots are taken apart (PAT-05, PAT-06, PAT-09). */
export function fieldsAt(event: unknown, path: readonly string[]): readonly Field[] {
  const found: Field[] = [];
  const open: { readonly value: unknown; readonly depth: number; readonly places: readonly Place[] }[] = [
    { value: event, depth: 0, places: NOWHERE },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth, places } = next;
    if (Array.isArray(value)) {
      const array = value as readonly unknown[];
      for (const [index, each] of array.entries())
        open.push({ value: each, depth, places: [...places, { array, index, depth }] });
    } else if (isScalar(value)) {
      if (depth === path.length) found.push({ value, places });
    } else if (typeof value === 'object') {
      const object = value as Readonly<Record<string, unknown>>;
      let name = '';
      for (let end = depth; end < path.length; end++) {
        name = end === depth ? (path[end] ?? '') : `${name}.${path[end]}`;
        if (Object.hasOwn(object, name)) open.push({ value: object[name], depth: end + 1, places });
      }
    }
  }
  return found;
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof ExactNumber
  );
}
