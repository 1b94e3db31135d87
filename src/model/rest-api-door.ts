import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { functionOfUri, withStageVariables } from './lambda-uri';
import type { RestApi, RestMethod, RestResource } from './rest-api';

/** The REST APIs of the app, as a person sees them, and the domains in front of them. */
export function restApiDoors({ restApis = [], restDomains = [], functions }: Application): readonly ApiDoor[] {
  const own = restApis.map(
    (api): ApiDoor => ({
      kind: 'restApi',
      address: api.address,
      id: api.id,
      name: api.name,
      domainName: api.domainName,
      entrances: api.endpointDisabled ? [] : api.stages.map(({ name }) => ({ stage: name, path: `/${name}/` })),
      routes: api.resources.flatMap((resource) => resource.methods.map((method) => shown(resource, method, api, functions))),
    }),
  );
  const domains = restDomains.map(
    (domain): ApiDoor => ({
      kind: 'restApi',
      address: domain.address,
      id: domain.name,
      name: domain.name,
      domainName: domain.name,
      entrances: domain.mappings.map(({ basePath, stage }) => ({
        ...(stage !== undefined && { stage }),
        path: basePath === '' ? '/' : `/${basePath}/`,
      })),
      routes: domain.mappings.map(({ basePath, apiId }) => ({
        key: `ANY /${basePath}`,
        target: restApis.find(({ id }) => id === apiId)?.address.path ?? apiId,
      })),
    }),
  );
  return [...own, ...domains];
}

function shown(resource: RestResource, method: RestMethod, api: RestApi, functions: Application['functions']): ApiRoute {
  const why = whyNotServed(method);
  const asked = [
    ...(method.authorization === 'NONE' ? [] : [method.authorizer?.name ?? method.authorization]),
    ...(method.apiKeyRequired ? ['API key'] : []),
  ];
  return {
    key: `${method.httpMethod} ${resource.path}`,
    target: targetOf(method, api, functions),
    ...(asked.length > 0 && { authorizer: asked.join(', ') }),
    ...(why !== undefined && { why }),
  };
}

/** Why a method is not served as on AWS, as a sentence. */
export function whyNotServed({ integration }: RestMethod): string | undefined {
  if (integration === undefined) return 'It has no integration.';
  if (integration.connectionType === 'VPC_LINK') return 'What is behind a VPC link cannot be reached.';
  const isStreamed = integration.uri?.endsWith('/response-streaming-invocations') ?? false;
  if (isStreamed !== (integration.transferMode === 'STREAM')) {
    return 'ResponseTransferMode STREAM and a URI that ends in response-streaming-invocations need each other.';
  }
  return undefined;
}

function targetOf({ integration }: RestMethod, { stages }: RestApi, functions: Application['functions']): string {
  if (integration === undefined) return 'nothing';
  const { uri, type } = integration;
  if (uri === undefined) return type;
  const each = (stages.length > 0 ? stages : [{ variables: {} }]).map(({ variables }) => withStageVariables(uri, variables));
  return [...new Set(each)].map((text) => functionShown(text, functions)).join(', ');
}

/** By its construct path, where it is one of the app. */
function functionShown(uri: string, functions: Application['functions']): string {
  const arn = functionOfUri(uri);
  if (arn === undefined) return uri;
  const unqualified = arn.split(':').slice(0, 7).join(':');
  const fn = functions.find((each) => each.arn === unqualified);
  return fn ? `${fn.address.path}${arn.slice(unqualified.length)}` : arn;
}
