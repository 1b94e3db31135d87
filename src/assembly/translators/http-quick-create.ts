import type { HttpIntegration, HttpRoute, HttpStage } from '../../model/http-api';
import { defined } from '../json';
import type { Resource } from '../resource';
import { API_PARTS, type ApiParts } from './api-parts';
import { type Translation, translated } from './draft';
import { integrationOf, routeAccess, routeKey } from './http-route';
import { stageSettings, variablesOf } from './http-stage';

/** What API Gateway makes of an API that is declared with a target (quick create). */
interface QuickCreated {
  /** Absent when it is not understood who may call it. */
  readonly route?: HttpRoute;
  readonly stage: HttpStage;
}

const STAGE: HttpStage = { name: '$default', deploymentId: 'quick', variables: {} };

/** The route with its integration, and the stage, as `ApiGatewayManagedOverrides` change them; undefined when there is no target. */
export function quickCreated(
  resource: Resource,
  target: string | undefined,
  id: string,
  context: Translation,
  parts: ApiParts,
): QuickCreated | undefined {
  const overriding = parts.of(API_PARTS.overrides, id);
  const route = target === undefined ? undefined : translated(resource, context, () => routeTo(target, resource));
  if (route === undefined) {
    for (const each of overriding)
      context.report.leaveOut(each, 'Its API is not made with a target, so that it has nothing to change.');
    return undefined;
  }
  const [overrides] = overriding;
  if (overrides === undefined) return { route, stage: STAGE };
  return { route: changedRoute(route, overrides, id, context, parts), stage: changedStage(overrides, context) };
}

function routeTo(target: string, resource: Resource): HttpRoute {
  const isAddress = /^https?:\/\//.test(target);
  return {
    address: resource.address,
    id: 'quick',
    key: routeKey(resource.text('RouteKey') ?? '$default'),
    authorization: 'NONE',
    integration: defined<HttpIntegration>({
      id: 'quick',
      type: isAddress ? 'HTTP_PROXY' : 'AWS_PROXY',
      uri: target,
      method: isAddress ? 'ANY' : undefined,
      payloadFormat: isAddress ? '1.0' : '2.0',
      credentialsArn: resource.text('CredentialsArn'),
    }),
  };
}

function changedRoute(
  route: HttpRoute,
  overrides: Resource,
  id: string,
  context: Translation,
  parts: ApiParts,
): HttpRoute | undefined {
  const access = routeAccess(overrides, ['Route'], id, context, parts);
  const read = translated(overrides, context, () => ({
    target: overrides.text('Route', 'Target'),
    method: overrides.text('Integration', 'IntegrationMethod'),
    payloadFormat: overrides.oneOf(['1.0', '2.0'], 'Integration', 'PayloadFormatVersion'),
    timeoutMs: overrides.number('Integration', 'TimeoutInMillis'),
  }));
  if (access === undefined || read === undefined) return undefined;
  const { target, ...changes } = read;
  const own = { ...route.integration, ...defined(changes) } as HttpIntegration;
  const integration = target === undefined ? own : integrationOf(target, id, context, parts);
  return defined<HttpRoute>({ ...route, ...access, integration });
}

function changedStage(overrides: Resource, context: Translation): HttpStage {
  const { report } = context;
  const variables = report.readOr(overrides, 'StageVariables', 'StageVariables are left out', {}, () =>
    variablesOf(overrides.value('Stage', 'StageVariables')),
  );
  return defined<HttpStage>({ ...STAGE, variables, ...stageSettings(overrides, ['Stage'], context) });
}
