import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { shipIn } from './source-scene';

/** A function of aws-cdk-lib. */
export function plainIn(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
}

export const IMPORTED_ARN = 'arn:aws:lambda:us-east-1:111111111111:function:elsewhere';

/** A function that another app has made, in the account and Region of the stack. */
export function importedIn(stack: Stack, functionArn = IMPORTED_ARN): lambda.IFunction {
  return lambda.Function.fromFunctionAttributes(stack, 'Elsewhere', { functionArn, sameEnvironment: true });
}

/** Whatever a source can be added to, by what it is called in titles. */
export const TARGETS = {
  alias: (stack) => shipIn(stack).alias,
  version: (stack) => shipIn(stack).version,
  'function of aws-cdk-lib': plainIn,
  'imported function': (stack) => importedIn(stack),
} as const satisfies Record<string, (stack: Stack) => lambda.IFunction>;

export const TARGET_KINDS = Object.keys(TARGETS) as (keyof typeof TARGETS)[];

/** How many warnings with this in them the stack has. */
export function warningsIn(stack: Stack, text: string): number {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(text)).length;
}
