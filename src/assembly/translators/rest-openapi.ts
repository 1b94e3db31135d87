import type { GatewayResponse, RestApi, RestMethod, RestModel, RestResource } from '../../model/rest-api';
import { defined, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { attempt, Unresolved } from '../unresolved';
import type { Translation } from './draft';
import { listOf, plainFlag, plainText, plainTexts, textsByName } from './json-values';
import { basePathOf, behind } from './openapi-base-path';
import { dereferenced, objectOf } from './openapi-document';
import { operationsOf } from './openapi-operations';
import { problemIn, unknownMembers, whyUnknown } from './openapi-parts';
import { openApiIntegration } from './rest-openapi-integration';
import { accessOf, type SecuritySchemes, securitySchemes } from './rest-openapi-security';

/** What an OpenAPI document of version 2 or 3 says of an API. */
interface OpenApiParts {
  readonly name?: string;
  readonly binaryMediaTypes: readonly string[];
  readonly apiKeySource?: RestApi['apiKeySource'];
  readonly policy?: unknown;
  readonly resources: readonly RestResource[];
  readonly models: readonly RestModel[];
  readonly gatewayResponses: readonly GatewayResponse[];
}

const NOTHING: OpenApiParts = { binaryMediaTypes: [], resources: [], models: [], gatewayResponses: [] };

/**
 * Reads the document of an API: its paths, integrations, authorizers, validators, models and gateway responses. Throws when its policy
 * cannot be had, without which it would be open.
 */
export function openApiParts(body: Json | undefined, resource: Resource, context: Translation): OpenApiParts {
  if (body === undefined) return NOTHING;
  const paths = member(body, 'paths');
  if (!isObject(paths)) {
    context.report.find('PROPERTY_INVALID', resource.address.path, 'Body has no paths, so that nothing is imported from it.');
    return NOTHING;
  }
  const lost = unknownMembers(body, ['paths', 'components', 'security', 'securityDefinitions']);
  const shared = unknownMembers(member(body, 'components') ?? null, ['securitySchemes', 'x-amazon-apigateway-integrations']);
  for (const [name, { code, message }] of [...lost, ...shared.map(([name, why]) => [`components.${name}`, why] as const)]) {
    if (name === 'x-amazon-apigateway-policy') throw new Unresolved(code, `${name}: ${message}`);
    context.report.find(code, resource.address.path, `What cannot be had of ${name} is left out: ${message}.`);
  }
  const models: RestModel[] = modelsOf(member(body, 'definitions') ?? member(member(body, 'components'), 'schemas'));
  const reader: Reader = { resource, context, body, schemes: securitySchemes(body, resource), models };
  const note = (problem: string) => context.report.find('PROPERTY_INVALID', resource.address.path, problem);
  const basePath = basePathOf(body, resource, ['Parameters', 'basepath'], note);
  const resources = Object.entries(paths).map(([written, item]) => {
    const path = behind(basePath, written.length > 1 ? written.replace(/\/$/, '') : written);
    return { id: resource.madeUp(6, 'lower', path), path, methods: methodsOf(path, item, reader) };
  });
  return defined<OpenApiParts>({
    name: plainText(member(member(body, 'info'), 'title')),
    binaryMediaTypes: plainTexts(member(body, 'x-amazon-apigateway-binary-media-types')),
    apiKeySource: member(body, 'x-amazon-apigateway-api-key-source') === 'AUTHORIZER' ? 'AUTHORIZER' : undefined,
    policy: member(body, 'x-amazon-apigateway-policy'),
    resources,
    models,
    gatewayResponses: gatewayResponses(member(body, 'x-amazon-apigateway-gateway-responses')),
  });
}

interface Reader {
  readonly resource: Resource;
  readonly context: Translation;
  readonly body: Json;
  readonly schemes: SecuritySchemes;
  /** Schemas that stand inside of operations are added to it. */
  readonly models: RestModel[];
}

function methodsOf(path: string, item: Json | undefined, reader: Reader): readonly RestMethod[] {
  const lost = whyUnknown(item);
  if (lost !== undefined) {
    reader.context.report.find(lost.code, reader.resource.address.path, `${path} is left out: ${lost.message}.`);
  }
  const shared = listOf(member(item, 'parameters'));
  return operationsOf(item).flatMap(({ method: httpMethod, operation }) => {
    if (!isObject(operation)) return [];
    const read = attempt(() => methodOf(path, httpMethod, operation, shared, reader));
    if (read.problem === undefined) return [read.value];
    const { code, message } = read.problem;
    reader.context.report.find(code, reader.resource.address.path, `${httpMethod} ${path} is left out: ${message}.`);
    return [];
  });
}

function methodOf(
  path: string,
  httpMethod: string,
  operation: Json,
  shared: readonly Json[],
  { resource, body, schemes, models }: Reader,
): RestMethod {
  const parameters = [...shared, ...listOf(member(operation, 'parameters'))].map((each) => dereferenced(each, body));
  const integration = dereferenced(member(operation, 'x-amazon-apigateway-integration'), body);
  const problem = problemIn(operation) ?? problemIn([...shared]) ?? problemIn(integration);
  if (problem !== undefined) throw problem;
  const access = accessOf(operation, body, schemes);
  return defined<RestMethod>({
    address: resource.address,
    httpMethod,
    ...access,
    operationName: plainText(member(operation, 'operationId')),
    requestParameters: requiredParameters(parameters),
    requestModels: requestModels(`${httpMethod} ${path}`, operation, parameters, models),
    validator: validatorOf(operation, body),
    integration: openApiIntegration(integration),
    responses: Object.entries(objectOf(member(operation, 'responses'))).map(([statusCode, each]) => ({
      statusCode,
      parameters: Object.keys(objectOf(member(each, 'headers'))).map((name) => `method.response.header.${name}`),
      models: {},
    })),
  });
}

const KINDS: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' };

function requiredParameters(parameters: readonly (Json | undefined)[]): Readonly<Record<string, boolean>> {
  const found = parameters.flatMap((each) => {
    const kind = KINDS[plainText(member(each, 'in')) ?? ''];
    const name = plainText(member(each, 'name'));
    if (kind === undefined || name === undefined) return [];
    return [[`method.request.${kind}.${name}`, plainFlag(member(each, 'required')) ?? false] as const];
  });
  return Object.fromEntries(found);
}

/** Names of models; a schema that stands in the operation becomes a model of its own. */
function requestModels(
  operationName: string,
  operation: Json,
  parameters: readonly (Json | undefined)[],
  models: RestModel[],
): Readonly<Record<string, string>> {
  const inBody = parameters.find((each) => member(each, 'in') === 'body');
  const contents: readonly (readonly [string, Json | undefined])[] = inBody
    ? [['application/json', member(inBody, 'schema')]]
    : Object.entries(objectOf(member(member(operation, 'requestBody'), 'content'))).map(
        ([mediaType, each]) => [mediaType, member(each, 'schema')] as const,
      );
  const found = contents.flatMap(([mediaType, schema]) => {
    if (!isObject(schema)) return [];
    const name = plainText(member(schema, '$ref'))?.split('/').at(-1) ?? `${operationName} ${mediaType}`;
    if (member(schema, '$ref') === undefined) models.push({ name, contentType: mediaType, schema });
    return [[mediaType, name] as const];
  });
  return Object.fromEntries(found);
}

function validatorOf(operation: Json, body: Json): RestMethod['validator'] {
  const name = 'x-amazon-apigateway-request-validator';
  const id = plainText(member(operation, name) ?? member(body, name));
  const found = id === undefined ? undefined : member(member(body, `${name}s`), id);
  if (id === undefined || !isObject(found)) return undefined;
  return {
    id,
    body: plainFlag(member(found, 'validateRequestBody')) ?? false,
    parameters: plainFlag(member(found, 'validateRequestParameters')) ?? false,
  };
}

function modelsOf(schemas: Json | undefined): RestModel[] {
  return Object.entries(objectOf(schemas)).map(([name, schema]) => ({ name, contentType: 'application/json', schema }));
}

function gatewayResponses(given: Json | undefined): readonly GatewayResponse[] {
  return Object.entries(objectOf(given)).map(([type, each]) =>
    defined<GatewayResponse>({
      type,
      statusCode: plainText(member(each, 'statusCode')),
      parameters: textsByName(member(each, 'responseParameters')),
      templates: textsByName(member(each, 'responseTemplates')),
    }),
  );
}
