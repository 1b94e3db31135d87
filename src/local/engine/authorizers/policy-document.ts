import { POLICY_RESOURCE_CHARACTERS, POLICY_VERSIONS } from '../../../spec/authorizer-results';
import { type Condition, type ConditionContext, conditionsOf, holds } from './conditions';
import { matchesWildcards } from './wildcards';

/** An IAM policy document that has been read. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** `not`: the statement is for all but these. */
  readonly actions: Names;
  readonly resources: Names;
  /** Absent in policies of an identity. */
  readonly principals?: Names;
  readonly conditions: readonly Condition[];
}

interface Names {
  readonly names: readonly string[];
  readonly not: boolean;
}

/** Why something is no policy document, as a sentence. */
export interface MalformedPolicy {
  readonly malformed: string;
}

/** What somebody wants to do. */
export interface PolicyQuestion {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
  /** As principals name whoever asks; only statements with principals look at it. */
  readonly principals?: readonly string[];
}

export type PolicyAnswer = 'allowed' | 'explicitlyDenied' | 'notAllowed';

/** A denial counts more than any number of permissions; what no statement is for is not allowed. */
export function judgePolicy({ statements }: PolicyDocument, question: PolicyQuestion): PolicyAnswer {
  const meant = statements.filter((statement) => isMeant(statement, question));
  if (meant.some(({ effect }) => effect === 'Deny')) return 'explicitlyDenied';
  return meant.length > 0 ? 'allowed' : 'notAllowed';
}

/** Reads a policy document of an object, or says what is wrong with it (AUT-04). */
export function policyDocument(value: unknown): PolicyDocument | MalformedPolicy {
  if (!isRecord(value)) return { malformed: 'the policy document is not an object' };
  const version = value.Version;
  if (version !== undefined && !POLICY_VERSIONS.includes(version as string)) {
    return { malformed: `the policy document has Version ${JSON.stringify(version)}, not ${POLICY_VERSIONS.join(' or ')}` };
  }
  const given = value.Statement;
  if (given === undefined) return { malformed: 'the policy document has no Statement' };
  const statements: Statement[] = [];
  for (const each of Array.isArray(given) ? given : [given]) {
    const statement = statementOf(each);
    if ('malformed' in statement) return statement;
    statements.push(statement);
  }
  return { statements };
}

function isMeant({ actions, resources, principals, conditions }: Statement, question: PolicyQuestion): boolean {
  const action = question.action.toLowerCase();
  const asking = question.principals ?? [];
  return (
    covers(actions, (name) => matchesWildcards(name.toLowerCase(), action)) &&
    covers(resources, (name) => matchesWildcards(name, question.resource)) &&
    (principals === undefined || covers(principals, (name) => name === '*' || asking.includes(name))) &&
    conditions.every((condition) => holds(condition, question.context))
  );
}

function covers({ names, not }: Names, matches: (name: string) => boolean): boolean {
  return names.some(matches) !== not;
}

function statementOf(value: unknown): Statement | MalformedPolicy {
  if (!isRecord(value)) return { malformed: 'a Statement is not an object' };
  const effect = value.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') {
    return { malformed: `a Statement has Effect ${JSON.stringify(effect)}, not Allow or Deny` };
  }
  const actions = namesOf(value, 'Action');
  if ('malformed' in actions) return actions;
  const resources = namesOf(value, 'Resource');
  if ('malformed' in resources) return resources;
  const long = resources.names.find((name) => name.length > POLICY_RESOURCE_CHARACTERS);
  if (long !== undefined) {
    return { malformed: `a Resource has ${long.length} characters, and may have ${POLICY_RESOURCE_CHARACTERS}` };
  }
  const variable = resources.names.find((name) => name.includes('${'));
  if (variable !== undefined) return { malformed: `the policy variable in ${variable} is not put in here` };
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
