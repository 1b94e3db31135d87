import type { RestApiKey, UsagePlan } from '../../../model/rest-api';
import type { NamedThrottle, UsageMeter } from '../../engine/usage-plans/usage-meter';
import { headerOf } from '../request-facts';
import type { GatewayError } from './ending';
import type { RestCall } from './rest-call';

export interface UsageOptions {
  readonly apiKeys: readonly RestApiKey[];
  readonly plans: readonly UsagePlan[];
  readonly meter: UsageMeter;
}

const FORBIDDEN = { type: 'INVALID_API_KEY', message: 'Forbidden' } as const;

/** The request of somebody with a key, which is then counted, or why it is not let through. */
export function admitted(call: RestCall, fromAuthorizer: string | undefined, options: UsageOptions): RestCall | GatewayError {
  const throttles = stageThrottles(call);
  if (!call.method.apiKeyRequired) return metered(call, throttles, undefined, options);
  const inHeader = call.api.apiKeySource === 'HEADER';
  const value = inHeader ? headerOf(call.head, 'x-api-key') : fromAuthorizer;
  if (value === undefined || value === '') {
    const where = inHeader ? 'the request has no header x-api-key' : 'the authorizer has answered no usageIdentifierKey';
    return { ...FORBIDDEN, refused: where };
  }
  const key = options.apiKeys.find((each) => each.value === value);
  if (!key) return { ...FORBIDDEN, refused: 'the app has no API key of this value' };
  if (!key.enabled) return { ...FORBIDDEN, refused: `the API key ${key.name} is not enabled` };
  const plan = options.plans.find((each) => each.keyIds.includes(key.id) && each.stages.some((stage) => isOf(call, stage)));
  if (!plan) return { ...FORBIDDEN, refused: `the API key ${key.name} is in no usage plan of this stage` };
  const own = planThrottles(call, plan, key);
  const identity = { ...call.identity, apiKey: value, apiKeyId: key.id };
  return metered({ ...call, identity }, [...own, ...throttles], { plan, key }, options);
}

function metered(
  call: RestCall,
  throttles: readonly NamedThrottle[],
  used: { readonly plan: UsagePlan; readonly key: RestApiKey } | undefined,
  { meter }: UsageOptions,
): RestCall | GatewayError {
  const quota = used?.plan.quota && { name: `${used.plan.id} ${used.key.id}`, quota: used.plan.quota };
  const admittance = meter.admit(throttles, quota);
  if (admittance === 'throttled') {
    return { type: 'THROTTLED', message: 'Too Many Requests', refused: 'more requests a second than are allowed' };
  }
  if (admittance === 'quotaExceeded') {
    const refused = `the quota of the usage plan ${used?.plan.name} is used up`;
    return { type: 'QUOTA_EXCEEDED', message: 'Limit Exceeded', refused };
  }
  return call;
}

function isOf({ api, stage }: RestCall, planned: { readonly apiId: string; readonly stage: string }): boolean {
  return planned.apiId === api.id && planned.stage === stage.name;
}

/** Every key has its own allowance. */
function planThrottles(call: RestCall, plan: UsagePlan, key: RestApiKey): readonly NamedThrottle[] {
  const method = methodKey(call);
  const stage = plan.stages.find((each) => isOf(call, each));
  const ofMethod = stage?.methodThrottles[method];
  return [
    ...(ofMethod ? [{ name: `${plan.id} ${key.id} ${stage?.apiId} ${stage?.stage} ${method}`, throttle: ofMethod }] : []),
    ...(plan.throttle ? [{ name: `${plan.id} ${key.id}`, throttle: plan.throttle }] : []),
  ];
}

/** Of all callers together: the most exact setting of the stage counts. */
function stageThrottles(call: RestCall): readonly NamedThrottle[] {
  const stage = call.api.stages.find(({ name }) => name === call.stage.name);
  const { path } = call.resource;
  const method = call.method.httpMethod;
  const keys = [`${path}/${call.head.method}`, `${path}/${method}`, `${path}/*`, `*/${call.head.method}`, '*/*'];
  const key = keys.find((each) => stage?.methodThrottles[each]);
  const throttle = key === undefined ? stage?.throttle : stage?.methodThrottles[key];
  return throttle
    ? [{ name: `${call.api.id} ${call.stage.name} ${key === '*/*' ? methodKey(call) : (key ?? '')}`, throttle }]
    : [];
}

function methodKey({ resource, method }: RestCall): string {
  return `${resource.path}/${method.httpMethod}`;
}
