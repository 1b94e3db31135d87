import type { HttpApi, HttpCors, HttpRoute, HttpStage } from '../../model/http-api';
import { defined } from '../json';
import type { Resource } from '../resource';
import { attributeOf } from '../resource-values/table';
import { API_PARTS, type ApiParts } from './api-parts';
import { optional, type Translation, translated } from './draft';
import { type HttpOpenApi, httpOpenApi } from './http-openapi';
import { quickCreated } from './http-quick-create';
import { translateHttpRoute } from './http-route';
import { translateHttpStage } from './http-stage';
import { openApiDocument } from './openapi-document';

/** An HTTP API with its routes and stages; what of it cannot be understood is reported, and the rest is served. */
export function translateHttpApi(resource: Resource, context: Translation, parts: ApiParts): HttpApi | undefined {
  const essentials = translated(resource, context, () => ({
    id: String(attributeOf(resource.type, resource, 'ApiId')),
    endpoint: String(attributeOf(resource.type, resource, 'ApiEndpoint')),
    protocol: resource.oneOf(['HTTP'], 'ProtocolType'),
    target: resource.text('Target'),
  }));
  if (essentials === undefined) return undefined;
  const { id, endpoint } = essentials;
  parts.take(id);
  const imported = importedInto(resource, id, context, parts);
  if (imported === 'refused') return undefined;
  const target = imported === undefined ? essentials.target : undefined;
  const routes =
    imported?.routes ?? parts.of(API_PARTS.route, id).flatMap((each) => translateHttpRoute(each, id, context, parts) ?? []);
  const stages = parts.of(API_PARTS.stage, id).flatMap((each) => translateHttpStage(each, context) ?? []);
  const quick = quickCreated(resource, target, id, context, parts);
  const { address, region, account } = resource;
  const isDisabled = optional(resource, context, 'DisableExecuteApiEndpoint', () => resource.flag('DisableExecuteApiEndpoint'));
  return defined<HttpApi>({
    ...{ address, region, account, id },
    name: optional(resource, context, 'Name', () => resource.text('Name')) ?? imported?.name ?? resource.logicalId,
    domainName: endpoint.slice(endpoint.indexOf('//') + 2),
    endpointDisabled: (isDisabled ?? imported?.endpointDisabled) ? true : undefined,
    cors: optional(resource, context, 'CorsConfiguration', () => corsOf(resource)) ?? imported?.cors,
    stages: withQuick(stages, quick?.stage),
    routes: withoutDoubles(quick?.route === undefined ? routes : [...routes, quick.route], context),
  });
}

/** What a document says of the API; undefined when it is made of resources. */
function importedInto(
  resource: Resource,
  id: string,
  context: Translation,
  parts: ApiParts,
): HttpOpenApi | 'refused' | undefined {
  const { report, app } = context;
  const found = translated(resource, context, () => openApiDocument(resource, app));
  if (found === undefined) return 'refused';
  if ('absent' in found) {
    report.leaveOut(resource, `It is made from an OpenAPI document that cannot be had: ${found.absent}.`);
    return 'refused';
  }
  const { document } = found;
  if (document === undefined) return undefined;
  const imported = translated(resource, context, () => httpOpenApi(document, resource, context));
  if (imported === undefined) return 'refused';
  for (const type of [API_PARTS.route, API_PARTS.integration, API_PARTS.authorizer]) {
    for (const each of parts.of(type, id)) report.leaveOut(each, NOT_BESIDE_A_DOCUMENT);
  }
  const { path } = resource.address;
  if (resource.has('Target'))
    report.find('PROPERTY_INVALID', path, 'Target is left out: the API is made from an OpenAPI document.');
  if (imported.cors && resource.has('CorsConfiguration')) {
    const why = 'it is not documented which of them counts on AWS; here it is CorsConfiguration';
    report.find('PROPERTY_INVALID', path, `There are CorsConfiguration and x-amazon-apigateway-cors, and ${why}.`);
  }
  return imported;
}

/** So it is documented; what becomes of them on AWS is not. */
const NOT_BESIDE_A_DOCUMENT =
  'Its API is made from an OpenAPI document, and API Gateway does not support such resources beside one.';

function withQuick(stages: readonly HttpStage[], quick: HttpStage | undefined): readonly HttpStage[] {
  return quick === undefined || stages.some(({ name }) => name === quick.name) ? stages : [...stages, quick];
}

/** API Gateway would refuse a second route with the same key. */
function withoutDoubles(routes: readonly HttpRoute[], { report }: Translation): readonly HttpRoute[] {
  const seen = new Map<string, HttpRoute>();
  for (const route of routes) {
    const first = seen.get(route.key);
    if (first === undefined) seen.set(route.key, route);
    else report.find('PROPERTY_INVALID', route.address.path, `${route.key} is also the route key of ${first.address.path}.`);
  }
  return [...seen.values()];
}

function corsOf(resource: Resource): HttpCors | undefined {
  if (resource.open('CorsConfiguration') === undefined) return undefined;
  const cors: HttpCors = {
    allowCredentials: resource.flag('CorsConfiguration', 'AllowCredentials'),
    allowHeaders: resource.texts('CorsConfiguration', 'AllowHeaders'),
    allowMethods: resource.texts('CorsConfiguration', 'AllowMethods'),
    allowOrigins: resource.texts('CorsConfiguration', 'AllowOrigins'),
    exposeHeaders: resource.texts('CorsConfiguration', 'ExposeHeaders'),
    maxAgeSeconds: resource.number('CorsConfiguration', 'MaxAge'),
  };
  return defined(cors);
}
