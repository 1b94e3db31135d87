import type { PlannedStage, RestApiKey, RestThrottle, UsagePlan, UsageQuota } from '../../model/rest-api';
import { defined, isObject, type Json, member } from '../json';
import { among, type Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';
import { type Translation, translated } from './draft';
import { listOf, plainNumber, plainText } from './json-values';
import { throttleOf } from './rest-stage';

/** As long as the values that API Gateway makes. */
const VALUE_CHARACTERS = 40;

export function translateApiKey(resource: Resource, context: Translation): RestApiKey | undefined {
  return translated(resource, context, () => ({
    address: resource.address,
    id: refOf(resource.type, resource),
    name: resource.named('Name', 128),
    value: resource.text('Value') ?? resource.madeUp(VALUE_CHARACTERS, 'mixed', 'value'),
    enabled: resource.flag('Enabled') ?? false,
  }));
}

/** `keys` are the resources that put keys into plans. */
export function translateUsagePlan(resource: Resource, keys: readonly Resource[], context: Translation): UsagePlan | undefined {
  return translated(resource, context, () => {
    const id = refOf(resource.type, resource);
    const { address, region, account } = resource;
    return defined<UsagePlan>({
      ...{ address, region, account, id },
      name: resource.text('UsagePlanName') ?? resource.logicalId,
      keyIds: keys.flatMap((key) => keyIn(key, id, context) ?? []),
      stages: listOf(resource.value('ApiStages')).filter(isObject).map(plannedStage),
      throttle: throttleOf(resource.value('Throttle'), ''),
      quota: quotaOf(resource.value('Quota')),
    });
  });
}

function keyIn(resource: Resource, planId: string, context: Translation): string | undefined {
  const read = translated(resource, context, () => ({ plan: resource.required('UsagePlanId'), key: resource.required('KeyId') }));
  return read?.plan === planId ? read.key : undefined;
}

function plannedStage(given: Json): PlannedStage {
  const throttles = member(given, 'Throttle');
  const entries = Object.entries(isObject(throttles) ? throttles : {}).flatMap(([key, each]) => {
    const throttle = throttleOf(each, '');
    return throttle ? [[key, throttle] as readonly [string, RestThrottle]] : [];
  });
  return {
    apiId: plainText(member(given, 'ApiId')) ?? '',
    stage: plainText(member(given, 'Stage')) ?? '',
    methodThrottles: Object.fromEntries(entries),
  };
}

function quotaOf(given: Json | undefined): UsageQuota | undefined {
  if (!isObject(given)) return undefined;
  const limit = plainNumber(member(given, 'Limit'));
  const period = among(['DAY', 'WEEK', 'MONTH'] as const, plainText(member(given, 'Period')), ['Quota', 'Period']);
  if (limit === undefined || period === undefined) throw new Unresolved('PROPERTY_INVALID', 'Quota needs Limit and Period');
  return { limit, period, offset: plainNumber(member(given, 'Offset')) ?? 0 };
}
