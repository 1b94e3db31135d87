import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Token } from 'aws-cdk-lib/core';
import { warn } from '../construct-warning';
import { functionBehind, timeoutSeconds } from './function-behind';

/** Warns when a function may run for longer than whoever called it waits for the answer (VAL-28). */
export function warnOfWait(target: lambda.IFunction, caller: string, seconds: number): void {
  const timeout = timeoutSeconds(target);
  if (timeout === undefined || Token.isUnresolved(seconds) || timeout <= seconds) return;
  const message = `The function may run for ${timeout} s, but ${caller} waits ${seconds} s for its answer (VAL-28).`;
  warn(functionBehind(target) ?? target, 'TIMEOUT_ABOVE_WAIT', message);
}

/** How long a caller waits that can be told to wait less. */
export function waitOf(timeout: Duration | undefined, usual: number): number {
  return timeout === undefined || timeout.isUnresolved() ? usual : timeout.toMilliseconds() / 1000;
}
