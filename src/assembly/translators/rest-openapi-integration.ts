import type { RestIntegration } from '../../model/rest-integration';
import { defined, isObject, type Json, member } from '../json';
import { plainText } from './json-values';
import { restIntegration } from './rest-integration';

/** `x-amazon-apigateway-integration`, which says in other words what the `Integration` of a method says. */
export function openApiIntegration(given: Json | undefined): RestIntegration | undefined {
  if (!isObject(given)) return undefined;
  const responses = member(given, 'responses');
  return restIntegration(
    defined({
      Type: plainText(member(given, 'type'))?.toUpperCase(),
      Uri: member(given, 'uri'),
      IntegrationHttpMethod: member(given, 'httpMethod'),
      Credentials: member(given, 'credentials'),
      TimeoutInMillis: member(given, 'timeoutInMillis'),
      ConnectionType: member(given, 'connectionType'),
      ResponseTransferMode: member(given, 'responseTransferMode'),
      RequestParameters: member(given, 'requestParameters'),
      RequestTemplates: member(given, 'requestTemplates'),
      PassthroughBehavior: member(given, 'passthroughBehavior'),
      ContentHandling: member(given, 'contentHandling'),
      IntegrationResponses: isObject(responses) ? Object.entries(responses).map(responseOf) : undefined,
    }),
  );
}

function responseOf([pattern, given]: [string, Json | undefined]): Json {
  return defined({
    StatusCode: member(given, 'statusCode') ?? (/^\d{3}$/.test(pattern) ? pattern : '200'),
    SelectionPattern: pattern === 'default' ? undefined : pattern,
    ResponseParameters: member(given, 'responseParameters'),
    ResponseTemplates: member(given, 'responseTemplates'),
    ContentHandling: member(given, 'contentHandling'),
  });
}
