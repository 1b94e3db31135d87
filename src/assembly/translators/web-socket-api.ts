import type { WebSocketApi, WebSocketRoute, WebSocketStage } from '../../model/web-socket-api';
import { defined, isObject, type Json, textFrom } from '../json';
import type { Resource } from '../resource';
import { attributeOf } from '../resource-values/table';
import { attempt } from '../unresolved';
import { API_PARTS, type ApiParts } from './api-parts';
import { optional, type Translation, translated } from './draft';
import { translateWebSocketRoute } from './web-socket-route';

/** Whether an API is one of WebSockets; what cannot be told is not. */
export function isWebSocketApi(resource: Resource): boolean {
  return attempt(() => resource.text('ProtocolType')).value === 'WEBSOCKET';
}

/** A WebSocket API with its routes and stages; what of it cannot be understood is reported, and the rest is served. */
export function translateWebSocketApi(resource: Resource, context: Translation, parts: ApiParts): WebSocketApi | undefined {
  const { report } = context;
  const essentials = translated(resource, context, () => ({
    id: String(attributeOf(resource.type, resource, 'ApiId')),
    endpoint: String(attributeOf(resource.type, resource, 'ApiEndpoint')),
    routeSelection: resource.required('RouteSelectionExpression'),
  }));
  if (essentials === undefined) return undefined;
  const { id, endpoint, routeSelection } = essentials;
  const routes = parts.of(API_PARTS.route, id).flatMap((each) => translateWebSocketRoute(each, id, context, parts) ?? []);
  const stages = parts.of(API_PARTS.stage, id).flatMap((each) => translateStage(each, context) ?? []);
  for (const each of parts.of(API_PARTS.overrides, id)) report.leaveOut(each, 'Only HTTP APIs have what it changes.');
  const { address, region, account } = resource;
  const isDisabled = optional(resource, context, 'DisableExecuteApiEndpoint', () => resource.flag('DisableExecuteApiEndpoint'));
  return defined<WebSocketApi>({
    ...{ address, region, account, id },
    name: optional(resource, context, 'Name', () => resource.text('Name')) ?? resource.logicalId,
    domainName: endpoint.slice(endpoint.indexOf('//') + 2),
    endpointDisabled: isDisabled ? true : undefined,
    routeSelection,
    stages,
    routes: withoutDoubles(routes, context),
  });
}

function translateStage(resource: Resource, context: Translation): WebSocketStage | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.required('StageName'),
    isDeployed: resource.flag('AutoDeploy') === true || resource.text('DeploymentId') !== undefined,
    variables: textsByName(resource.value('StageVariables')) ?? {},
  }));
  if (essentials === undefined) return undefined;
  const { name, isDeployed, variables } = essentials;
  const { report } = context;
  const { path } = resource.address;
  if (resource.has('AccessLogSettings')) {
    report.find('PROPERTY_NOT_EMULATED', path, 'AccessLogSettings: no access logs are written.');
  }
  if (resource.has('DefaultRouteSettings') || resource.has('RouteSettings')) {
    report.find('PROPERTY_NOT_EMULATED', path, 'DefaultRouteSettings and RouteSettings: messages are not throttled here.');
  }
  return defined<WebSocketStage>({ name, undeployed: isDeployed ? undefined : true, variables });
}

function textsByName(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textFrom(each)]));
}

/** API Gateway would refuse a second route with the same key. */
function withoutDoubles(routes: readonly WebSocketRoute[], { report }: Translation): readonly WebSocketRoute[] {
  const seen = new Map<string, WebSocketRoute>();
  for (const route of routes) {
    const first = seen.get(route.key);
    if (first === undefined) seen.set(route.key, route);
    else report.find('PROPERTY_INVALID', route.address.path, `${route.key} is also the route key of ${first.address.path}.`);
  }
  return [...seen.values()];
}
