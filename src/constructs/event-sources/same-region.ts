import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../construct-error';

/** Refuses a function of another Region than that of the source, which is in `scope`. */
export function checkSameRegion(target: lambda.IFunction, scope: IConstruct, rule: string): void {
  const theirs = target.env.region;
  const ours = Stack.of(scope).region;
  if (Token.isUnresolved(theirs) || Token.isUnresolved(ours) || theirs === ours) return;
  throw new ConstructError(
    scope,
    'SOURCE_OTHER_REGION',
    `the function ${target.node.path} must be in ${ours}, but is in ${theirs} (${rule}).`,
  );
}
