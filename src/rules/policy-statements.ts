import { anywhere, isOneOf } from './arn-patterns';
import type { Part } from './part';
import { speakingOf } from './statement-index';
import { isLike } from './wildcards';

/** Whether something is so: `unknown` when only AWS can tell. */
export type Answer = 'yes' | 'no' | 'unknown';

/** A statement of a policy, as far as it is known. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** With wildcards, as written; what is not known is left out, and the statement is not `isPlain`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** False when there are conditions, exceptions (`NotAction`, `NotResource`) or unknown parts: it may then say more or less. */
  readonly isPlain: boolean;
  /** The principals of a policy of a resource. */
  readonly principals?: Part;
}

/** The statements of a policy document; undefined when it is not known. */
export function statementsIn(document: Part): readonly Statement[] | undefined {
  if (!document.has()) return [];
  if (!document.isKnown() || (document.has('Statement') && !document.isKnown('Statement'))) return undefined;
  return document.parts('Statement').flatMap((part) => (part.isKnown() ? statement(part) : UNKNOWN_STATEMENT));
}

/** It may allow or deny anything. */
const UNKNOWN_STATEMENT: readonly Statement[] = (['Allow', 'Deny'] as const).map((effect) => ({
  effect,
  actions: [],
  resources: [],
  isPlain: false,
}));

function statement(part: Part): Statement | readonly Statement[] {
  if (!part.isKnown('Effect')) return UNKNOWN_STATEMENT;
  const actions = knownTexts(part, 'Action');
  const resources = knownTexts(part, 'Resource');
  const isPlain =
    !part.has('NotAction') &&
    !part.has('NotResource') &&
    !part.has('NotPrincipal') &&
    !hasMembers(part, 'Condition') &&
    actions.isWhole &&
    resources.isWhole;
  const effect = part.text('Effect') === 'Deny' ? 'Deny' : 'Allow';
  return {
    effect,
    actions: part.has('NotAction') ? ['*'] : actions.texts,
    resources: part.has('NotResource') ? ['*'] : resources.texts,
    isPlain,
    ...(part.has('Principal') && { principals: part.part('Principal') }),
  };
}

/** Whether the policies with these statements allow the action; `isWhole` is false when there may be more of them. */
export function evaluate(statements: readonly Statement[], isWhole: boolean, action: string, resource: string): Answer {
  const found = speakingOf(statements, action, resource).map((each) => ({
    effect: each.effect,
    matches: matches(each, action, resource),
  }));
  const is = (effect: Statement['effect'], answer: Answer) =>
    found.some((each) => each.effect === effect && each.matches === answer);
  if (is('Deny', 'yes')) return 'no';
  const allowed = is('Allow', 'yes') ? 'yes' : is('Allow', 'unknown') || !isWhole ? 'unknown' : 'no';
  return allowed === 'yes' && is('Deny', 'unknown') ? 'unknown' : allowed;
}

/** Whether they forbid it, whatever else allows it. */
export function denies(statements: readonly Statement[], action: string, resource: string): boolean {
  return speakingOf(statements, action, resource).some(
    (each) => each.effect === 'Deny' && matches(each, action, resource) === 'yes',
  );
}

/** The lesser of the two: what both allow. */
export function both(one: Answer, other: Answer): Answer {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' && other === 'yes' ? 'yes' : 'unknown';
}

/** Whether the statement, whatever its effect, speaks of the action on the resource. */
export function matches(each: Statement, action: string, resource: string): Answer {
  const acts = isOneOf(each.actions, action);
  const names = each.resources.map((pattern) => resourceMatches(pattern, resource));
  if (each.isPlain) return !acts ? 'no' : strongest(names);
  // What is not known may be what is asked for, unless what is known already rules it out.
  const couldAct = acts || each.actions.length === 0;
  const couldName = each.resources.length === 0 || strongest(names) !== 'no';
  return couldAct && couldName ? 'unknown' : 'no';
}

function strongest(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

function resourceMatches(pattern: string, resource: string): Answer {
  if (pattern === resource || isLike(resource, pattern)) return 'yes';
  // Variables of IAM, as ${aws:PrincipalTag/team}.
  if (pattern.includes('${')) return 'unknown';
  // A stack for any environment may be deployed to the one that the other ARN names.
  return isLike(anywhere(resource, pattern), anywhere(pattern, resource)) ? 'unknown' : 'no';
}

function hasMembers(part: Part, name: string): boolean {
  return part.has(name) && (!part.isKnown(name) || part.members(name).length > 0);
}

function knownTexts(part: Part, name: string): { readonly texts: readonly string[]; readonly isWhole: boolean } {
  if (!part.has(name)) return { texts: [], isWhole: true };
  if (!part.isKnown(name)) return { texts: [], isWhole: false };
  const parts = part.parts(name);
  const known = parts.filter((each) => each.isKnown());
  const texts = known.flatMap((each) => each.text() ?? []);
  // Nothing known of a list means that it may hold anything.
  return { texts: texts.length < parts.length ? [] : texts, isWhole: texts.length === parts.length };
}
