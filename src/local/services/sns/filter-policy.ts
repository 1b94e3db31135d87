import { compileEventPattern, type EventMatcher } from '../../../model/event-pattern';
import { InvalidEventPattern } from '../../../model/pattern/invalid-pattern';
import { FILTER_POLICY_KEYS } from '../../../spec/push-sources';
import { FILTER_NUMBER_MAX, FILTER_POLICY_COMBINATIONS } from '../../../spec/sns';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** What a subscription wants. */
export interface FilterPolicy {
  readonly scope: FilterScope;
  readonly matches: EventMatcher;
}

/** What a policy is judged by. */
export interface Filterable {
  readonly message: string;
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

/** `message` is what SNS says, without the words that stand before it. */
export class FilterPolicyFlaw extends Error {}

/** The policy of this JSON text; throws `FilterPolicyFlaw` where SNS does not take it (SNS-07, PAT-40). */
export function filterPolicy(text: string, scope: FilterScope): FilterPolicy {
  let matches: EventMatcher;
  try {
    matches = compileEventPattern(text);
  } catch (error) {
    if (error instanceof InvalidEventPattern) throw new FilterPolicyFlaw(`FilterPolicy: ${error.reason}`);
    throw error;
  }
  const policy = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (Object.keys(policy).length > FILTER_POLICY_KEYS) {
    throw new FilterPolicyFlaw(`FilterPolicy: Filter policy can not have more than ${FILTER_POLICY_KEYS} keys`);
  }
  if (combinationsOf(policy, 1, 1, scope) > FILTER_POLICY_COMBINATIONS) {
    throw new FilterPolicyFlaw('FilterPolicy: Filter policy is too complex');
  }
  return { scope, matches };
}

/** Whether a subscription with this policy gets the message (SNS-08). */
export function wants({ scope, matches }: FilterPolicy, { message, attributes }: Filterable): boolean {
  if (scope === 'MessageAttributes') return matches(viewOf(attributes));
  try {
    return matches(message);
  } catch (error) {
    // No JSON object: there is nothing in it that could match.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function viewOf(attributes: Filterable['attributes']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { type, value }]) => {
      const [kind, more] = type.split('.');
      if (kind === 'Binary') return [];
      if (kind === 'Number') return [[name, Number(value)]];
      return [[name, more === 'Array' ? listIn(value) : value]];
    }),
  );
}

/** A `String.Array` that is none has nothing that could match. */
function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

/** In a body, each level of nesting counts once more (SNS-07). */
function combinationsOf(policy: unknown, depth: number, before: number, scope: FilterScope): number {
  if (depth > 1 && scope === 'MessageAttributes') {
    throw new FilterPolicyFlaw('Filter policy scope MessageAttributes does not support nested filter policy');
  }
  let found = before;
  for (const [key, value] of Object.entries(policy as object)) {
    if (!Array.isArray(value)) found = combinationsOf(value, depth + 1, found, scope);
    else if (key === '$or') {
      const so = found;
      found = value.reduce((sum: number, each) => sum + combinationsOf(each, depth, so, scope), 0);
    } else {
      for (const each of value) checkValue(each);
      found *= value.length * depth;
    }
  }
  return found;
}

/** What SNS does not take, and EventBridge does (PAT-60). */
function checkValue(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { numeric, 'anything-but': anythingBut } = value as { numeric?: unknown; 'anything-but'?: unknown };
  if (typeof anythingBut === 'object' && anythingBut !== null && Object.hasOwn(anythingBut, 'suffix')) {
    throw new FilterPolicyFlaw('FilterPolicy: Unsupported anything-but pattern: suffix');
  }
  const large = (Array.isArray(numeric) ? numeric : []).find((each) => Math.abs(Number(each)) > FILTER_NUMBER_MAX);
  if (large !== undefined) {
    throw new FilterPolicyFlaw(`FilterPolicy: Value of numeric must be between -1.0E9 and 1.0E9, inclusive: ${large}`);
  }
}
