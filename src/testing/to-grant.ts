import { Match } from 'aws-cdk-lib/assertions';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { type MatcherResult, result, shown } from './matcher';
import { resourceOf } from './template-of';

/** Who is allowed, and under what conditions; what is left out may be anything. Values of tokens are compared as in the template. */
export interface GrantExpectation {
  /** A service, an account or `*`. */
  readonly principal?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/** Whether the resource policy of a function, a version or an alias allows an action. */
export function toGrant(
  fn: IFunction,
  action: string,
  { principal, sourceArn, sourceAccount }: GrantExpectation = {},
): MatcherResult {
  const stack = Stack.of(fn);
  const target: unknown = stack.resolve(fn.functionArn);
  const permissions = stack.node
    .findAll()
    .filter((node) => node instanceof CfnPermission)
    .filter(
      (node) =>
        isSame(Stack.of(node).resolve(node.functionName), target) ||
        isSame(Stack.of(node).resolve(node.functionName), stack.resolve(fn.functionName)),
    )
    .map((node) => resourceOf(node).Properties ?? {});
  const wanted = stack.resolve({
    Action: action,
    ...(principal === undefined ? {} : { Principal: principal }),
    ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
    ...(sourceAccount === undefined ? {} : { SourceAccount: sourceAccount }),
  });

  const pass = permissions.some((each) => !Match.objectLike(wanted).test(each).hasFailed());
  const there = permissions.map(({ FunctionName: _, ...rest }) => rest);
  return result(
    pass,
    `expected ${fn.node.path} ${pass ? 'not ' : ''}to grant ${shown(wanted)}\nits permissions: ${shown(there)}`,
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return shown(one) === shown(other);
}
