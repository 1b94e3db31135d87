import type { ContentHandling, RestIntegration, RestIntegrationResponse } from '../../model/rest-integration';
import { defined, isObject, type Json, member } from '../json';
import { among } from '../resource';
import { Unresolved } from '../unresolved';
import { listOf, plainNumber, plainText, textsByName } from './json-values';

const TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'] as const;
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
const CONTENT_HANDLING: readonly ContentHandling[] = ['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'];

/** What the `Integration` of a method says; undefined when it says nothing. */
export function restIntegration(given: Json | undefined): RestIntegration | undefined {
  if (!isObject(given)) return undefined;
  const text = (name: string) => plainText(member(given, name));
  const type = among(TYPES, text('Type'), ['Integration', 'Type']);
  if (type === undefined) throw new Unresolved('PROPERTY_INVALID', 'Integration.Type is missing');
  return defined<RestIntegration>({
    type,
    uri: text('Uri'),
    method: text('IntegrationHttpMethod'),
    credentialsArn: text('Credentials'),
    timeoutMs: plainNumber(member(given, 'TimeoutInMillis')),
    connectionType: among(['INTERNET', 'VPC_LINK'], text('ConnectionType'), ['Integration', 'ConnectionType']),
    transferMode: among(['BUFFERED', 'STREAM'], text('ResponseTransferMode'), ['Integration', 'ResponseTransferMode']),
    requestParameters: textsByName(member(given, 'RequestParameters')),
    requestTemplates: textsByName(member(given, 'RequestTemplates')),
    passthrough: among(PASSTHROUGH, text('PassthroughBehavior')?.toUpperCase(), ['Integration', 'PassthroughBehavior']),
    contentHandling: contentHandling(given),
    responses: listOf(member(given, 'IntegrationResponses')).filter(isObject).map(integrationResponse),
  });
}

function integrationResponse(given: Json): RestIntegrationResponse {
  const statusCode = plainText(member(given, 'StatusCode'));
  if (statusCode === undefined) throw new Unresolved('PROPERTY_INVALID', 'an IntegrationResponse has no StatusCode');
  return defined<RestIntegrationResponse>({
    statusCode,
    selectionPattern: plainText(member(given, 'SelectionPattern')) || undefined,
    responseParameters: textsByName(member(given, 'ResponseParameters')),
    responseTemplates: textsByName(member(given, 'ResponseTemplates')),
    contentHandling: contentHandling(given),
  });
}

function contentHandling(given: Json): ContentHandling | undefined {
  return among(CONTENT_HANDLING, plainText(member(given, 'ContentHandling')), ['ContentHandling']);
}
