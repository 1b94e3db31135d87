import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { LOG_ACTIONS } from '../spec/execution-role';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';
import { addToRole } from './role-statement';
import { networkInterfaces } from './vpc/vpc-role';

/** The managed policies that aws-cdk-lib gives to the roles it makes: each allows every log group of the account, and new ones. */
const BASIC = 'service-role/AWSLambdaBasicExecutionRole';
const IN_A_VPC = 'service-role/AWSLambdaVPCAccessExecutionRole';

/** Lets the function write to its log group, and to no other; and Lambda attach it to its VPC. */
export function allowLogs(fn: lambda.Function, { role, logGroup, durableConfig }: lambda.FunctionOptions, arn: string): void {
  const statement = new iam.PolicyStatement({ actions: [...LOG_ACTIONS], resources: [arn] });
  if (role) {
    allowGiven(fn, role, statement, logGroup !== undefined);
    return;
  }
  const made = fn.role?.node.defaultChild;
  // The app may have put a role of its own in the place, with `Role.customizeRoles`.
  if (!(made instanceof iam.CfnRole)) {
    if (!durableConfig) fn.role?.addToPrincipalPolicy(statement);
    return;
  }
  allowMade(made, {
    // The managed policy of durable functions has these, and others that they cannot be without.
    ...(!durableConfig && { Logs: statement }),
    ...(isManaged(fn, made) && { NetworkInterfaces: networkInterfaces() }),
  });
}

/** Whether aws-cdk-lib has given the role the managed policy of functions in a VPC. */
function isManaged(fn: lambda.Function, role: iam.CfnRole): boolean {
  return fn.isBoundToVpc && JSON.stringify(Stack.of(role).resolve(role.managedPolicyArns) ?? []).includes(IN_A_VPC);
}

/** Within the role itself: a policy beside it would be one more resource for every function. */
function allowMade(role: iam.CfnRole, statements: Readonly<Record<string, iam.PolicyStatement>>): void {
  const added = Object.entries(statements).map(([policyName, statement]) => ({
    policyName,
    policyDocument: new iam.PolicyDocument({ statements: [statement] }),
  }));
  if (added.length > 0) role.policies = [...(Array.isArray(role.policies) ? role.policies : []), ...added];
  const policies = role.managedPolicyArns;
  role.managedPolicyArns = Lazy.uncachedList(
    {
      produce: (context) => {
        // The list can still grow until then.
        const all = (context.resolve(policies) ?? []) as readonly unknown[];
        const replaced = [BASIC, ...('NetworkInterfaces' in statements ? [IN_A_VPC] : [])];
        return all.filter((policy) => !replaced.some((name) => JSON.stringify(policy).includes(name))) as string[];
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
