import { isExpression } from '../intrinsics/evaluate';
import { isList, isObject, type Json } from '../json';
import type { Home } from '../resource';
import { attempt, type Unresolved } from '../unresolved';

/** Stand in a document for values that cannot be had, with why. */
const UNKNOWN = new WeakMap<object, Unresolved>();

/** What a document comes to; a value in it that cannot be had is lost alone, and not the document with it. */
export function knownParts(written: Json | undefined, home: Home): Json | undefined {
  if (written === undefined) return undefined;
  const whole = attempt(() => home.resolve(written));
  if (whole.problem === undefined) return whole.value;
  const decided = attempt(() => home.decide(written));
  if (decided.problem !== undefined) return unknown(decided.problem);
  if (decided.value !== written) return knownParts(decided.value, home);
  if (isList(written)) return written.map((each) => knownParts(each, home)).filter((each) => each !== undefined);
  if (!isObject(written) || isExpression(written)) return unknown(whole.problem);
  const members = Object.entries(written).map(([name, each]) => [name, knownParts(each, home)] as const);
  return Object.fromEntries(members.filter(([, each]) => each !== undefined));
}

/** Why a value inside of this one cannot be had; undefined when all are there. */
export function problemIn(value: Json | undefined): Unresolved | undefined {
  if (isList(value)) return firstOf(value);
  if (!isObject(value)) return undefined;
  return UNKNOWN.get(value) ?? firstOf(Object.values(value));
}

/** The members of the document with values that cannot be had, but for those that are told of elsewhere. */
export function unknownMembers(document: Json, except: readonly string[]): readonly (readonly [string, Unresolved])[] {
  return Object.entries(isObject(document) ? document : {}).flatMap(([name, value]) => {
    const problem = except.includes(name) ? undefined : problemIn(value);
    return problem === undefined ? [] : [[name, problem] as const];
  });
}

/** Why the value itself cannot be had. */
export function whyUnknown(value: Json | undefined): Unresolved | undefined {
  return isObject(value) ? UNKNOWN.get(value) : undefined;
}

function firstOf(values: readonly (Json | undefined)[]): Unresolved | undefined {
  for (const each of values) {
    const problem = problemIn(each);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unknown(problem: Unresolved): Json {
  const value = {};
  UNKNOWN.set(value, problem);
  return value;
}
