import type { Shape } from '../../spec/filterable-records';
import type { Leaf } from './leaf';
import type { Alternative, Constraint } from './parse';
import type { ScalarKind } from './test';

/** Why nothing of a shape can match a pattern. */
export interface Never {
  readonly path: readonly string[];
  /** What stands at the path: nothing, an object, or values of a kind that the pattern does not take. */
  readonly finds: 'nothing' | 'an object' | 'other values';
}

const KINDS = { text: 'string', number: 'number', flag: 'boolean' } as const satisfies Record<string, ScalarKind>;

/** Undefined when something of the shape may match. */
export function neverMatches(alternatives: readonly Alternative[], shape: Shape): Never | undefined {
  const reasons = alternatives.map((alternative) => firstOf(alternative, shape));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** The paths that the pattern wants to be absent where the shape has an object: filters do not look at objects (FIL-14). */
export function alwaysAbsent(alternatives: readonly Alternative[], shape: Shape): readonly (readonly string[])[] {
  const constraints = alternatives.flat().filter(({ leaf, path }) => leaf.takesAbsence && shapeAt(shape, path)?.is === 'object');
  return constraints.map(({ path }) => path);
}

function firstOf(alternative: Alternative, shape: Shape): Never | undefined {
  for (const constraint of alternative) {
    const found = reason(constraint, shape);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reason({ path, leaf }: Constraint, shape: Shape): Never | undefined {
  if (leaf.takesAbsence) return undefined;
  const found = shapeAt(shape, path);
  if (found === undefined) return { path, finds: 'nothing' };
  if (found.is === 'object') return { path, finds: 'an object' };
  return found.is === 'anything' || takes(leaf, found) ? undefined : { path, finds: 'other values' };
}

function takes({ tests }: Leaf, shape: Extract<Shape, { is: 'text' | 'number' | 'flag' }>): boolean {
  const fitting = tests.filter(({ kinds }) => kinds.includes(KINDS[shape.is]));
  if (shape.is !== 'text' || shape.values === undefined) return fitting.length > 0;
  return shape.values.some((value) => fitting.some((test) => test.accepts(value)));
}

/** What stands at the path; undefined when nothing does. */
export function shapeAt(shape: Shape, path: readonly string[]): Shape | undefined {
  let found: Shape | undefined = shape;
  for (const name of path) {
    if (found === undefined || found.is === 'anything') return found;
    if (found.is !== 'object') return undefined;
    found = Object.hasOwn(found.members, name) ? found.members[name] : found.others;
  }
  return found;
}
