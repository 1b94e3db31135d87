import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type ResourceEnvironment, Token } from 'aws-cdk-lib/core';
import { ConstructError } from '../construct-error';

/** Refuses a source that can call functions of its own account and Region only, as far as both are known. */
export function checkSamePlace(target: lambda.IFunction, source: ResourceEnvironment, what: string, rule: string): void {
  for (const part of ['account', 'region'] as const) {
    const [here, there] = [target.env[part], source[part]];
    if (Token.isUnresolved(here) || Token.isUnresolved(there) || here === there) continue;
    const message = `the ${part} of ${what} must be that of the function, ${here}, but is ${there} (${rule}).`;
    throw new ConstructError(target, 'SOURCE_ELSEWHERE', message);
  }
}
