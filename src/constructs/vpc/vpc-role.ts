import * as iam from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { CALLED_BY_CODE, NETWORK_INTERFACE_ACTIONS } from '../../spec/vpc';
import { ConstructError, placeOf } from '../construct-error';
import { addToRole, type RoleUser } from '../role-statement';

const BASIC = 'service-role/AWSLambdaBasicExecutionRole';
const BASIC_DURABLE = 'service-role/AWSLambdaBasicDurableExecutionRolePolicy';

/** The inline policy with what a VPC needs. */
export const NETWORK_INTERFACES = 'NetworkInterfaces';

/** What the role of every function in a VPC must allow. */
export function networkInterfaces(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [...NETWORK_INTERFACE_ACTIONS], resources: ['*'] });
}

/** The code of the function runs with the same role, but has no business with network interfaces. */
function notForCode(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...NETWORK_INTERFACE_ACTIONS],
    resources: ['*'],
    // The ARN of the function would make a ring: the function waits for its role's policies.
    conditions: { ArnLike: { [CALLED_BY_CODE]: 'arn:*:lambda:*:*:function:*' } },
  });
}

/** A role that lets Lambda, and not the function's code, do what it must with network interfaces. */
export function leastPrivilegeRole(scope: Construct, id: string, options: FunctionOptions): iam.Role {
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(options.durableConfig ? BASIC_DURABLE : BASIC)],
    inlinePolicies: { [NETWORK_INTERFACES]: new iam.PolicyDocument({ statements: [networkInterfaces(), notForCode()] }) },
  });
}

/** Gives a role what it needs; fails when it is one that takes nothing. */
export function allowNetworkInterfaces(user: RoleUser, role: iam.IRole): void {
  if (addToRole(user, role, networkInterfaces())) return;
  throw new ConstructError(
    placeOf(user.scope, user.id),
    'VPC_ROLE_IMMUTABLE',
    `role ${role.node.path} cannot be changed here and must allow ${NETWORK_INTERFACE_ACTIONS.join(', ')} on *.`,
  );
}
