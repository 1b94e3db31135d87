import { SERVICE_SUBTYPES } from '../spec/http-api-mapping';
import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { servedHosts, whyNotReached } from './backend-reach';
import type { HttpApi, HttpIntegration, HttpRoute } from './http-api';
import { functionShown, functionsIn, inEachStage } from './lambda-uri';

/** The HTTP APIs of the app, as a person sees them, and the domains in front of them. */
export function httpApiDoors(application: Application): readonly ApiDoor[] {
  const { httpApis = [], httpDomains = [], functions } = application;
  const served = servedHosts(application);
  const own = httpApis.map(
    (api): ApiDoor => ({
      kind: 'httpApi',
      address: api.address,
      id: api.id,
      name: api.name,
      domainName: api.domainName,
      entrances: api.endpointDisabled
        ? []
        : api.stages.map(({ name }) => ({ stage: name, path: name === '$default' ? '/' : `/${name}/` })),
      routes: api.routes.map((route) => shown(route, api, functions, served)),
    }),
  );
  const domains = httpDomains.map(
    ({ address, name, mappings }): ApiDoor => ({
      kind: 'httpApi',
      address,
      ...{ id: name, name, domainName: name },
      entrances: mappings.map(({ key, stage }) => ({ stage, path: key === undefined ? '/' : `/${key}/` })),
      routes: mappings.map(({ key, apiId }) => ({
        address,
        key: `ANY /${key ?? ''}`,
        target: httpApis.find(({ id }) => id === apiId)?.address.path ?? apiId,
      })),
    }),
  );
  return [...own, ...domains];
}

function shown(route: HttpRoute, api: HttpApi, functions: Application['functions'], served: ReadonlySet<string>): ApiRoute {
  const { integration, authorizer } = route;
  const why = whyNotServed(route) ?? (integration && whyNotReached(integration, served));
  const uris = integration?.type === 'AWS_PROXY' ? inEachStage(integration.uri ?? '', api.stages) : [integration?.uri ?? ''];
  const decides = authorizer?.type === 'REQUEST' ? functionsIn(inEachStage(authorizer.uri, api.stages)).functions : undefined;
  return {
    address: route.address,
    key: route.key,
    target: integration ? targetOf(integration, uris, functions) : 'nothing',
    ...functionsIn(uris),
    ...(route.authorization !== 'NONE' && { authorizer: authorizer?.name ?? route.authorization }),
    ...(decides && { authorizerFunctions: decides }),
    ...(why !== undefined && { why }),
  };
}

/** Why a route is not served as on AWS, as a sentence. */
export function whyNotServed({ integration }: HttpRoute): string | undefined {
  if (integration === undefined) return 'It has no integration.';
  const { subtype } = integration;
  if (subtype !== undefined && !Object.hasOwn(SERVICE_SUBTYPES, subtype)) return `The integration ${subtype} is not emulated.`;
  if (integration.connectionType === 'VPC_LINK') return 'VPC links are not emulated.';
  return undefined;
}

function targetOf({ subtype }: HttpIntegration, uris: readonly string[], functions: Application['functions']): string {
  return subtype ?? uris.map((uri) => functionShown(uri, functions)).join(', ');
}
