import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { LAMBDA_SERVICE } from '../spec/execution-role';
import { atSynthesis } from './at-synthesis';
import { ConstructError, type Place } from './construct-error';

/** Refuses a role that lives in another account (IAM-01). */
export function checkRole(place: Place, scope: IConstruct, role: iam.IRole): void {
  const theirs = role.env.account;
  const ours = Stack.of(scope).account;
  if (Token.isUnresolved(theirs) || Token.isUnresolved(ours) || theirs === ours) return;
  throw new ConstructError(place, 'ROLE_OTHER_ACCOUNT', `role must be in account ${ours}, but is in ${theirs}.`);
}

/** Refuses a role of this app that Lambda cannot take (IAM-01); what its trust policy says can change until synthesis. */
export function checkRoleAtSynthesis(fn: lambda.Function, role: iam.IRole): void {
  if (!iam.Role.isRole(role)) return;
  atSynthesis(fn, () => {
    const policy: unknown = Stack.of(fn).resolve(role.assumeRolePolicy);
    if (policy === undefined || mayTrustLambda(policy)) return;
    throw new ConstructError(fn, 'ROLE_NOT_ASSUMABLE', `role ${role.node.path} must trust ${LAMBDA_SERVICE}, but does not.`);
  });
}

/** Also when a principal is known at the deployment only. */
function mayTrustLambda(policy: unknown): boolean {
  const { Statement: statements = [] } = policy as { Statement?: readonly Record<string, unknown>[] };
  return statements.some(({ Effect: effect, Principal: principal, NotPrincipal: others }) => {
    if (effect !== 'Allow') return false;
    if (principal === '*' || others !== undefined) return true;
    const { Service: services } = (principal ?? {}) as { Service?: unknown };
    const named = Array.isArray(services) ? (services as unknown[]) : [services];
    return named.some(
      (service) => service === LAMBDA_SERVICE || service === '*' || (typeof service === 'object' && service !== null),
    );
  });
}
