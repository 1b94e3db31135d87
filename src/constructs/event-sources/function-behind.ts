import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration, Token } from 'aws-cdk-lib/core';
import { FUNCTION_DEFAULTS } from '../../spec/function-defaults';

/** The function that a target is, or that an alias or a version of this app is of; undefined when it was imported. */
export function functionBehind(target: lambda.IFunction): lambda.Function | undefined {
  if (target instanceof lambda.Function) return target;
  const { lambda: behind } = target as Partial<lambda.IAlias & lambda.IVersion>;
  return behind === undefined || behind === target ? undefined : functionBehind(behind);
}

/** How long the target may run, in seconds; undefined when only the deployment, or another app, knows. */
export function timeoutSeconds(target: lambda.IFunction): number | undefined {
  const fn = functionBehind(target);
  if (fn === undefined) return undefined;
  const seconds = (fn.timeout ?? Duration.seconds(FUNCTION_DEFAULTS.timeoutSeconds)).toSeconds();
  return Token.isUnresolved(seconds) ? undefined : seconds;
}

/** What the function has reserved; undefined when it has nothing reserved, or nobody knows. */
export function reservedConcurrency(target: lambda.IFunction): number | undefined {
  const resource = functionBehind(target)?.node.defaultChild;
  const reserved = resource instanceof lambda.CfnFunction ? resource.reservedConcurrentExecutions : undefined;
  return Token.isUnresolved(reserved) ? undefined : reserved;
}
