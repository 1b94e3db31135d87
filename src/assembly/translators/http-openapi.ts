import type { HttpCors, HttpRoute } from '../../model/http-api';
import { HTTP_ROUTE_KEY } from '../../spec/http-api';
import { defined, isObject, type Json, member, shown } from '../json';
import type { Resource } from '../resource';
import { attempt, Unresolved } from '../unresolved';
import type { Translation } from './draft';
import { httpOpenApiIntegration } from './http-openapi-integration';
import { HttpOpenApiSecurity } from './http-openapi-security';
import { listOf, plainFlag, plainText } from './json-values';
import { basePathOf, behind } from './openapi-base-path';
import { dereferenced, objectOf } from './openapi-document';
import { OpenApiMembers } from './openapi-members';
import { operationsOf, othersOf } from './openapi-operations';
import { problemIn, unknownMembers, whyUnknown } from './openapi-parts';

/** What an OpenAPI document of version 3 says of an HTTP API. */
export interface HttpOpenApi {
  readonly name?: string;
  readonly endpointDisabled?: boolean;
  readonly cors?: HttpCors;
  readonly routes: readonly HttpRoute[];
}

const CORS = 'x-amazon-apigateway-cors';

/** Extensions of REST APIs; HTTP APIs have nothing of the kind. */
const OF_REST_APIS = ['api-key-source', 'binary-media-types', 'gateway-responses', 'minimum-compression-size', 'policy']
  .concat('request-validator', 'request-validators', 'security-policy')
  .map((name) => `x-amazon-apigateway-${name}`);

/** Reads the document of an HTTP API; what of it is not understood is reported. Throws when API Gateway would take nothing of it. */
export function httpOpenApi(document: Json, resource: Resource, { report }: Translation): HttpOpenApi {
  const note = (problem: string) => report.find('PROPERTY_INVALID', resource.address.path, problem);
  checkVersion(document, note);
  for (const [name, { code, message }] of unknownMembers(document, ['paths', 'components', 'security', CORS])) {
    report.find(code, resource.address.path, `What cannot be had of ${name} is left out: ${message}.`);
  }
  const foreign = OF_REST_APIS.filter((name) => member(document, name) !== undefined);
  if (foreign.length > 0) note(`HTTP APIs have no ${foreign.join(', ')}, so nothing is made of it.`);
  const cors = attempt(() => corsOf(member(document, CORS)));
  if (cors.problem) report.find(cors.problem.code, resource.address.path, `CORS is left out: ${cors.problem.message}.`);
  const reader: Reader = {
    ...{ resource, document, note, basePath: basePathOf(document, resource, ['BasePath'], note), leftOut: new Map() },
    security: new HttpOpenApiSecurity(document, resource, note),
  };
  const routes = routesOf(reader);
  for (const [message, { code, keys }] of reader.leftOut) {
    report.find(code, resource.address.path, `${listed(keys)} left out: ${message}.`);
  }
  if (resource.flag('FailOnWarnings')) noteWarnings(reader);
  return defined<HttpOpenApi>({
    name: plainText(member(member(document, 'info'), 'title')),
    endpointDisabled: endpointDisabled(document),
    cors: cors.value,
    routes,
  });
}

/** How many routes are named before the others are counted. */
const NAMED = 6;

function listed(keys: readonly string[]): string {
  if (keys.length === 1) return `${keys[0]} is`;
  const more = keys.length - NAMED;
  return more > 0 ? `${keys.slice(0, NAMED).join(', ')} and ${more} more are` : `${keys.join(', ')} are`;
}

interface Reader {
  readonly resource: Resource;
  readonly document: Json;
  readonly basePath: string;
  readonly security: HttpOpenApiSecurity;
  readonly note: (problem: string) => void;
  /** The keys of routes by why they are left out. */
  readonly leftOut: Map<string, { readonly code: Unresolved['code']; readonly keys: string[] }>;
}

/** Of which of its problems API Gateway warns, and which it lets pass, is documented of a few only. */
function noteWarnings({ document, leftOut, note }: Reader): void {
  if (leftOut.size > 0)
    note('FailOnWarnings is true: API Gateway may refuse the whole document for what is left out of it here.');
  if (member(member(document, 'paths'), '$default') === undefined) return;
  note('FailOnWarnings is true: API Gateway refuses the whole document for the path $default, which should start with a slash.');
}

function checkVersion(document: Json, note: (problem: string) => void): void {
  if (!isObject(document)) throw new Unresolved('PROPERTY_INVALID', `Body must be an object, not ${shown(document)}`);
  const version = plainText(member(document, 'openapi'));
  if (version === undefined || !/^3(\.|$)/.test(version)) {
    const written = version ?? plainText(member(document, 'swagger'));
    const found = written === undefined ? 'Body does not say its version of OpenAPI' : `Body is of version ${written}`;
    throw new Unresolved('PROPERTY_INVALID', `${found}, and HTTP APIs are made of OpenAPI 3.0 only`);
  }
  if (!/^3(\.0|$)/.test(version)) {
    note(`Body is of version ${version}, and HTTP APIs are documented to be made of OpenAPI 3.0 only; it is read as that.`);
  }
  const importVersion = plainText(member(document, 'x-amazon-apigateway-importexport-version'));
  if (importVersion !== undefined && Number(importVersion) !== 1) {
    note(`x-amazon-apigateway-importexport-version has to be 1.0, not ${importVersion}.`);
  }
}

function routesOf(reader: Reader): readonly HttpRoute[] {
  const { document, note } = reader;
  const paths = member(document, 'paths');
  if (!isObject(paths)) {
    note('Body has no paths, so that nothing is imported from it.');
    return [];
  }
  return Object.entries(paths).flatMap(([path, written]) => {
    const item = attempt(() => pathItem(written, document));
    if (item.problem !== undefined) return leaveOut(path, item.problem, reader);
    for (const name of othersOf(item.value)) {
      leaveOut(`${name} ${path}`, new Unresolved('PROPERTY_INVALID', 'it is no operation that API Gateway imports'), reader);
    }
    return operationsOf(item.value).flatMap(({ method, operation }) => {
      const read = attempt(() => routeOf(path, method, operation, reader));
      return read.problem === undefined ? [read.value] : leaveOut(`${method} ${path}`, read.problem, reader);
    });
  });
}

function pathItem(written: Json | undefined, document: Json): Json {
  const item = dereferenced(written, document);
  const problem = whyUnknown(item);
  if (problem !== undefined) throw problem;
  if (!isObject(item)) throw new Unresolved('PROPERTY_INVALID', 'its path item must be an object');
  return item;
}

function leaveOut(key: string, { code, message }: Unresolved, { leftOut }: Reader): readonly [] {
  const others = leftOut.get(message);
  if (others === undefined) leftOut.set(message, { code, keys: [key] });
  else others.keys.push(key);
  return [];
}

function routeOf(path: string, method: string, operation: Json | undefined, reader: Reader): HttpRoute {
  const { resource, document, security, note } = reader;
  if (!isObject(operation)) throw new Unresolved('PROPERTY_INVALID', 'it must be an object');
  const key = keyOf(path, method, operation, reader.basePath);
  const given = member(operation, 'x-amazon-apigateway-integration');
  if (given === undefined) {
    const why = 'it has no x-amazon-apigateway-integration, and it is not documented what API Gateway makes of that';
    throw new Unresolved('PROPERTY_INVALID', why);
  }
  const integration = dereferenced(given, document);
  const problem = problemIn(operation) ?? problemIn(integration);
  if (problem !== undefined) throw problem;
  const id = resource.madeUp(7, 'lower', `integration ${plainText(member(given, '$ref')) ?? key}`);
  const noteOf = (problem: string) => note(`${key}: ${problem}`);
  return defined<HttpRoute>({
    address: resource.address,
    id: resource.madeUp(7, 'lower', `route ${key}`),
    key,
    ...security.accessOf(operation),
    integration: httpOpenApiIntegration(integration, id, noteOf),
  });
}

function keyOf(path: string, method: string, operation: Json, before: string): string {
  if (method === 'ANY' && plainFlag(member(operation, 'isDefaultRoute'))) return '$default';
  if (/^\/?\$default$/.test(path)) {
    const why = 'only an x-amazon-apigateway-any-method with isDefaultRoute: true makes the $default route';
    throw new Unresolved('PROPERTY_INVALID', why);
  }
  const key = `${method} ${behind(before, path)}`;
  if (!path.startsWith('/') || !HTTP_ROUTE_KEY.test(key)) {
    throw new Unresolved('PROPERTY_INVALID', 'its path must begin with a slash and have no blanks');
  }
  return key;
}

function endpointDisabled(document: Json): boolean | undefined {
  const [found] = listOf(member(document, 'servers')).flatMap((server) => {
    const configuration = objectOf(member(server, 'x-amazon-apigateway-endpoint-configuration'));
    return plainFlag(configuration.disableExecuteApiEndpoint) ?? [];
  });
  return found;
}

function corsOf(given: Json | undefined): HttpCors | undefined {
  if (given === undefined) return undefined;
  const problem = problemIn(given);
  if (problem !== undefined) throw problem;
  if (!isObject(given)) throw new Unresolved('PROPERTY_INVALID', `${CORS} must be an object`);
  const members = new OpenApiMembers(given, CORS);
  const cors: HttpCors = {
    allowCredentials: members.flag('allowCredentials'),
    allowHeaders: members.texts('allowHeaders'),
    allowMethods: members.texts('allowMethods'),
    allowOrigins: members.texts('allowOrigins'),
    exposeHeaders: members.texts('exposeHeaders'),
    maxAgeSeconds: members.number('maxAge'),
  };
  return defined(cors);
}
