import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ArnFormat, Lazy, Stack, Tokenization } from 'aws-cdk-lib/core';
import { INSIGHTS_ACTIONS, INSIGHTS_LOG_GROUP, LOG_ACTIONS } from '../spec/execution-role';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';
import { addToRole, userOf } from './role-statement';
import { NETWORK_INTERFACES, networkInterfaces } from './vpc/vpc-role';

/** The managed policies that aws-cdk-lib gives to the roles it makes, which allow more than the function needs. */
const BASIC = 'service-role/AWSLambdaBasicExecutionRole';
/** What stands in the place of the others: each allows every log group of the account, or new ones of any name. */
const INSTEAD_OF = {
  [NETWORK_INTERFACES]: 'service-role/AWSLambdaVPCAccessExecutionRole',
  Insights: 'CloudWatchLambdaInsightsExecutionRolePolicy',
} as const;

/** Lets the function write to its log group, and to no other, and do what VPC and Insights need. */
export function allowLogs(fn: lambda.Function, options: lambda.FunctionOptions, arn: string): void {
  const { role, logGroup, durableConfig, insightsVersion } = options;
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
    ...(isManaged(fn) && { [NETWORK_INTERFACES]: networkInterfaces() }),
    ...(insightsVersion && { Insights: insights(fn) }),
  });
}

function insights(fn: lambda.Function): iam.PolicyStatement {
  const { COLON_RESOURCE_NAME: arnFormat } = ArnFormat;
  const arn = Stack.of(fn).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${INSIGHTS_LOG_GROUP}:*`,
    arnFormat,
  });
  return new iam.PolicyStatement({ actions: [...INSIGHTS_ACTIONS], resources: [arn] });
}

/** Whether aws-cdk-lib has made the role, and given it the managed policy of functions in a VPC. */
function isManaged(fn: lambda.Function): boolean {
  return fn.isBoundToVpc && fn.role?.node.scope === fn;
}

/** Within the role itself: a policy beside it would be one more resource for every function. */
function allowMade(role: iam.CfnRole, statements: Readonly<Record<string, iam.PolicyStatement>>): void {
  const added = Object.entries(statements).map(([policyName, statement]) => ({
    policyName,
    policyDocument: new iam.PolicyDocument({ statements: [statement] }),
  }));
  const before = role.policies ?? [];
  if (!Array.isArray(before)) throw new Error(`bug: the policies of ${role.node.path} are not known`);
  if (added.length > 0) role.policies = [...before, ...added];
  const policies = role.managedPolicyArns ?? [];
  const token = Tokenization.reverseList(policies);
  const replaced = [BASIC, ...Object.entries(INSTEAD_OF).flatMap(([name, policy]) => (name in statements ? [policy] : []))];
  role.managedPolicyArns = Lazy.uncachedList(
    {
      // The list can still grow until then. Its entries are resolved when they are written, and not here, for every function.
      produce: (context) => ((token?.resolve(context) ?? policies) as string[]).filter((arn) => !isOneOf(replaced, arn)),
    },
    { omitEmpty: true },
  );
}

function isOneOf(names: readonly string[], arn: string): boolean {
  return names.some((name) => arn.endsWith(`:policy/${name}`));
}

function allowGiven(fn: lambda.Function, role: iam.IRole, statement: iam.PolicyStatement, isPrepared: boolean): void {
  if (addToRole(userOf(fn), role, statement)) return;
  const message = `role ${role.node.path} cannot be changed here, and must allow ${LOG_ACTIONS.join(' and ')} on the log group`;
  // Of a group that was made here nobody knows the name before the deployment.
  if (!isPrepared) throw new ConstructError(fn, 'ROLE_UNCHANGEABLE', `${message}.`);
  warn(fn, 'ROLE_UNCHANGED', `${message} ${fn.logGroup.logGroupName}.`);
}
