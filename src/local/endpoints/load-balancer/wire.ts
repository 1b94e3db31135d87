import { ALB_PRINCIPAL } from '../../../spec/load-balancer';
import { HealthChecks, isAmong } from '../../engine/load-balancer/health-checks';
import { albTraceId } from '../../engine/load-balancer/trace-id';
import { traceHeader } from '../../engine/trace-header';
import type { Clock } from '../../time/clock';
import type { Door } from '../http';
import { type LoadBalancerOptions, loadBalancerDoor } from './door';
import { healthCheckEvent } from './event';
import { invokeTarget } from './function-target';
import { albResponse } from './response';

/** The door of the load balancers, and the checks of the health of their targets. */
export function wireLoadBalancers(options: LoadBalancerOptions & { readonly clock: Clock }): {
  readonly door: Door;
  readonly checks: Pick<HealthChecks, 'stop'>;
} {
  const { loadBalancers = [], targetGroups = [] } = options.application;
  const actions = loadBalancers.flatMap(({ listeners }) =>
    listeners.flatMap(({ rules, defaultAction }) => [...rules.map(({ action }) => action), defaultAction]),
  );
  const used = new Set(actions.flatMap((action) => (action.kind === 'forward' ? action.groups.map(({ arn }) => arn) : [])));
  const { clock, chance, journal } = options;
  const checks = new HealthChecks(
    targetGroups.filter(({ arn }) => used.has(arn)),
    clock,
    journal,
    async (group) => {
      const { healthCheck, hasMultiValueHeaders } = group;
      const trace = (active: boolean) => traceHeader(albTraceId(undefined, clock.now(), chance), clock.now(), chance, active);
      const answer = await invokeTarget(
        options,
        { ...group, principal: ALB_PRINCIPAL },
        healthCheckEvent(group, healthCheck.path),
        trace,
      );
      if (answer.kind === 'refused') return answer.why;
      if (answer.kind === 'awsError') return `${answer.type}: ${answer.message}`;
      const tookMs = (answer.durationMs ?? 0) + (answer.initDurationMs ?? 0);
      if (tookMs > healthCheck.timeoutSeconds * 1000) return `no answer within ${healthCheck.timeoutSeconds} s`;
      if (answer.functionError !== undefined) return 'the function failed';
      const response = albResponse(answer.payload, hasMultiValueHeaders);
      if ('malformed' in response) return response.malformed;
      return isAmong(healthCheck.codes, response.status) ? undefined : `it answered ${response.status}, not ${healthCheck.codes}`;
    },
  );
  return { door: loadBalancerDoor(options), checks };
}
