import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { whyNotReached } from './backend-reach';
import { functionShown, functionsIn, inEachStage } from './lambda-uri';
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
  const { integration, authorizer } = route;
  const why = whyNotServed(route) ?? (integration && whyNotReached(integration, new Set()));
  const uris = integration?.type === 'MOCK' ? ['MOCK'] : inEachStage(integration?.uri ?? '', api.stages);
  const decides = authorizer && functionsIn(inEachStage(authorizer.uri, api.stages)).functions;
  return {
    address: route.address,
    key: route.key,
    target: integration ? uris.map((uri) => functionShown(uri, functions)).join(', ') : 'nothing',
    ...functionsIn(uris),
    ...(route.authorization !== 'NONE' && { authorizer: authorizer?.name ?? route.authorization }),
    ...(decides && { authorizerFunctions: decides }),
    ...(why !== undefined && { why }),
  };
}

/** Why a route is not served as on AWS, as a sentence. */
function whyNotServed({ integration }: WebSocketRoute): string | undefined {
  if (integration === undefined) return 'It has no integration.';
  return integration.type.startsWith('HTTP') ? `Integrations of type ${integration.type} are not emulated.` : undefined;
}
