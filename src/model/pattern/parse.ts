import { isJsonObject, type Json, type JsonObject, NotJson, parseExactJson } from './exact-json';
import { InvalidEventPattern } from './invalid-pattern';
import { type Leaf, leafOf, OPERATOR_NAMES } from './leaf';

/** What an event must have at one path. */
export interface Constraint {
  readonly path: readonly string[];
  readonly leaf: Leaf;
  /** Which branch of an `$or` it stands in. */
  readonly branch: number;
}

/** All of these together; sorted by path, in which order they are judged. */
export type Alternative = readonly Constraint[];

const OR = '$or';
/** More ways through the `$or`s of one pattern are refused, as EventBridge does. */
const MOST_ALTERNATIVES = 1000;

/** The ways in which an event can match the pattern; throws what AWS says of patterns that it does not take. */
export function alternativesOf(pattern: unknown): readonly Alternative[] {
  const parsed = parsedFrom(pattern);
  if (!isJsonObject(parsed)) throw new InvalidEventPattern('Filter is not an object');
  let branches = 0;
  const found = inside(parsed, [], 0, [[]], () => ++branches);
  return found.map((alternative) => [...alternative].sort((a, b) => compare(a.path.join('.'), b.path.join('.'))));
}

function parsedFrom(pattern: unknown): Json | undefined {
  try {
    return parseExactJson(typeof pattern === 'string' ? pattern : (JSON.stringify(pattern) ?? ''));
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new InvalidEventPattern(error.message);
  }
}

type Path = readonly string[];

/** Each of the alternatives with what the object asks for. */
function inside(
  object: JsonObject,
  path: Path,
  branch: number,
  before: readonly Alternative[],
  newBranch: () => number,
): readonly Alternative[] {
  const members = Object.entries(object);
  if (members.length === 0) throw new InvalidEventPattern('Empty objects are not allowed');
  let found = before;
  for (const [key, value] of members) {
    const below = [...path, ...key.split('.')];
    if (key === OR) {
      const so = found;
      found = branchesOf(value).flatMap((each) => inside(each, path, newBranch(), so, newBranch));
      if (found.length > MOST_ALTERNATIVES) {
        throw new InvalidEventPattern(`Rule with more than ${MOST_ALTERNATIVES} $or combinations is not supported`);
      }
    } else if (Array.isArray(value)) {
      const leaf = leafOf(value as readonly Json[]);
      found = found.map((alternative) => [...without(alternative, below, branch), { path: below, leaf, branch }]);
    } else if (isJsonObject(value)) found = inside(value, below, branch, found, newBranch);
    else throw new InvalidEventPattern(`"${key}" must be an object or an array`);
  }
  return found;
}

/** A path that is written twice, once with dots: the last one counts (PAT-06, PAT-08). */
function without(alternative: Alternative, path: Path, branch: number): Alternative {
  const name = path.join('.');
  return alternative.filter((each) => each.branch !== branch || each.path.join('.') !== name);
}

function branchesOf(value: Json): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new InvalidEventPattern('It must be an Array followed with $or.');
  const branches = (value as readonly Json[]).map((each) => {
    if (!isJsonObject(each)) throw new InvalidEventPattern('Only JSON object is allowed in array of $or relationship.');
    const reserved = Object.keys(each).find((name) => OPERATOR_NAMES.includes(name));
    if (reserved === undefined) return each;
    throw new InvalidEventPattern(`${reserved} is Ruler reserved fieldName which cannot be used inside $or.`);
  });
  if (branches.length < 2) throw new InvalidEventPattern('There must have at least 2 Objects in $or relationship.');
  return branches;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
