import { anywhere } from '../../../rules/arn-patterns';
import { type Condition, type ConditionContext, holds } from '../authorizers/conditions';
import type { Names } from '../authorizers/statement';
import { matchesWildcards } from '../authorizers/wildcards';
import type { KnownStatement } from './known-statement';
import { every, inverted, type Match, some } from './match';

/** What a session of a role wants to do. */
export interface IdentityQuestion {
  /** As `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  /** What is known of the request; a key that it has without a value is one that the request surely lacks. */
  readonly context: ConditionContext;
  readonly who: Session;
}

export interface Session {
  readonly roleArn: string;
  readonly sessionArn: string;
  readonly account: string;
}

/** Whether the statement, whatever its effect, speaks of what is asked. Statements of resources say of whom. */
export function meaning({ statement, open }: KnownStatement, question: IdentityQuestion): Match {
  const action = question.action.toLowerCase();
  const names: Match[] = [
    covered(statement.actions, open.actions, (name) => (matchesWildcards(name.toLowerCase(), action) ? 'yes' : 'no')),
    covered(statement.resources, open.resources, (name) => resourceMatch(name, question)),
    principalMatch(statement.principals, open.principals, statement.effect, question.who),
  ];
  // Conditions are dear, and most statements are about something else.
  if (names.includes('no')) return 'no';
  const conditions = statement.conditions.map((condition) => conditionMatch(condition, question.context));
  return every([...names, ...conditions, open.conditions ? 'unknown' : 'yes']);
}

function covered({ names, not }: Names, isOpen: true | undefined, match: (name: string) => Match): Match {
  const found = some([...names.map(match), isOpen ? 'unknown' : 'no']);
  return not ? inverted(found) : found;
}

function resourceMatch(pattern: string, { resource, context }: IdentityQuestion): Match {
  // What is for no resource in particular is asked on one all the same, as all tables of a Region, and which that is differs.
  if (resource === '*') return pattern === '*' ? 'yes' : 'unknown';
  let isSure = true;
  const wanted = pattern.replace(VARIABLE, (_, name: string) => {
    const value = context[name.toLowerCase()];
    if (typeof value === 'string') return value;
    isSure = false;
    return '*';
  });
  if (matchesWildcards(wanted, resource)) return isSure ? 'yes' : 'unknown';
  // A stack for any environment may be deployed to the one that the policy names.
  return matchesWildcards(anywhere(wanted, resource), anywhere(resource, wanted)) ? 'unknown' : 'no';
}

/** As `${aws:PrincipalAccount}`; what stands behind a comma is the default of one that is not there. */
const VARIABLE = /\$\{([^}]*)\}/g;

function principalMatch(
  principals: Names | undefined,
  isOpen: true | undefined,
  effect: 'Allow' | 'Deny',
  { roleArn, sessionArn, account }: Session,
): Match {
  if (principals === undefined) return isOpen ? 'unknown' : 'yes';
  // Whom it leaves out, with accounts and sessions among them, is more than names tell.
  if (principals.not) return 'unknown';
  return covered(principals, isOpen, (name) => {
    if (name === '*' || name === roleArn || name === sessionArn) return 'yes';
    const isAccount = name === account || (name.startsWith('arn:') && name.endsWith(`:iam::${account}:root`));
    // A permission for an account stands for what the account's own policies allow, so it adds nothing.
    return isAccount && effect === 'Deny' ? 'unknown' : 'no';
  });
}

function conditionMatch(condition: Condition, context: ConditionContext): Match {
  if (!Object.hasOwn(context, condition.key)) return 'unknown';
  if (condition.values.some((value) => value.includes('${'))) return 'unknown';
  return holds(condition, context) ? 'yes' : 'no';
}
