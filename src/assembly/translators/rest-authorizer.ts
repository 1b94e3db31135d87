import type { RestAuthorizer } from '../../model/rest-api';
import { AUTHORIZER_TTL_BY_DEFAULT_SECONDS } from '../../spec/event-sources/authorizers';
import { defined } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { type Translation, translated } from './draft';

const TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;
/** Where TOKEN and Cognito authorizers look when they do not say it. */
const TOKEN_SOURCE = 'method.request.header.Authorization';

/** Undefined, and reported, when it is not understood. */
export function translateRestAuthorizer(resource: Resource, context: Translation): RestAuthorizer | undefined {
  return translated(resource, context, () => {
    const type = resource.oneOf(TYPES, 'Type') ?? 'TOKEN';
    const source = resource.text('IdentitySource');
    const identitySources = sourcesOf(source ?? (type === 'REQUEST' ? '' : TOKEN_SOURCE));
    const of = { id: refOf(resource.type, resource), name: resource.text('Name') ?? resource.logicalId, identitySources };
    if (type === 'COGNITO_USER_POOLS') return { ...of, type, pools: resource.texts('ProviderARNs') ?? [] };
    return defined<RestAuthorizer>({
      ...of,
      type,
      uri: resource.required('AuthorizerUri'),
      validation: type === 'TOKEN' ? resource.text('IdentityValidationExpression') || undefined : undefined,
      ttlSeconds: resource.number('AuthorizerResultTtlInSeconds') ?? AUTHORIZER_TTL_BY_DEFAULT_SECONDS,
      credentialsArn: resource.text('AuthorizerCredentials'),
    });
  });
}

export function sourcesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
