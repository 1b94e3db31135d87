import type { App, FunctionTarget } from './app';
import { nameOf, targetIn } from './call';
import type { Declaration } from './declaration';
import { grants } from './grants';
import { knownText } from './known';
import type { Part } from './part';
import { both, evaluate, type Statement, statementsIn } from './policy-statements';
import { type RoleStatements, statementsOf } from './role-statements';
import { type Broken, each, type Rule } from './rule';

/** A place where the app says that a service calls a function of the app in a role, which has to allow it. */
export interface RoleCall {
  /** What says so. */
  readonly on: Declaration;
  readonly property: string;
  readonly target: FunctionTarget;
  readonly role: Declaration;
  /** Who takes the role, as `scheduler`; undefined when that is not only a service. */
  readonly service: string | undefined;
}

/** The call that the properties with the ARNs of a function and of a role declare; undefined when either is not of the app. */
export function roleCall(app: App, on: Declaration, arn: Part, roleArn: Part, service: string | undefined): RoleCall | undefined {
  const target = targetIn(app, on, arn);
  const role = app.named(knownText(roleArn), 'AWS::IAM::Role');
  return target && role && { on, property: arn.property, target, role, service };
}

export interface RoleRule extends Pick<Rule, 'id' | 'title' | 'why' | 'source' | 'also'> {
  readonly calls: (app: App) => Iterable<RoleCall>;
}

/** A rule that services call functions in roles that they may take, and that allow it. */
export function roleRule({ calls, ...rule }: RoleRule): Rule {
  return {
    ...rule,
    severity: 'error',
    remedy:
      'Let the service assume the role, and let the role do lambda:InvokeFunction with exactly the function, version or alias that is called.',
    check: each(calls, function* ({ on, property, target, role, service }, app): Generator<Broken> {
      const how = `${on.path} calls ${nameOf(target)} in the role ${role.path}`;
      const principal = service && `${service}.amazonaws.com`;
      if (principal && !mayBeTaken(role, principal))
        yield { on, property, message: `${how}, which ${principal} may not assume.` };
      else if (mayNotInvoke(app, role, target)) yield { on, property, message: `${how}, which may not invoke it.` };
    }),
  };
}

/** Whether the role's trust policy may let the service assume it. */
export function mayBeTaken(role: Declaration, principal: string): boolean {
  const statements = statementsIn(role.part('AssumeRolePolicyDocument'));
  return statements === undefined || statements.some((statement) => mayBeOf(statement, principal));
}

function mayBeOf({ effect, principals }: Statement, principal: string): boolean {
  if (effect !== 'Allow') return false;
  if (principals === undefined || !principals.isKnown()) return true;
  if (principals.text() === '*') return true;
  if (!principals.has('Service')) return false;
  if (!principals.isKnown('Service')) return true;
  return principals.parts('Service').some((each) => !each.isKnown() || each.text() === principal);
}

function mayNotInvoke(app: App, role: Declaration, { fn, qualifier }: FunctionTarget): boolean {
  if (fn.arn === undefined) return false;
  const arn = qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`;
  const own = statementsOf(app, role);
  if (answerOf(own, arn) !== 'no') return false;
  return !(grants(app).get(fn) ?? []).some(({ permission }) => {
    const principal = knownText(permission, 'Principal');
    return principal === undefined || principal === '*' || principal === role.arn;
  });
}

function answerOf({ statements, isWhole, boundary }: RoleStatements, arn: string): ReturnType<typeof evaluate> {
  const own = evaluate(statements, isWhole, 'lambda:InvokeFunction', arn);
  return boundary === undefined ? own : both(own, answerOf(boundary, arn));
}
