import type { RestCanary, RestStage, RestThrottle } from '../../model/rest-api';
import { defined, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { type Translation, translated } from './draft';
import { listOf, plainFlag, plainNumber, plainText, textsByName } from './json-values';

/** Of stages, and what is not done that they ask for. */
const NOT_DONE: readonly (readonly [property: string, what: string])[] = [
  ['AccessLogSetting', 'no access logs are written'],
  ['ClientCertificateId', 'no integration is shown a certificate'],
];

export function translateRestStage(resource: Resource, context: Translation): RestStage | undefined {
  const stage = translated(resource, context, () =>
    stageFrom(resource, resource.text('StageName') ?? 'prod', resource.text('DeploymentId') ?? '', (...path) =>
      resource.value(...path),
    ),
  );
  if (stage !== undefined) tellNotDone(resource, '', context);
  return stage;
}

/** The stage that a deployment makes besides; undefined when it makes none. */
export function stageOfDeployment(resource: Resource, context: Translation): RestStage | undefined {
  if (!resource.has('StageName')) return undefined;
  const stage = translated(resource, context, () =>
    stageFrom(resource, resource.required('StageName'), refOf(resource.type, resource), (...path) =>
      resource.value('StageDescription', ...path),
    ),
  );
  if (stage !== undefined && resource.has('StageDescription')) tellNotDone(resource, 'StageDescription', context);
  return stage;
}

function stageFrom(
  { address }: Resource,
  name: string,
  deploymentId: string,
  value: (...path: string[]) => Json | undefined,
): RestStage {
  const settings = listOf(value('MethodSettings')).filter(isObject);
  const throttles = settings.flatMap((each) => {
    const throttle = throttleOf(each, 'Throttling');
    return throttle ? [[methodKey(each), throttle] as const] : [];
  });
  return defined<RestStage>({
    address,
    name,
    deploymentId,
    variables: textsByName(value('Variables')),
    canary: canaryOf(value('CanarySetting')),
    throttle: throttleOf(
      defined({
        ThrottlingBurstLimit: value('ThrottlingBurstLimit'),
        ThrottlingRateLimit: value('ThrottlingRateLimit'),
      }),
      'Throttling',
    ),
    methodThrottles: Object.fromEntries(throttles),
  });
}

/** `ThrottlingRateLimit` and `ThrottlingBurstLimit` of stages, `RateLimit` and `BurstLimit` of usage plans. */
export function throttleOf(given: Json | undefined, prefix: '' | 'Throttling'): RestThrottle | undefined {
  const burst = plainNumber(member(given, `${prefix}BurstLimit`));
  const perSecond = plainNumber(member(given, `${prefix}RateLimit`));
  return burst === undefined && perSecond === undefined ? undefined : defined({ burst, perSecond });
}

/** As `/orders/GET`, where the settings write `/~1orders`; `*` stands for each. */
function methodKey(settings: Json): string {
  const path = (plainText(member(settings, 'ResourcePath')) ?? '/*').replace(/^\//, '').replaceAll('~1', '/');
  return `${path === '' ? '/' : path}/${plainText(member(settings, 'HttpMethod')) ?? '*'}`;
}

function canaryOf(given: Json | undefined): RestCanary | undefined {
  if (!isObject(given)) return undefined;
  return {
    percentTraffic: plainNumber(member(given, 'PercentTraffic')) ?? 0,
    deploymentId: plainText(member(given, 'DeploymentId')) ?? '',
    variables: textsByName(member(given, 'StageVariableOverrides')),
  };
}

function tellNotDone(resource: Resource, inside: string, { report }: Translation): void {
  const { path } = resource.address;
  const given = inside === '' ? resource.written : member(resource.written, inside);
  const missed = NOT_DONE.filter(([property]) => member(given, property) !== undefined);
  for (const [property, what] of missed) report.find('PROPERTY_NOT_EMULATED', path, `${property}: ${what}.`);
  const caches = listOf(member(given, 'MethodSettings')).some((each) => plainFlag(member(each, 'CachingEnabled')));
  if (caches || plainFlag(member(given, 'CacheClusterEnabled'))) {
    report.find('PROPERTY_NOT_EMULATED', path, 'CachingEnabled: no responses are kept, so that the integration is always asked.');
  }
}
