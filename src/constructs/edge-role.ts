import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { EDGE_LOG_ACTIONS, EDGE_LOG_GROUP_PREFIX, EDGE_SERVICE } from '../spec/edge-limits';
import { LAMBDA_SERVICE } from '../spec/execution-role';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';

/** Gives the role of a function at the edge, which both services may take (EDGE-01). */
export function edgeRole(edge: Construct, home: Construct, given: iam.IRole | undefined): iam.IRole {
  const role = given ?? new iam.Role(home, 'Role', { assumedBy: new iam.ServicePrincipal(LAMBDA_SERVICE) });
  if (!iam.Role.isRole(role)) {
    warn(edge, 'EDGE_ROLE_IMPORTED', `role ${role.node.path} must trust ${LAMBDA_SERVICE} and ${EDGE_SERVICE}.`);
    return role;
  }
  // Each of the two stacks would wait for the other.
  if (Stack.of(role) !== Stack.of(home) && Stack.of(role) === Stack.of(edge)) {
    const [there, here] = [Stack.of(home).node.path, Stack.of(role).node.path];
    throw new ConstructError(
      edge,
      'EDGE_ROLE_ELSEWHERE',
      `role must be in the stack ${there} of the function, but is in ${here}.`,
    );
  }
  const principals = [new iam.ServicePrincipal(EDGE_SERVICE)];
  role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals }));
  return role;
}

/** Lets the function write to its log group in every Region, with a policy in `scope`. */
export function allowLogsAtEdge(edge: IConstruct, fn: lambda.Function, role: iam.IRole, scope: Construct): void {
  const group = `${EDGE_LOG_GROUP_PREFIX}${fn.functionName}`;
  const arn = (resourceName: string) =>
    Stack.of(fn).formatArn({
      service: 'logs',
      // Where CloudFront runs it is not known.
      region: '*',
      resource: 'log-group',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const statement = new iam.PolicyStatement({ actions: [...EDGE_LOG_ACTIONS], resources: [arn(group), arn(`${group}:*`)] });
  // Not a part of the role: the function waits for all of that, and the policy waits for the function's name.
  const policy = new iam.Policy(scope, 'Logs', { statements: [statement] });
  role.attachInlinePolicy(policy);

  const { roles } = policy.node.defaultChild as iam.CfnPolicy;
  const attached: unknown = Stack.of(fn).resolve(roles);
  if (Array.isArray(attached) && attached.length > 0) return;
  scope.node.tryRemoveChild(policy.node.id);
  const message = `role ${role.node.path} cannot be changed here, and must allow ${EDGE_LOG_ACTIONS.join(', ')} on`;
  warn(edge, 'ROLE_UNCHANGED', `${message} the log groups ${EDGE_LOG_GROUP_PREFIX}NAME of every Region.`);
}
