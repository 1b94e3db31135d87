import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Lazy } from 'aws-cdk-lib/core';
import { LOG_ACTIONS } from '../spec/execution-role';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';
import { addToRole } from './role-statement';

/** The managed policy that aws-cdk-lib gives to every role it makes: every log group of the account, and new ones. */
const EVERY_LOG_GROUP = 'service-role/AWSLambdaBasicExecutionRole';

/** Lets the function write to its log group, and to no other. */
export function allowLogs(fn: lambda.Function, { role, logGroup, durableConfig }: lambda.FunctionOptions, arn: string): void {
  const statement = new iam.PolicyStatement({ actions: [...LOG_ACTIONS], resources: [arn] });
  if (role) {
    allowGiven(fn, role, statement, logGroup !== undefined);
    return;
  }
  // The managed policy of durable functions has these, and others that they cannot be without.
  if (durableConfig) return;

  const made = fn.role?.node.defaultChild;
  // The app may have put a role of its own in the place, with `Role.customizeRoles`.
  if (!(made instanceof iam.CfnRole)) fn.role?.addToPrincipalPolicy(statement);
  else allowMade(made, statement);
}

/** Within the role itself: a policy beside it would be one more resource for every function. */
function allowMade(role: iam.CfnRole, statement: iam.PolicyStatement): void {
  role.policies = [{ policyName: 'Logs', policyDocument: new iam.PolicyDocument({ statements: [statement] }) }];
  const policies = role.managedPolicyArns;
  role.managedPolicyArns = Lazy.uncachedList(
    {
      produce: (context) => {
        // The list can still grow until then.
        const all = context.resolve(policies) as readonly unknown[] | undefined;
        return (all ?? []).filter((policy) => !JSON.stringify(policy).includes(EVERY_LOG_GROUP)) as string[];
      },
    },
    { omitEmpty: true },
  );
}

function allowGiven(fn: lambda.Function, role: iam.IRole, statement: iam.PolicyStatement, isPrepared: boolean): void {
  if (addToRole(fn, role, statement)) return;
  const message = `role ${role.node.path} cannot be changed here, and must allow ${LOG_ACTIONS.join(' and ')} on the log group`;
  // Of a group that was made here nobody knows the name before the deployment.
  if (!isPrepared) throw new ConstructError(fn, 'ROLE_UNCHANGEABLE', `${message}.`);
  warn(fn, 'ROLE_UNCHANGED', `${message} ${fn.logGroup.logGroupName}.`);
}
