import { type Field, fieldsAt, type Place } from './fields';
import type { Alternative, Constraint } from './parse';

/** A constraint, and how deep the paths that are judged after it run along its own. */
interface Step extends Constraint {
  readonly sharedDepth: number;
}

type Judge = (event: unknown) => boolean;

/**
 * Whether an event meets all of the constraints: everything that is asked for below an array must be found in the same element
 * of it. An absence is judged in the element that an earlier path has chosen, and in all of them when none has (PAT-05).
 */
export function judgeOf(alternative: Alternative): Judge {
  const steps = alternative.map((each, i) => ({ ...each, sharedDepth: shared(each, alternative.slice(i + 1)) }));
  return (event) => {
    let chosen: readonly (readonly Place[])[] = [[]];
    for (const step of steps) {
      chosen = after(step, fieldsAt(event, step.path), chosen);
      if (chosen.length === 0) return false;
    }
    return true;
  };
}

/** The choices of elements that are left after one constraint, each once. */
function after(step: Step, fields: readonly Field[], before: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  const { tests, takesAbsence } = step.leaf;
  const isAccepted = fields.map(({ value }) => tests.some((test) => test.accepts(value)));
  const left = new Choices(step);
  for (const chosen of before) {
    let isThere = false;
    for (const [i, { places }] of fields.entries()) {
      if (!agree(chosen, places)) continue;
      isThere = true;
      if (isAccepted[i] === true && left.add(chosen, places)) return [[]];
    }
    if (!isThere && takesAbsence && left.add(chosen, [])) return [[]];
  }
  return left.all;
}

/** Choices without what no later constraint looks at: else two arrays that have nothing to do with each other would multiply. */
class Choices {
  readonly all: (readonly Place[])[] = [];
  private readonly seen = new Set<string>();
  private readonly ids = new Map<unknown, number>();

  constructor(private readonly step: Step) {}

  /** True when there is nothing left to choose, so that no other way can be better. */
  add(chosen: readonly Place[], more: readonly Place[]): boolean {
    const isNew = ({ array, depth }: Place) => !chosen.some((each) => each.array === array && each.depth === depth);
    const kept = [...chosen, ...more.filter(isNew)].filter(({ depth }) => depth <= this.step.sharedDepth);
    if (kept.length === 0) return true;
    const key = kept.map((place) => `${this.id(place.array)}.${place.depth}.${place.index}`).join(' ');
    if (!this.seen.has(key)) this.all.push(kept);
    this.seen.add(key);
    return false;
  }

  private id(array: unknown): number {
    const id = this.ids.get(array) ?? this.ids.size;
    this.ids.set(array, id);
    return id;
  }
}

function agree(chosen: readonly Place[], places: readonly Place[]): boolean {
  return places.every(({ array, depth, index }) =>
    chosen.every((each) => each.array !== array || each.depth !== depth || each.index === index),
  );
}

/** How many names the path has in common with the one among the later paths that runs along it the longest. */
function shared({ path }: Constraint, later: readonly Constraint[]): number {
  const depths = later.map((other) => {
    const differs = path.findIndex((name, i) => name !== other.path[i]);
    return differs < 0 ? path.length : differs;
  });
  return Math.max(-1, ...depths);
}
