import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Letters and digits of a text, for ids that tell sources apart; the same for a value that is known at deployment only. */
export function plainText(scope: IConstruct, text: string): string {
  return JSON.stringify(Stack.of(scope).resolve(text)).replaceAll(/[^A-Za-z0-9]/g, '');
}
