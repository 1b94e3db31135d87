import type { Application } from '../../model/application';
import type { Resource } from '../resource';
import type { Translation } from './draft';
import { translateRestApi } from './rest-api';
import { RestApiParts } from './rest-api-parts';
import { translateRestDomain } from './rest-domain';
import { translateApiKey, translateUsagePlan } from './usage-plan';

export type RestApis = Pick<Application, 'restApis' | 'restApiKeys' | 'usagePlans' | 'restDomains'>;

/** REST APIs with what they share: keys, plans and domains. */
export function restApisOf(of: (type: string) => readonly Resource[], context: Translation): RestApis {
  const parts = new RestApiParts(of, context);
  const restApis = of('AWS::ApiGateway::RestApi').flatMap((resource) => translateRestApi(resource, context, parts) ?? []);
  parts.reportOrphans();
  const keys = of('AWS::ApiGateway::UsagePlanKey');
  const mappings = of('AWS::ApiGateway::BasePathMapping');
  return {
    restApis,
    restApiKeys: of('AWS::ApiGateway::ApiKey').flatMap((resource) => translateApiKey(resource, context) ?? []),
    usagePlans: of('AWS::ApiGateway::UsagePlan').flatMap((resource) => translateUsagePlan(resource, keys, context) ?? []),
    restDomains: of('AWS::ApiGateway::DomainName').flatMap((resource) => translateRestDomain(resource, mappings, context) ?? []),
  };
}
