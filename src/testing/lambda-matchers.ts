import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import { toBeAllowed } from './to-be-allowed';
import { type GrantExpectation, toGrant } from './to-grant';
import { toHaveFunction } from './to-have-function';
import { type TrafficShare, toRouteTraffic } from './to-route-traffic';

/** Register them with `expect.extend(lambdaMatchers)`, in Jest or Vitest. */
export const lambdaMatchers = { toBeAllowed, toGrant, toHaveFunction, toRouteTraffic };

/**
 * The types of the matchers, for the framework's own interface to extend.
 *
 * Jest: `declare global { namespace jest { interface Matchers<R> extends LambdaMatchers<R> {} } }`;
 * Vitest: `declare module 'vitest' { interface Matchers<T> extends LambdaMatchers<T> {} }`.
 */
export interface LambdaMatchers<R = unknown> {
  /**
   * On a stack, a stage or an app: has it a function of this path, the end of its path, its name or its logical id?
   *
   * @param properties what the function has in the template, as with `Match.objectLike`
   */
  toHaveFunction(name: string, properties?: Readonly<Record<string, unknown>>): R;

  /** On an alias: does it send everything to one version, but for the share of another? */
  toRouteTraffic(to: IVersion, share?: TrafficShare): R;

  /** On a function, a version or an alias: does its resource policy allow the action? */
  toGrant(action: string, expected?: GrantExpectation): R;

  /** On a function or a role: do its own policies allow the action on the resource of this ARN? */
  toBeAllowed(action: string, on: string): R;
}
