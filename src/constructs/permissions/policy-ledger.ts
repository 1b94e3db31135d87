import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { policyBytes } from '../../spec/resource-policy';
import { constructsOf } from '../before-preparation';
import { likelyBytes } from './permission-facts';
import { ownerOf, type PolicyOwner } from './policy-owner';

/** The permissions of one function, version or alias of ours, and how much of its policy each takes. */
export class Policy {
  private readonly parts = new Map<lambda.CfnPermission, number>();

  constructor(readonly owner: PolicyOwner) {}

  get permissions(): readonly lambda.CfnPermission[] {
    return [...this.parts.keys()];
  }

  get bytes(): number {
    return policyBytes([...this.parts.values()]);
  }

  bytesOf(permission: lambda.CfnPermission): number {
    return this.parts.get(permission) ?? 0;
  }

  add(permission: lambda.CfnPermission): void {
    this.parts.set(permission, likelyBytes(permission));
  }

  remove(permission: lambda.CfnPermission): void {
    this.parts.delete(permission);
  }
}

/** The policies of our functions in an app or stage, from all permissions in it, wherever they stand. */
export function policiesIn(stage: IConstruct): Policy[] {
  const policies = new Map<PolicyOwner, Policy>();
  for (const construct of constructsOf(stage)) {
    if (!isPermission(construct)) continue;
    const owner = ownerOf(construct);
    if (!owner) continue;
    const policy = policies.get(owner) ?? new Policy(owner);
    policies.set(owner, policy);
    policy.add(construct);
  }
  return [...policies.values()];
}

/** By the type, as there may be several of aws-cdk-lib in one app; a resource without the class has no properties to look at. */
function isPermission(construct: IConstruct): construct is lambda.CfnPermission {
  return (
    CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::Lambda::Permission' && 'functionName' in construct
  );
}
