import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Creates constructs with their code bundled, in a test where it is not otherwise: those that `create` makes in the stack of `scope`.
 */
export function withBundling<T>(scope: IConstruct, create: () => T): T {
  const stack = Stack.of(scope);
  // aws-cdk-lib and our constructs ask the stack each time, and it has no switch of its own.
  Object.defineProperty(stack, 'bundlingRequired', { value: true, configurable: true });
  try {
    return create();
  } finally {
    Reflect.deleteProperty(stack, 'bundlingRequired');
  }
}
