import type { RestAuthorizer, RestMethod } from '../../model/rest-api';
import { AUTHORIZER_TTL_BY_DEFAULT_SECONDS } from '../../spec/event-sources/authorizers';
import { defined, isObject, type Json, member, shown } from '../json';
import type { Resource } from '../resource';
import { attempt, Unresolved } from '../unresolved';
import { plainNumber, plainText, plainTexts } from './json-values';
import { problemIn } from './openapi-parts';
import { ownAuthorization, requirementsOf, schemesIn, whySchemesUnknown } from './openapi-security';
import { sourcesOf } from './rest-authorizer';

/** What a scheme asks of a caller. */
type Scheme =
  | { readonly kind: 'apiKey' | 'iam' }
  | { readonly kind: 'authorizer'; readonly authorizer: RestAuthorizer }
  | { readonly kind: 'unknown'; readonly problem: Unresolved };

export type SecuritySchemes = ReadonlyMap<string, Scheme>;

type Access = Pick<RestMethod, 'authorization' | 'apiKeyRequired' | 'authorizer' | 'scopes'>;

/** The schemes of an OpenAPI document that mean something to API Gateway. */
export function securitySchemes(body: Json, resource: Resource): SecuritySchemes {
  const schemes = new Map<string, Scheme>();
  for (const { name, scheme, authorizer, isIam } of schemesIn(body)) {
    const problem = problemIn(scheme);
    if (problem !== undefined) schemes.set(name, { kind: 'unknown', problem });
    else if (isObject(authorizer)) {
      const read = attempt(() => authorizerOf(name, scheme, authorizer, resource));
      if (read.problem) schemes.set(name, { kind: 'unknown', problem: read.problem });
      else schemes.set(name, { kind: 'authorizer', authorizer: read.value });
    } else if (authorizer !== undefined) {
      const why = `the authorizer ${name} must be an object, not ${shown(authorizer)}`;
      schemes.set(name, { kind: 'unknown', problem: new Unresolved('PROPERTY_INVALID', why) });
    } else if (isIam) schemes.set(name, { kind: 'iam' });
    else if (plainText(member(scheme, 'name'))?.toLowerCase() === 'x-api-key') schemes.set(name, { kind: 'apiKey' });
  }
  return schemes;
}

/**
 * Who may call the operation: as it says itself, or as the document says for all. Throws when its authorizer is not understood:
 * API Gateway does not make such methods either.
 */
export function accessOf(operation: Json, body: Json, schemes: SecuritySchemes): Access {
  let access: Access = { authorization: 'NONE', apiKeyRequired: false };
  for (const [name, scopes] of requirementsOf(operation, body).flatMap((each) => Object.entries(each))) {
    const scheme = schemes.get(name);
    const problem = scheme === undefined ? whySchemesUnknown(body) : scheme.kind === 'unknown' ? scheme.problem : undefined;
    if (problem !== undefined) throw problem;
    if (scheme?.kind === 'apiKey') access = { ...access, apiKeyRequired: true };
    else if (scheme?.kind === 'iam') access = { ...access, authorization: 'AWS_IAM' };
    else if (scheme?.kind === 'authorizer') {
      const { authorizer } = scheme;
      const authorization = authorizer.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM';
      access = { ...access, authorization, authorizer, ...(scopes.length > 0 && { scopes }) };
    }
  }
  return ownAuthorization(operation) === 'AWS_IAM' ? { ...access, authorization: 'AWS_IAM' } : access;
}

function authorizerOf(name: string, scheme: Json | undefined, given: Json, resource: Resource): RestAuthorizer {
  const type = plainText(member(given, 'type'))?.toUpperCase();
  const header = plainText(member(scheme, 'name')) ?? 'Authorization';
  const source = plainText(member(given, 'identitySource')) ?? (type === 'REQUEST' ? '' : `method.request.header.${header}`);
  const of = { id: resource.madeUp(6, 'lower', `authorizer ${name}`), name, identitySources: sourcesOf(source) };
  if (type === 'COGNITO_USER_POOLS') return { ...of, type, pools: plainTexts(member(given, 'providerARNs')) };
  const uri = plainText(member(given, 'authorizerUri'));
  if (type !== 'TOKEN' && type !== 'REQUEST') {
    const written = type === undefined ? 'has no type' : `is of type ${type}`;
    throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} ${written}, and not token, request or cognito_user_pools`);
  }
  if (uri === undefined) throw new Unresolved('PROPERTY_INVALID', `the authorizer ${name} has no authorizerUri`);
  return defined<RestAuthorizer>({
    ...of,
    type,
    uri,
    validation: type === 'TOKEN' ? plainText(member(given, 'identityValidationExpression')) : undefined,
    ttlSeconds: plainNumber(member(given, 'authorizerResultTtlInSeconds')) ?? AUTHORIZER_TTL_BY_DEFAULT_SECONDS,
    credentialsArn: plainText(member(given, 'authorizerCredentials')),
  });
}
