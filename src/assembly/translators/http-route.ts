import type { HttpAuthorizer, HttpIntegration, HttpRoute } from '../../model/http-api';
import { HTTP_ROUTE_KEY } from '../../spec/http-api';
import { defined, isObject, type Json, textFrom } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';
import { API_PARTS, type ApiParts } from './api-parts';
import { optional, type Translation, translated } from './draft';
import { translateHttpAuthorizer } from './http-authorizer';

/** A route that cannot say who may call it is left out: served to everybody it would be another one. */
export function translateHttpRoute(
  resource: Resource,
  apiId: string,
  context: Translation,
  parts: ApiParts,
): HttpRoute | undefined {
  const essentials = translated(resource, context, () => ({
    id: refOf(resource.type, resource),
    key: routeKey(resource.required('RouteKey')),
    target: resource.text('Target'),
  }));
  if (essentials === undefined) return undefined;
  const access = routeAccess(resource, [], apiId, context, parts);
  if (access === undefined) return undefined;
  const { target, ...rest } = essentials;
  const integration = target === undefined ? undefined : integrationOf(target, apiId, context, parts);
  return defined<HttpRoute>({ address: resource.address, ...rest, ...access, integration });
}

/** Who may call a route, as the properties `at` say; undefined, with a report, when that is not understood. */
export function routeAccess(
  resource: Resource,
  at: readonly string[],
  apiId: string,
  context: Translation,
  parts: ApiParts,
): Pick<HttpRoute, 'authorization' | 'authorizer' | 'scopes'> | undefined {
  const read = translated(resource, context, () => ({
    authorization: resource.oneOf(['NONE', 'AWS_IAM', 'JWT', 'CUSTOM'], ...at, 'AuthorizationType') ?? 'NONE',
    authorizerId: resource.text(...at, 'AuthorizerId'),
    scopes: resource.texts(...at, 'AuthorizationScopes') ?? [],
  }));
  if (read === undefined) return undefined;
  const { authorization, authorizerId, scopes } = read;
  const needs = authorization === 'JWT' || authorization === 'CUSTOM';
  const authorizer = needs ? authorizerOf(authorizerId, apiId, context, parts) : undefined;
  if (needs && authorizer === undefined) {
    context.report.leaveOut(resource, `Its authorizer ${authorizerId ?? ''} is not one of the API, or is not understood.`);
    return undefined;
  }
  return { authorization, ...(authorizer && { authorizer }), ...(scopes.length > 0 && { scopes }) };
}

export function routeKey(key: string): string {
  if (!HTTP_ROUTE_KEY.test(key)) {
    throw new Unresolved('PROPERTY_INVALID', `RouteKey must be a method and a path, or $default, not ${key}`);
  }
  return key;
}

function authorizerOf(id: string | undefined, apiId: string, context: Translation, parts: ApiParts): HttpAuthorizer | undefined {
  const found = id === undefined ? undefined : parts.find(API_PARTS.authorizer, apiId, id);
  return found && translateHttpAuthorizer(found, context);
}

export function integrationOf(target: string, apiId: string, context: Translation, parts: ApiParts): HttpIntegration | undefined {
  const found = parts.find(API_PARTS.integration, apiId, target.replace(/^integrations\//, ''));
  return found && translateIntegration(found, context);
}

function translateIntegration(resource: Resource, context: Translation): HttpIntegration | undefined {
  return translated(resource, context, () =>
    defined<HttpIntegration>({
      id: refOf(resource.type, resource),
      type: resource.oneOf(['AWS_PROXY', 'HTTP_PROXY'], 'IntegrationType') ?? 'AWS_PROXY',
      uri: resource.text('IntegrationUri'),
      subtype: resource.text('IntegrationSubtype'),
      method: resource.text('IntegrationMethod'),
      payloadFormat: resource.oneOf(['1.0', '2.0'], 'PayloadFormatVersion') ?? '1.0',
      timeoutMs: resource.number('TimeoutInMillis'),
      credentialsArn: resource.text('CredentialsArn'),
      connectionType: resource.oneOf(['INTERNET', 'VPC_LINK'], 'ConnectionType'),
      requestParameters: optional(resource, context, 'RequestParameters', () => textsByName(resource.value('RequestParameters'))),
      responseParameters: optional(resource, context, 'ResponseParameters', () => responseParameters(resource)),
    }),
  );
}

function textsByName(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textFrom(each)]));
}

/** CloudFormation writes them as lists of destination and source. */
function responseParameters(resource: Resource): HttpIntegration['responseParameters'] {
  const given = resource.value('ResponseParameters');
  if (!isObject(given)) return undefined;
  const byStatus = Object.entries(given).map(([status, value]) => {
    const list = isObject(value) ? value.ResponseParameters : undefined;
    const pairs = Array.isArray(list) ? list.filter(isObject) : [];
    return [
      status,
      Object.fromEntries(pairs.map(({ Destination: to, Source: from }) => [textFrom(to), textFrom(from)])),
    ] as const;
  });
  return Object.fromEntries(byStatus);
}
