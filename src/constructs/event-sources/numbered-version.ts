import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';

/** Whether the target is a published version by its number: of this app or imported. */
export function isNumberedVersion(target: lambda.IFunction): boolean {
  // The version of an alias is a construct.
  const { version } = target as Partial<lambda.IVersion>;
  if (typeof version === 'string') return version !== '$LATEST';
  if (Token.isUnresolved(target.functionArn)) return false;
  const qualifier = target.functionArn.split(':')[7];
  return qualifier !== undefined && /^\d+$/.test(qualifier);
}
