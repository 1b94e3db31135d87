import type { WebSocketIntegration, WebSocketIntegrationResponse } from '../../model/web-socket-api';
import { defined, isObject, textFrom } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { attempt } from '../unresolved';
import { API_PARTS, type ApiParts } from './api-parts';
import { optional, type Translation, translated } from './draft';

const CONTENT_HANDLING = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;

export function translateWebSocketIntegration(
  resource: Resource,
  apiId: string,
  context: Translation,
  parts: ApiParts,
): WebSocketIntegration | undefined {
  return translated(resource, context, () => {
    const id = refOf(resource.type, resource);
    const responses = parts
      .of(API_PARTS.integrationResponse, apiId)
      .filter((each) => attempt(() => each.text('IntegrationId')).value === id)
      .flatMap((each) => translateResponse(each, context) ?? []);
    return defined<WebSocketIntegration>({
      id,
      type: resource.oneOf(['AWS_PROXY', 'AWS', 'HTTP_PROXY', 'HTTP', 'MOCK'], 'IntegrationType') ?? 'AWS_PROXY',
      uri: resource.text('IntegrationUri'),
      method: resource.text('IntegrationMethod'),
      timeoutMs: resource.number('TimeoutInMillis'),
      credentialsArn: resource.text('CredentialsArn'),
      contentHandling: optional(resource, context, 'ContentHandlingStrategy', () =>
        resource.oneOf(CONTENT_HANDLING, 'ContentHandlingStrategy'),
      ),
      passthrough: optional(resource, context, 'PassthroughBehavior', () =>
        resource.oneOf(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'], 'PassthroughBehavior'),
      ),
      templateSelection: resource.text('TemplateSelectionExpression'),
      requestTemplates: optional(resource, context, 'RequestTemplates', () => textsOf(resource, 'RequestTemplates')),
      requestParameters: optional(resource, context, 'RequestParameters', () => textsOf(resource, 'RequestParameters')),
      responses,
    });
  });
}

function translateResponse(resource: Resource, context: Translation): WebSocketIntegrationResponse | undefined {
  return translated(resource, context, () =>
    defined<WebSocketIntegrationResponse>({
      key: resource.required('IntegrationResponseKey'),
      contentHandling: resource.oneOf(CONTENT_HANDLING, 'ContentHandlingStrategy'),
      templateSelection: resource.text('TemplateSelectionExpression'),
      templates: textsOf(resource, 'ResponseTemplates') ?? {},
    }),
  );
}

function textsOf(resource: Resource, property: string): Readonly<Record<string, string>> | undefined {
  const value = resource.value(property);
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textFrom(each)]));
}
