import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { functionOfUri, withStageVariables } from './lambda-uri';
import type { WebSocketApi, WebSocketRoute } from './web-socket-api';

/** The WebSocket APIs of the app, as a person sees them. */
export function webSocketApiDoors({ webSocketApis = [], functions }: Application): readonly ApiDoor[] {
  return webSocketApis.map((api) => ({
    kind: 'webSocketApi',
    address: api.address,
    id: api.id,
    name: api.name,
    domainName: api.domainName,
    entrances: api.stages.map(({ name }) => ({ stage: name, path: `/${name}` })),
    routes: api.routes.map((route) => shown(route, api, functions)),
  }));
}

function shown(route: WebSocketRoute, api: WebSocketApi, functions: Application['functions']): ApiRoute {
  const why = whyNotServed(route);
  return {
    key: route.key,
    target: targetOf(route, api, functions),
    ...(route.authorization !== 'NONE' && { authorizer: route.authorizer?.name ?? route.authorization }),
    ...(why !== undefined && { why }),
  };
}

/** Why a route is not served as on AWS, as a sentence. */
function whyNotServed({ integration }: WebSocketRoute): string | undefined {
  if (integration === undefined) return 'It has no integration.';
  return integration.type.startsWith('HTTP') ? `Integrations of type ${integration.type} are not emulated.` : undefined;
}

function targetOf({ integration }: WebSocketRoute, api: WebSocketApi, functions: Application['functions']): string {
  if (integration === undefined) return 'nothing';
  const { type, uri = '' } = integration;
  if (type === 'MOCK') return type;
  const stages = api.stages.length > 0 ? api.stages : [{ variables: {} }];
  const uris = new Set(stages.map(({ variables }) => withStageVariables(uri, variables)));
  return [...uris].map((each) => functionShown(each, functions)).join(', ');
}

/** By its construct path, where it is one of the app. */
function functionShown(uri: string, functions: Application['functions']): string {
  const arn = functionOfUri(uri);
  if (arn === undefined) return uri;
  const unqualified = arn.split(':').slice(0, 7).join(':');
  const fn = functions.find((each) => each.arn === unqualified);
  return fn ? `${fn.address.path}${arn.slice(unqualified.length)}` : arn;
}
