import { isJsonObject, type Json } from '../../../model/pattern/exact-json';

type Step = string | number | typeof EACH;
const EACH = Symbol('each');

/** The steps of a path as `$.detail.orders[0]['x-y']` or `$.detail.orders[*].id`; undefined when it is none (EVB-12, EVB-13). */
function stepsOf(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  const step = /\.(\*|[^.[\]'"*\s]+)|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]/y;
  for (step.lastIndex = 1; step.lastIndex < path.length; ) {
    const found = step.exec(path);
    if (!found) return undefined;
    const [, name, index, each, single, double] = found;
    if (each !== undefined || name === '*') steps.push(EACH);
    else steps.push(index === undefined ? ((name ?? single ?? double) as string) : Number(index));
  }
  return steps;
}

export function isJsonPath(path: string): boolean {
  return stepsOf(path) !== undefined;
}

/** What is at the path; a list of all where it has `*`, and undefined where there is nothing. */
export function atPath(json: Json, path: string): Json | undefined {
  let found: readonly Json[] = [json];
  const steps = stepsOf(path) ?? [];
  for (const step of steps) found = found.flatMap((value) => inside(value, step));
  return steps.includes(EACH) ? (found.length > 0 ? found : undefined) : found[0];
}

function inside(value: Json, step: Step): readonly Json[] {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (step === EACH) return list;
    return typeof step === 'number' && list[step] !== undefined ? [list[step] as Json] : [];
  }
  if (!isJsonObject(value)) return [];
  if (step === EACH) return Object.values(value);
  return Object.hasOwn(value, step) ? [value[step as string] as Json] : [];
}
