import type { WebSocketAuthorizer, WebSocketRoute } from '../../model/web-socket-api';
import { CONNECT_ROUTE } from '../../spec/web-socket';
import { defined } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { attempt } from '../unresolved';
import { API_PARTS, type ApiParts } from './api-parts';
import { type Translation, translated } from './draft';
import { translateWebSocketIntegration } from './web-socket-integration';

/** What a route may ask for and is not done here, by the property. */
const NOT_DONE: Readonly<Record<string, string>> = {
  ApiKeyRequired: 'no API key is asked for here, so that everybody is let in.',
  RequestModels: 'messages are not held against models here.',
  RequestParameters: 'no parameter of the request is required here.',
};

/** A route that cannot say who may call it is left out: served to everybody it would be another one. */
export function translateWebSocketRoute(
  resource: Resource,
  apiId: string,
  context: Translation,
  parts: ApiParts,
): WebSocketRoute | undefined {
  const essentials = translated(resource, context, () => ({
    id: refOf(resource.type, resource),
    key: resource.required('RouteKey'),
    authorization: resource.oneOf(['NONE', 'AWS_IAM', 'CUSTOM'], 'AuthorizationType') ?? 'NONE',
    authorizerId: resource.text('AuthorizerId'),
    target: resource.text('Target'),
    selectsResponse: resource.text('RouteResponseSelectionExpression') !== undefined,
  }));
  if (essentials === undefined) return undefined;
  const { authorizerId, target, selectsResponse, ...rest } = essentials;
  const { report } = context;
  const { path } = resource.address;
  for (const [property, why] of Object.entries(NOT_DONE)) {
    if (isAsked(resource, property)) report.find('PROPERTY_NOT_EMULATED', path, `${property}: ${why}`);
  }
  if (rest.authorization !== 'NONE' && rest.key !== CONNECT_ROUTE) {
    report.find('PROPERTY_INVALID', path, `Only ${CONNECT_ROUTE} can have an authorizer; that of ${rest.key} is not asked.`);
    return { address: resource.address, ...rest, authorization: 'NONE', ...hanging() };
  }
  const authorizer = rest.authorization === 'CUSTOM' ? authorizerOf(authorizerId, apiId, context, parts) : undefined;
  if (rest.authorization === 'CUSTOM' && authorizer === undefined) {
    report.leaveOut(resource, `Its authorizer ${authorizerId ?? ''} is not one of the API, or is not understood.`);
    return undefined;
  }
  return defined<WebSocketRoute>({ address: resource.address, ...rest, authorizer, ...hanging() });

  function hanging() {
    const found = target && parts.find(API_PARTS.integration, apiId, target.replace(/^integrations\//, ''));
    const integration = found ? translateWebSocketIntegration(found, apiId, context, parts) : undefined;
    return { ...(integration && { integration }), responds: selectsResponse && hasResponse(rest.id, apiId, parts) };
  }
}

function isAsked(resource: Resource, property: string): boolean {
  if (!resource.has(property)) return false;
  return property !== 'ApiKeyRequired' || attempt(() => resource.flag(property)).value === true;
}

function hasResponse(routeId: string, apiId: string, parts: ApiParts): boolean {
  return parts.of(API_PARTS.routeResponse, apiId).some((each) => attempt(() => each.text('RouteId')).value === routeId);
}

function authorizerOf(
  id: string | undefined,
  apiId: string,
  context: Translation,
  parts: ApiParts,
): WebSocketAuthorizer | undefined {
  const found = id === undefined ? undefined : parts.find(API_PARTS.authorizer, apiId, id);
  return found && translateAuthorizer(found, context);
}

function translateAuthorizer(resource: Resource, context: Translation): WebSocketAuthorizer | undefined {
  return translated(resource, context, () => {
    const id = refOf(resource.type, resource);
    return defined<WebSocketAuthorizer>({
      id,
      name: resource.text('Name') ?? id,
      uri: resource.required('AuthorizerUri'),
      identitySources: resource.texts('IdentitySource') ?? [],
      credentialsArn: resource.text('AuthorizerCredentialsArn'),
    });
  });
}
