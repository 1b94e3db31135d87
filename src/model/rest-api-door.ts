import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { servedHosts, whyNotReached } from './backend-reach';
import { functionShown, functionsIn, inEachStage } from './lambda-uri';
import type { RestApi, RestMethod, RestResource } from './rest-api';

/** The REST APIs of the app, as a person sees them, and the domains in front of them. */
export function restApiDoors(application: Application): readonly ApiDoor[] {
  const { restApis = [], restDomains = [], functions } = application;
  const served = servedHosts(application);
  const own = restApis.map(
    (api): ApiDoor => ({
      kind: 'restApi',
      address: api.address,
      id: api.id,
      name: api.name,
      domainName: api.domainName,
      entrances: api.endpointDisabled ? [] : api.stages.map(({ name }) => ({ stage: name, path: `/${name}/` })),
      routes: api.resources.flatMap((resource) =>
        resource.methods.map((method) => shown(resource, method, api, functions, served)),
      ),
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
        address: domain.address,
        key: `ANY /${basePath}`,
        target: restApis.find(({ id }) => id === apiId)?.address.path ?? apiId,
      })),
    }),
  );
  return [...own, ...domains];
}

function shown(
  resource: RestResource,
  method: RestMethod,
  api: RestApi,
  functions: Application['functions'],
  served: ReadonlySet<string>,
): ApiRoute {
  const { integration, authorizer } = method;
  const why = whyNotServed(method) ?? (integration && whyNotReached(integration, served));
  const uris = inEachStage(integration?.uri ?? '', api.stages);
  const isDecided = authorizer !== undefined && authorizer.type !== 'COGNITO_USER_POOLS';
  const decides = isDecided ? functionsIn(inEachStage(authorizer.uri, api.stages)).functions : undefined;
  const asked = [
    ...(method.authorization === 'NONE' ? [] : [authorizer?.name ?? method.authorization]),
    ...(method.apiKeyRequired ? ['API key'] : []),
  ];
  return {
    address: method.address,
    key: `${method.httpMethod} ${resource.path}`,
    target: integration?.uri ? uris.map((uri) => functionShown(uri, functions)).join(', ') : (integration?.type ?? 'nothing'),
    ...functionsIn(uris),
    ...(asked.length > 0 && { authorizer: asked.join(', ') }),
    ...(decides && { authorizerFunctions: decides }),
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
