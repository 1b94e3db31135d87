import type { HttpStage, HttpThrottle } from '../../model/http-api';
import { defined, isObject, type Json, member, textFrom } from '../json';
import type { Resource } from '../resource';
import { type Translation, translated } from './draft';
import { numberIn } from './json-values';

export function translateHttpStage(resource: Resource, context: Translation): HttpStage | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.required('StageName'),
    autoDeploys: resource.flag('AutoDeploy') ?? false,
    deploymentId: resource.text('DeploymentId'),
    variables: variablesOf(resource.value('StageVariables')),
  }));
  if (essentials === undefined) return undefined;
  const { name, autoDeploys, deploymentId, variables } = essentials;
  return defined<HttpStage>({
    name,
    deploymentId: deploymentId ?? (autoDeploys ? resource.madeUp(6, 'lower', 'deployment') : undefined),
    variables,
    ...stageSettings(resource, [], context),
  });
}

/** What the properties `at` ask of a stage; access logs are said not to be written. */
export function stageSettings(
  resource: Resource,
  at: readonly string[],
  { report }: Translation,
): Pick<HttpStage, 'throttle' | 'routeThrottles'> {
  if (member(at.reduce(member, resource.written), 'AccessLogSettings') !== undefined) {
    report.find('PROPERTY_NOT_EMULATED', resource.address.path, 'AccessLogSettings: no access logs are written.');
  }
  const read = <T>(property: string, of: (value: Json | undefined) => T | undefined) =>
    report.readOr<T | undefined>(resource, property, `${property} is left out`, undefined, () =>
      of(resource.value(...at, property)),
    );
  return { throttle: read('DefaultRouteSettings', throttleOf), routeThrottles: read('RouteSettings', routeThrottles) };
}

export function variablesOf(value: Json | undefined): Readonly<Record<string, string>> {
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textFrom(each)])) : {};
}

function routeThrottles(value: Json | undefined): HttpStage['routeThrottles'] {
  if (!isObject(value)) return undefined;
  const found = Object.entries(value).flatMap(([key, settings]) => {
    const throttle = throttleOf(settings);
    return throttle ? [[key, throttle] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function throttleOf(value: Json | undefined): HttpThrottle | undefined {
  const burst = numberIn(value, 'ThrottlingBurstLimit');
  const perSecond = numberIn(value, 'ThrottlingRateLimit');
  return burst === undefined && perSecond === undefined ? undefined : defined({ burst, perSecond });
}
