import type { GatewayResponse, RestApi, RestAuthorizer, RestModel, RestResource, RestStage } from '../../model/rest-api';
import { defined, type Json } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { attempt, Unresolved } from '../unresolved';
import { optional, type Translation, translated } from './draft';
import { textsByName } from './json-values';
import { openApiDocument } from './openapi-document';
import { REST_PARTS, type RestApiParts } from './rest-api-parts';
import { translateRestAuthorizer } from './rest-authorizer';
import { translateRestMethod } from './rest-method';
import { openApiParts } from './rest-openapi';
import { stageOfDeployment, translateRestStage } from './rest-stage';

/** A REST API with its methods and stages; what of it cannot be understood is reported, and the rest is served. */
export function translateRestApi(resource: Resource, context: Translation, parts: RestApiParts): RestApi | undefined {
  const { report } = context;
  const essentials = translated(resource, context, () => ({
    id: refOf(resource.type, resource),
    rootId: String(attributeOf(resource.type, resource, 'RootResourceId')),
    found: openApiDocument(resource, context.app),
  }));
  if (essentials === undefined) return undefined;
  const { id, rootId, found } = essentials;
  if ('absent' in found || resource.has('CloneFrom')) {
    const why = 'absent' in found ? `from an OpenAPI document that cannot be had: ${found.absent}` : 'as a copy of another API';
    report.leaveOut(resource, `It is made ${why}.`);
    return undefined;
  }
  if (resource.has('MinimumCompressionSize')) {
    report.find('PROPERTY_NOT_EMULATED', resource.address.path, 'MinimumCompressionSize: responses are not compressed.');
  }
  const { address, region, account, urlSuffix } = resource;
  const { document } = found;
  const parted = translated(resource, context, () => ({
    imported: openApiParts(document, resource, context),
    policy: policyOf(resource),
  }));
  if (parted === undefined) return undefined;
  const { imported, policy = imported.policy } = parted;
  const read = <T>(property: string, get: () => T) => optional(resource, context, property, get);
  return defined<RestApi>({
    ...{ address, region, account, id },
    name: read('Name', () => resource.text('Name')) ?? imported.name ?? resource.logicalId,
    domainName: `${id}.execute-api.${region}.${urlSuffix}`,
    endpointDisabled: read('DisableExecuteApiEndpoint', () => resource.flag('DisableExecuteApiEndpoint')) ? true : undefined,
    binaryMediaTypes: [
      ...(read('BinaryMediaTypes', () => resource.texts('BinaryMediaTypes')) ?? []),
      ...imported.binaryMediaTypes,
    ],
    apiKeySource:
      read('ApiKeySourceType', () => resource.oneOf(['HEADER', 'AUTHORIZER'], 'ApiKeySourceType')) ??
      imported.apiKeySource ??
      'HEADER',
    policy,
    resources: merged(imported.resources, resourcesOf(id, rootId, context, parts)),
    models: [...imported.models, ...parts.of(REST_PARTS.model, id).flatMap((each) => modelOf(each, context) ?? [])],
    gatewayResponses: [
      ...imported.gatewayResponses,
      ...parts.of(REST_PARTS.gatewayResponse, id).flatMap((each) => gatewayResponseOf(each, context) ?? []),
    ],
    stages: stagesOf(id, context, parts),
  });
}

/** JSON text, or a document written out. Throws when it cannot be had: without it the API would be open to everybody. */
function policyOf(resource: Resource): unknown {
  const { value, problem } = attempt(() => resource.value('Policy'));
  if (problem !== undefined) {
    const remedy = 'without its Policy it would be open to everybody, so that it is served only where all of that can be had';
    throw new Unresolved(problem.code, `Policy: ${problem.message}; ${remedy}`);
  }
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Unresolved('PROPERTY_INVALID', 'Policy is not JSON');
  }
}

function resourcesOf(id: string, rootId: string, context: Translation, parts: RestApiParts): readonly RestResource[] {
  const paths = pathsOf(id, rootId, context, parts);
  const authorizers = new Map<string, RestAuthorizer>();
  for (const each of parts.of(REST_PARTS.authorizer, id)) {
    const authorizer = translateRestAuthorizer(each, context);
    if (authorizer) authorizers.set(authorizer.id, authorizer);
  }
  const methods = parts.of(REST_PARTS.method, id).flatMap((each) => {
    const resourceId = translated(each, context, () => each.required('ResourceId'));
    if (resourceId === undefined) return [];
    if (!paths.has(resourceId)) {
      context.report.leaveOut(each, `Its resource ${resourceId} is not one of the API.`);
      return [];
    }
    const method = translateRestMethod(each, id, authorizers, parts, context);
    return method ? [{ resourceId, method }] : [];
  });
  return [...paths].map(([resourceId, path]) => ({
    id: resourceId,
    path,
    methods: methods.filter((each) => each.resourceId === resourceId).map(({ method }) => method),
  }));
}

/** The whole path of every resource, by its id. */
function pathsOf(id: string, rootId: string, context: Translation, parts: RestApiParts): ReadonlyMap<string, string> {
  const paths = new Map([[rootId, '/']]);
  let rest = parts.of(REST_PARTS.resource, id).flatMap((resource) => {
    const read = translated(resource, context, () => ({
      resource,
      id: refOf(resource.type, resource),
      parent: resource.required('ParentId'),
      part: resource.required('PathPart'),
    }));
    return read ? [read] : [];
  });
  for (let before = -1; rest.length !== before; ) {
    before = rest.length;
    rest = rest.filter((each) => {
      const parent = paths.get(each.parent);
      if (parent !== undefined) paths.set(each.id, `${parent === '/' ? '' : parent}/${each.part}`);
      return parent === undefined;
    });
  }
  for (const { resource, parent } of rest) context.report.leaveOut(resource, `Its parent ${parent} is not one of the API.`);
  return paths;
}

/** What stands in an imported document as well as in resources of its own. */
function merged(imported: readonly RestResource[], declared: readonly RestResource[]): readonly RestResource[] {
  const paths = [...new Set([...declared, ...imported].map(({ path }) => path))];
  return paths.map((path) => {
    const [own, other] = [declared, imported].map((list) => list.find((each) => each.path === path));
    const taken = new Set(own?.methods.map(({ httpMethod }) => httpMethod));
    const more = (other?.methods ?? []).filter(({ httpMethod }) => !taken.has(httpMethod));
    return { id: own?.id ?? other?.id ?? '', path, methods: [...(own?.methods ?? []), ...more] };
  });
}

function modelOf(resource: Resource, context: Translation): RestModel | undefined {
  return translated(resource, context, () => ({
    name: refOf(resource.type, resource),
    contentType: resource.text('ContentType') ?? 'application/json',
    schema: schemaOf(resource.value('Schema')),
  }));
}

function schemaOf(value: Json | undefined): unknown {
  if (typeof value !== 'string') return value ?? {};
  try {
    return JSON.parse(value);
  } catch {
    throw new Unresolved('PROPERTY_INVALID', 'Schema is not JSON');
  }
}

function gatewayResponseOf(resource: Resource, context: Translation): GatewayResponse | undefined {
  return translated(resource, context, () =>
    defined<GatewayResponse>({
      type: resource.required('ResponseType'),
      statusCode: resource.text('StatusCode'),
      parameters: textsByName(resource.value('ResponseParameters')),
      templates: textsByName(resource.value('ResponseTemplates')),
    }),
  );
}

/** Stages of their own come before those that deployments make. */
function stagesOf(id: string, context: Translation, parts: RestApiParts): readonly RestStage[] {
  const own = parts.of(REST_PARTS.stage, id).flatMap((each) => translateRestStage(each, context) ?? []);
  const made = parts.of(REST_PARTS.deployment, id).flatMap((each) => stageOfDeployment(each, context) ?? []);
  const named = new Map<string, RestStage>();
  for (const stage of [...own, ...made]) if (!named.has(stage.name)) named.set(stage.name, stage);
  return [...named.values()];
}
