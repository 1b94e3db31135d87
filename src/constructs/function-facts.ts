import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The resource of a function of this app; undefined for one that is only referred to. */
export function functionResource(fn: lambda.IFunction): lambda.CfnFunction | undefined {
  return resourceOf(fn, 'AWS::Lambda::Function') as lambda.CfnFunction | undefined;
}

/** The resource of a version of this app; undefined for one that is only referred to, and for `$LATEST`. */
export function versionResource(version: lambda.IVersion): lambda.CfnVersion | undefined {
  return resourceOf(version, 'AWS::Lambda::Version') as lambda.CfnVersion | undefined;
}

/** By the type and not by the class, of which there may be several in one app. */
function resourceOf(construct: IConstruct, type: string): CfnResource | undefined {
  const child = construct.node?.defaultChild;
  return child && CfnResource.isCfnResource(child) && child.cfnResourceType === type ? child : undefined;
}

/** Environments that the function's other qualifiers cannot take; undefined when there is no reservation, or nobody knows it yet. */
export function reservationOf(fn: lambda.IFunction): number | undefined {
  const reserved = functionResource(fn)?.reservedConcurrentExecutions;
  return typeof reserved === 'number' && !Token.isUnresolved(reserved) ? reserved : undefined;
}

/** How the versions say what is kept ready for them; undefined when that is nothing, or nobody knows it yet. */
export function provisionedOf(resource: lambda.CfnVersion | lambda.CfnAlias | undefined): number | undefined {
  if (!resource?.provisionedConcurrencyConfig) return undefined;
  const { provisionedConcurrentExecutions: amount } = Stack.of(resource).resolve(resource.provisionedConcurrencyConfig);
  return typeof amount === 'number' ? amount : undefined;
}

/** Two functions that are certainly not one; a literal name and one that the deployment makes up may be the same. */
export function areOtherFunctions(one: lambda.IFunction, other: lambda.IFunction): boolean {
  if (one === other) return false;
  if (functionResource(one) && functionResource(other)) return true;
  const [first, second] = [nameOf(one), nameOf(other)];
  return first !== undefined && second !== undefined && first !== second;
}

function nameOf(fn: lambda.IFunction): string | undefined {
  const resource = functionResource(fn);
  const name = resource ? resource.functionName : fn.functionName;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}
