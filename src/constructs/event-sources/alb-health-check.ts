import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type Duration, Token } from 'aws-cdk-lib/core';
import {
  HEALTH_CHECK_COUNT,
  HEALTH_CHECK_DEFAULTS,
  HEALTH_CHECK_INTERVAL,
  HEALTH_CHECK_TIMEOUT,
} from '../../spec/event-sources/load-balancing';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';

/** How a load balancer finds out whether a function works. */
export interface AlbHealthCheck {
  /**
   * The path of the requests.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Between two checks: whole seconds from 5 to 300, more than `timeout`.
   *
   * @default Duration.seconds(35)
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
   */
  readonly interval?: Duration;

  /**
   * How long a check waits for the answer: whole seconds from 2 to 120.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * After how many checks in a row that succeed the function is healthy: from 2 to 10.
   *
   * @default 5
   */
  readonly healthyThresholdCount?: number;

  /**
   * After how many checks in a row that fail the function is not healthy: from 2 to 10.
   *
   * @default 2
   */
  readonly unhealthyThresholdCount?: number;

  /**
   * The codes of a healthy function, as `200,202` or `200-299`.
   *
   * @default '200'
   */
  readonly healthyHttpCodes?: string;
}

/** Gives the health check of a target group; for functions there is none unless it is said (ALB-07). */
export function healthCheckOf(place: Place, given: AlbHealthCheck | undefined): elbv2.HealthCheck | undefined {
  if (given === undefined) return undefined;
  const { interval, timeout, healthyThresholdCount: healthy, unhealthyThresholdCount: unhealthy } = given;
  const { intervalSeconds, timeoutSeconds } = HEALTH_CHECK_DEFAULTS;
  const every = within(place, 'healthCheck.interval', seconds(interval) ?? intervalSeconds, HEALTH_CHECK_INTERVAL);
  const wait = within(place, 'healthCheck.timeout', seconds(timeout) ?? timeoutSeconds, HEALTH_CHECK_TIMEOUT);
  if (healthy !== undefined) within(place, 'healthCheck.healthyThresholdCount', healthy, HEALTH_CHECK_COUNT);
  if (unhealthy !== undefined) within(place, 'healthCheck.unhealthyThresholdCount', unhealthy, HEALTH_CHECK_COUNT);
  if (!Token.isUnresolved(every) && !Token.isUnresolved(wait) && every <= wait) {
    const message = `healthCheck.interval must be more than the timeout of ${wait} s, but is ${every} s (ALB-07).`;
    throw new ConstructError(place, 'HEALTH_CHECK_OVERLAP', message);
  }
  return { ...given, enabled: true };
}

function seconds(duration: Duration | undefined): number | undefined {
  return duration?.isUnresolved() ? duration.toSeconds() : duration && duration.toMilliseconds() / 1000;
}
