import { POLICY_RESOURCE_CHARACTERS, POLICY_VERSIONS } from '../../../spec/authorizer-results';
import { type ConditionContext, holds } from './conditions';
import { covers, type MalformedPolicy, type Statement, statementOf } from './statement';
import { matchesWildcards } from './wildcards';

/** An IAM policy document that has been read. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
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
    const flaw = 'malformed' in statement ? statement : resourceFlaw(statement);
    if (flaw) return flaw;
    statements.push(statement as Statement);
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

/** What the policies of authorizers may not have, and those of IAM may. */
function resourceFlaw({ resources }: Statement): MalformedPolicy | undefined {
  const long = resources.names.find((name) => name.length > POLICY_RESOURCE_CHARACTERS);
  if (long !== undefined) {
    return { malformed: `a Resource has ${long.length} characters, and may have ${POLICY_RESOURCE_CHARACTERS}` };
  }
  const variable = resources.names.find((name) => name.includes('${'));
  if (variable !== undefined) return { malformed: `the policy variable in ${variable} is not put in here` };
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
