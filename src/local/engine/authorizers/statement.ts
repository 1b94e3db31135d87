import { type Condition, conditionsOf } from './conditions';

/** A statement of an IAM policy that has been read. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** `not`: the statement is for all but these. */
  readonly actions: Names;
  readonly resources: Names;
  /** Absent in policies of an identity. */
  readonly principals?: Names;
  readonly conditions: readonly Condition[];
}

export interface Names {
  readonly names: readonly string[];
  readonly not: boolean;
}

/** Why something is no policy document, as a sentence. */
export interface MalformedPolicy {
  readonly malformed: string;
}

/** Whether the statement is for something, by how its names match it. */
export function covers({ names, not }: Names, matches: (name: string) => boolean): boolean {
  return names.some(matches) !== not;
}

/** Reads a statement of an object, or says what is wrong with it. */
export function statementOf(value: unknown): Statement | MalformedPolicy {
  if (!isRecord(value)) return { malformed: 'a Statement is not an object' };
  const effect = value.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') {
    return { malformed: `a Statement has Effect ${JSON.stringify(effect)}, not Allow or Deny` };
  }
  const actions = namesOf(value, 'Action');
  if ('malformed' in actions) return actions;
  const resources = namesOf(value, 'Resource');
  if ('malformed' in resources) return resources;
  const principals = principalsOf(value);
  if (principals && 'malformed' in principals) return principals;
  const conditions = conditionsOf(value.Condition);
  if ('malformed' in conditions) return conditions;
  return { effect, actions, resources, ...(principals && { principals }), conditions: conditions.conditions };
}

/** Of `Action` or `NotAction`, `Resource` or `NotResource`: one of the two is needed. */
function namesOf(statement: Readonly<Record<string, unknown>>, member: 'Action' | 'Resource'): Names | MalformedPolicy {
  const not = statement[`Not${member}`];
  if ((statement[member] === undefined) === (not === undefined)) {
    return { malformed: `a Statement needs either ${member} or Not${member}` };
  }
  const names = textsOf(statement[member] ?? not);
  if (names === undefined) return { malformed: `the ${member} of a Statement is neither text nor a list of texts` };
  return { names, not: not !== undefined };
}

function principalsOf(statement: Readonly<Record<string, unknown>>): Names | MalformedPolicy | undefined {
  const { Principal: named, NotPrincipal: not } = statement;
  const given = named ?? not;
  if (given === undefined) return undefined;
  const names = isRecord(given) ? Object.values(given).map(textsOf) : [textsOf(given)];
  if (names.includes(undefined)) return { malformed: 'the Principal of a Statement is neither text nor a list of texts' };
  return { names: names.flatMap((each) => each ?? []), not: named === undefined };
}

function textsOf(value: unknown): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every((each) => typeof each === 'string') ? list : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
