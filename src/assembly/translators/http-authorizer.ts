import type { HttpAuthorizer } from '../../model/http-api';
import { HTTP_AUTHORIZER_TTL_SECONDS } from '../../spec/http-api';
import { defined } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { type Translation, translated } from './draft';

export function translateHttpAuthorizer(resource: Resource, context: Translation): HttpAuthorizer | undefined {
  return translated(resource, context, (): HttpAuthorizer => {
    const id = refOf(resource.type, resource);
    const name = resource.text('Name') ?? id;
    const identitySources = resource.texts('IdentitySource') ?? [];
    if (resource.oneOf(['REQUEST', 'JWT'], 'AuthorizerType') === 'JWT') {
      const issuer = resource.required('JwtConfiguration', 'Issuer');
      return { type: 'JWT', id, name, identitySources, issuer, audience: resource.texts('JwtConfiguration', 'Audience') ?? [] };
    }
    return defined<HttpAuthorizer>({
      ...{ type: 'REQUEST', id, name, identitySources },
      uri: resource.required('AuthorizerUri'),
      payloadFormat: resource.oneOf(['1.0', '2.0'], 'AuthorizerPayloadFormatVersion') ?? '1.0',
      simpleResponses: resource.flag('EnableSimpleResponses') ?? false,
      ttlSeconds: resource.number('AuthorizerResultTtlInSeconds') ?? HTTP_AUTHORIZER_TTL_SECONDS,
      credentialsArn: resource.text('AuthorizerCredentialsArn'),
    });
  });
}
