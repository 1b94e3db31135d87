import { CfnAlias, type IAlias, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { type MatcherResult, result, shown } from './matcher';
import { resourceOf } from './template-of';

/** The version that gets a part of the traffic, and which part, from 0 to 1. */
export interface TrafficShare {
  readonly version: IVersion;
  readonly weight: number;
}

/** Whether an alias sends everything to one version, but for a share to another one. */
export function toRouteTraffic(alias: IAlias, to: IVersion, share?: TrafficShare): MatcherResult {
  const resource = alias.node.defaultChild;
  if (!(resource instanceof CfnAlias)) throw new Error(`${alias.node.path} is no alias of this app, so its routes are not known`);
  const stack = Stack.of(resource);
  const { FunctionVersion, RoutingConfig } = resourceOf(resource).Properties ?? {};
  const weights = (RoutingConfig as { AdditionalVersionWeights?: WrittenShare[] } | undefined)?.AdditionalVersionWeights ?? [];

  const expected = routes(
    stack.resolve(to.version),
    share ? [{ version: stack.resolve(share.version.version), weight: share.weight }] : [],
  );
  const actual = routes(
    FunctionVersion,
    weights.map((each) => ({ version: each.FunctionVersion, weight: each.FunctionWeight })),
  );
  const pass = shown(expected) === shown(actual);
  return result(
    pass,
    pass
      ? `expected ${alias.node.path} to route traffic otherwise than ${shown(actual)}`
      : `expected ${alias.node.path} to route traffic as ${shown(expected)}\nbut it does as ${shown(actual)}`,
  );
}

interface WrittenShare {
  readonly FunctionVersion: unknown;
  readonly FunctionWeight: number;
}

/** A share of nothing is none. */
function routes(to: unknown, shares: ReadonlyArray<{ readonly version: unknown; readonly weight: number }>): object {
  return { to, shares: shares.filter(({ weight }) => weight !== 0) };
}
