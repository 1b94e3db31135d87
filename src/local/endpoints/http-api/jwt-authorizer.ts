import type { JwtAuthorizer } from '../../../model/http-api';
import type { Instant } from '../../time/clock';
import type { Claims, JwtKeys } from '../jwt/jwt-keys';
import { type Authorization, allowed, denied } from './authorization';
import type { HttpCall } from './http-call';
import { identityOf } from './identity-source';

/** Lets in who has a token of the issuer, for one of the audiences, that has one of the scopes of the route (APH-07). */
export function checkToken(call: HttpCall, authorizer: JwtAuthorizer, keys: JwtKeys, now: Instant): Authorization {
  const { name } = authorizer;
  const given = authorizer.identitySources.map((source) => identityOf(source, call)).find((value) => value !== undefined);
  if (given === undefined) {
    const why = `the request has no ${authorizer.identitySources.join(', ')}`;
    return denied({ name }, 401, why, ['WWW-Authenticate', 'Bearer']);
  }
  const checked = keys.verify(given.replace(/^Bearer\s+/i, ''), [authorizer.issuer]);
  const scopes = call.route.scopes ?? [];
  if ('refused' in checked) return challenged(name, 401, scopes, 'invalid_token', checked.refused);
  const { claims } = checked;
  const flaw = audienceFlaw(claims, authorizer.audience) ?? timeFlaw(claims, now);
  if (flaw !== undefined) return challenged(name, 401, scopes, 'invalid_token', flaw);

  const own = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => own.includes(scope))) {
    return challenged(name, 403, scopes, 'insufficient_scope', 'the token does not have a required scope');
  }
  const principal = typeof claims.sub === 'string' ? { principal: claims.sub } : {};
  const jwt = {
    claims: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, claimText(value)])),
    scopes: scopes.length === 0 ? null : own.filter((scope) => scopes.includes(scope)),
  };
  return allowed({ name, ...principal }, { v1: jwt, v2: { jwt } });
}

/** `client_id` counts only where there is no `aud`. */
function audienceFlaw(claims: Claims, audience: readonly string[]): string | undefined {
  const meant = [claims.aud ?? claims.client_id].flat();
  return meant.some((each) => typeof each === 'string' && audience.includes(each))
    ? undefined
    : 'the token does not have a valid audience';
}

function timeFlaw({ exp, nbf, iat }: Claims, now: Instant): string | undefined {
  const second = now / 1000;
  if (typeof exp !== 'number') return 'the token does not say when it expires';
  if (exp <= second) return 'the token has expired';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= second)) return 'the token is not valid yet';
  if (iat !== undefined && !(typeof iat === 'number' && iat <= second)) return 'the token was issued in the future';
  return undefined;
}

/** Of `scope`, which is text, or `scp`, which may be a list. */
function scopesOf({ scope, scp }: Claims): readonly string[] {
  const given = scope ?? scp;
  if (typeof given === 'string') return given.split(' ').filter((each) => each !== '');
  return Array.isArray(given) ? given.filter((each) => typeof each === 'string') : [];
}

/** Integrations see every claim as text, and lists in brackets. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function challenged(name: string, status: 401 | 403, scopes: readonly string[], error: string, why: string): Authorization {
  const described = why.replace(/[^\x20-\x7e]|["\\]/g, '?');
  const challenge = `Bearer scope="${scopes.join(' ')}" error="${error}" error_description="${described}"`;
  return denied({ name }, status, why, ['WWW-Authenticate', challenge]);
}
