import type { Application } from '../../model/application';
import type { Resource } from '../resource';
import { ApiParts } from './api-parts';
import type { Translation } from './draft';
import { translateHttpApi } from './http-api';
import { translateHttpDomain } from './http-domain';
import { type RestApis, restApisOf } from './rest-apis';
import { isWebSocketApi, translateWebSocketApi } from './web-socket-api';

type Apis = Pick<Application, 'httpApis' | 'httpDomains' | 'webSocketApis'> & RestApis;

/** What answers HTTP beside function URLs; kinds of which the app has none are left out. */
export function apisOf(of: (type: string) => readonly Resource[], context: Translation): Apis {
  const parts = new ApiParts(of, context);
  const apis = of('AWS::ApiGatewayV2::Api');
  const httpApis = apis.flatMap((api) => (isWebSocketApi(api) ? undefined : translateHttpApi(api, context, parts)) ?? []);
  const webSocketApis = apis.filter(isWebSocketApi).flatMap((api) => translateWebSocketApi(api, context, parts) ?? []);
  parts.reportOrphans();
  const ids = new Set(httpApis.map(({ id }) => id));
  const mappings = of('AWS::ApiGatewayV2::ApiMapping');
  const httpDomains = of('AWS::ApiGatewayV2::DomainName').flatMap(
    (resource) => translateHttpDomain(resource, mappings, ids, context) ?? [],
  );
  const found = { httpApis, httpDomains, webSocketApis, ...restApisOf(of, context) };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}
