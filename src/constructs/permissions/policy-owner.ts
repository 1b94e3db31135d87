import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { madeBy } from '../vpc/reference-key';

/** How the policies of a function, its versions and its aliases are looked after. */
export interface PolicyOptions {
  /** Whether statements become one when there are too many. */
  readonly compact?: boolean;
}

/** The functions and aliases of this package. */
const OURS = new WeakMap<IConstruct, PolicyOptions>();

export function ownPolicy(owner: IConstruct, options: PolicyOptions): void {
  OURS.set(owner, options);
}

/** What a policy belongs to: the resource of a function, a version or an alias. */
export type PolicyOwner = CfnResource;

const OWNERS = ['AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Lambda::Alias'];

/** The one whose policy a permission is part of; undefined when that is not of this app, or not ours. */
export function ownerOf(permission: lambda.CfnPermission): PolicyOwner | undefined {
  const owner = behindUrl(madeBy(permission.functionName));
  if (!CfnResource.isCfnResource(owner) || !OWNERS.includes(owner.cfnResourceType)) return undefined;
  return optionsOf(owner) ? owner : undefined;
}

/** A URL has the ARN of its function or alias as an attribute; that of an alias stands in it. */
function behindUrl(construct: IConstruct | undefined): IConstruct | undefined {
  if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'AWS::Lambda::Url') return construct;
  const { qualifier, targetFunctionArn } = construct as lambda.CfnUrl;
  return qualifier === undefined ? madeBy(targetFunctionArn) : construct.node.scope?.node.scope?.node.defaultChild;
}

/** An alias or version of ours takes from the function what it does not say itself. */
export function optionsOf(owner: PolicyOwner): PolicyOptions | undefined {
  let construct: IConstruct | undefined = owner.node.scope;
  let found: PolicyOptions | undefined;
  while (construct) {
    const own = OURS.get(construct);
    if (own) found = { compact: found?.compact ?? own.compact };
    construct = (construct as { readonly lambda?: IConstruct }).lambda;
  }
  return found;
}
