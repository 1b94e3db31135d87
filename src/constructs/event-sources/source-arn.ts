import { createHash } from 'node:crypto';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import { ConstructError, type Place } from '../construct-error';
import { constructOf } from '../destinations';
import type { SourceEnvironment } from './mapping-check';

/** Where the source of this ARN is; nothing for a token, except that what it is of says it. */
export function environmentOf(arn: string): SourceEnvironment {
  if (!Token.isUnresolved(arn)) {
    const [, , , region, account] = arn.split(':');
    return { ...(region && { region }), ...(account && { account }) };
  }
  const source = constructOf(arn);
  return source ? { region: Stack.of(source).region, account: Stack.of(source).account } : {};
}

/** Fails when an ARN is none of this kind (ESM-41). */
export function checkArn(place: Place, prop: string, arn: string, pattern: RegExp, words: string): void {
  if (Token.isUnresolved(arn) || pattern.test(arn)) return;
  throw new ConstructError(place, 'SOURCE_ARN_INVALID', `${prop} must be the ARN of ${words}, but is ${arn} (ESM-41).`);
}

/** For the id of a construct: the same as long as the source keeps its place. */
export function nameOfArn(target: lambda.IFunction, arn: string): string {
  if (!Token.isUnresolved(arn)) return arn;
  const source = constructOf(arn);
  if (source) return Names.nodeUniqueId(source.node);
  return createHash('sha256')
    .update(JSON.stringify(Stack.of(target).resolve(arn)))
    .digest('hex')
    .slice(0, 16);
}
