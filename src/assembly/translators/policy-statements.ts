import type { Policies, WrittenStatement } from '../../model/role';
import { isExpression } from '../intrinsics/evaluate';
import { isList, isObject, type Json, type JsonObject, member } from '../json';
import type { Resource } from '../resource';
import { attempt } from '../unresolved';
import type { Translation } from './draft';

export const NO_POLICIES: Policies = { statements: [], isWhole: true };
export const NOTHING_KNOWN: Policies = { statements: [], isWhole: false };

/** A statement of which nothing is known: it may allow or deny anything. */
const UNKNOWN_STATEMENT: WrittenStatement = { written: {}, unknown: ['Effect'] };
/** In the place of a value that cannot be had. */
const LOST = Symbol('lost');

/** What a policy document of the resource says; what cannot be worked out of it is left open, and no more than that. */
export function policiesIn(resource: Resource, document: Json | undefined, context: Translation): Policies {
  const decided = decide(resource, document, context);
  if (decided === undefined) return NO_POLICIES;
  return isObject(decided) ? policiesOf(resource, member(decided, 'Statement'), context) : NOTHING_KNOWN;
}

/** What the policy document in a property says. */
export function documentOf(resource: Resource, property: string, context: Translation): Policies {
  const { value, problem } = attempt(() => resource.open(property));
  return problem === undefined ? policiesIn(resource, value, context) : NOTHING_KNOWN;
}

export function together(all: readonly Policies[]): Policies {
  return { statements: all.flatMap(({ statements }) => statements), isWhole: all.every(({ isWhole }) => isWhole) };
}

/** Of statements: one, or a list. */
export function policiesOf(resource: Resource, statements: Json | undefined, context: Translation): Policies {
  const decided = decide(resource, statements, context);
  if (decided === undefined) return NO_POLICIES;
  if (!isObject(decided) && !isList(decided)) return NOTHING_KNOWN;
  const listed = isList(decided) ? decided.map((each) => decide(resource, each, context)) : [decided];
  const found = listed.filter((each) => each !== undefined);
  return {
    statements: found.map((each) => (isObject(each) ? statementOf(resource, each, context) : UNKNOWN_STATEMENT)),
    isWhole: true,
  };
}

function statementOf(resource: Resource, statement: JsonObject, context: Translation): WrittenStatement {
  const written = new Map<string, Json>();
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(statement)) {
    if (value === undefined) continue;
    // Each of a list by itself: the others count all the same.
    const found = isList(value) ? value.map((each) => resolved(resource, each, context)) : [resolved(resource, value, context)];
    const known = found.filter((each) => each !== LOST && each !== undefined) as Json[];
    if (found.includes(LOST)) unknown.push(name);
    if (known.length > 0) written.set(name, isList(value) ? known.flat() : (known[0] as Json));
  }
  return { written: Object.fromEntries(written), ...(unknown.length > 0 && { unknown }) };
}

/** What was made up for want of the real value is lost too: in AWS it is another. */
function resolved(resource: Resource, value: Json, { app }: Translation): Json | undefined | typeof LOST {
  // Most of a policy is plain text, which need not be worked out.
  if (typeof value === 'string' && !value.includes('{{')) return value;
  const { value: outcome, notes } = app.memo.listen(() => attempt(() => resource.home.resolve(value)));
  return outcome.problem !== undefined || notes.length > 0 ? LOST : outcome.value;
}

/** Undefined where `AWS::NoValue` takes it away; null, which is neither object nor list, where it cannot be had. */
function decide(resource: Resource, value: Json | undefined, context: Translation): Json | undefined {
  if (value === undefined) return undefined;
  const { value: decided, problem } = attempt(() => resource.home.decide(value));
  if (problem !== undefined) return null;
  if (decided === undefined || !isExpression(decided)) return decided;
  const found = resolved(resource, decided, context);
  return found === LOST ? null : found;
}
