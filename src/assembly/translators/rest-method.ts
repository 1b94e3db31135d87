import type { MethodResponse, RequestValidator, RestAuthorizer, RestMethod } from '../../model/rest-api';
import { defined, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { optional, type Translation, translated } from './draft';
import { listOf, plainFlag, plainText, textsByName } from './json-values';
import { REST_PARTS, type RestApiParts } from './rest-api-parts';
import { restIntegration } from './rest-integration';

const AUTHORIZATIONS = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;

/** The method, without which authorizer it has where that is not understood: it then lets nobody in. */
export function translateRestMethod(
  resource: Resource,
  apiId: string,
  authorizers: ReadonlyMap<string, RestAuthorizer>,
  parts: RestApiParts,
  context: Translation,
): RestMethod | undefined {
  return translated(resource, context, () => {
    const authorizerId = resource.text('AuthorizerId');
    const given = (property: string) => resource.value(property);
    return defined<RestMethod>({
      address: resource.address,
      httpMethod: resource.required('HttpMethod').toUpperCase(),
      authorization: resource.oneOf(AUTHORIZATIONS, 'AuthorizationType') ?? 'NONE',
      authorizer: authorizerId === undefined ? undefined : authorizers.get(authorizerId),
      scopes: optional(resource, context, 'AuthorizationScopes', () => resource.texts('AuthorizationScopes')),
      apiKeyRequired: resource.flag('ApiKeyRequired') ?? false,
      operationName: resource.text('OperationName'),
      requestParameters: flagsByName(given('RequestParameters')),
      requestModels: textsByName(given('RequestModels')),
      validator: validatorOf(resource.text('RequestValidatorId'), apiId, parts, context),
      integration: restIntegration(given('Integration')),
      responses: listOf(given('MethodResponses')).filter(isObject).map(methodResponse),
    });
  });
}

export function methodResponse(given: Json): MethodResponse {
  const parameters = member(given, 'ResponseParameters');
  return {
    statusCode: plainText(member(given, 'StatusCode')) ?? '200',
    parameters: isObject(parameters) ? Object.keys(parameters) : [],
    models: textsByName(member(given, 'ResponseModels')),
  };
}

function validatorOf(
  id: string | undefined,
  apiId: string,
  parts: RestApiParts,
  context: Translation,
): RequestValidator | undefined {
  const resource = id === undefined ? undefined : parts.find(REST_PARTS.validator, apiId, id);
  if (resource === undefined) return undefined;
  return translated(resource, context, () => ({
    id: refOf(resource.type, resource),
    body: resource.flag('ValidateRequestBody') ?? false,
    parameters: resource.flag('ValidateRequestParameters') ?? false,
  }));
}

function flagsByName(value: Json | undefined): Readonly<Record<string, boolean>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainFlag(each) ?? false]));
}
