import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';

/** Whether the ARN of the target names a version or an alias. */
export function isQualified(target: lambda.IFunction): boolean {
  const { version, aliasName } = target as Partial<lambda.IAlias>;
  return version !== undefined || aliasName !== undefined || writtenQualifier(target) !== undefined;
}

/** The name of the target with its version or alias; that of an imported function leaves it out. */
export function qualifiedName(target: lambda.IFunction): string {
  const qualifier = Token.isUnresolved(target.functionName) ? undefined : writtenQualifier(target);
  return qualifier === undefined || target.functionName.includes(':')
    ? target.functionName
    : `${target.functionName}:${qualifier}`;
}

/** What stands after the name in an ARN that was written out. */
function writtenQualifier({ functionArn }: lambda.IFunction): string | undefined {
  return Token.isUnresolved(functionArn) ? undefined : functionArn.split(':')[7];
}
