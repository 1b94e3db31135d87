import type { Application } from '../../model/application';
import type { Resource } from '../resource';
import { ApiParts } from './api-parts';
import type { Translation } from './draft';
import { translateHttpApi } from './http-api';
import { type RestApis, restApisOf } from './rest-apis';

type Apis = Pick<Application, 'httpApis'> & RestApis;

/** What answers HTTP beside function URLs; kinds of which the app has none are left out. */
export function apisOf(of: (type: string) => readonly Resource[], context: Translation): Apis {
  const parts = new ApiParts(of, context);
  const httpApis = of('AWS::ApiGatewayV2::Api').flatMap((resource) => translateHttpApi(resource, context, parts) ?? []);
  parts.reportOrphans();
  const found = { httpApis, ...restApisOf(of, context) };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}
