import type { RestPoolsAuthorizer } from '../../../model/rest-api';
import { issuerOfPool } from '../../../model/user-pool';
import type { Instant } from '../../time/clock';
import type { JwtKeys } from '../jwt/jwt-keys';
import type { Authorized } from './authorized';
import { identityOf } from './identity-sources';
import type { RestCall } from './rest-call';

/** Whether the request has a token of one of the user pools: an identity token or, where scopes are asked for, an access token. */
export function checkPoolToken(
  call: RestCall,
  authorizer: RestPoolsAuthorizer,
  keys: Pick<JwtKeys, 'verify'>,
  now: Instant,
): Authorized {
  const { name } = authorizer;
  const token = authorizer.identitySources.map((source) => identityOf(source, call)).find((value) => value !== undefined);
  if (token === undefined) return refused(name, `the request has no ${authorizer.identitySources.join(', ')}`);
  const issuers = authorizer.pools.flatMap((pool) => issuerOfPool(pool) ?? []);
  const checked = keys.verify(token.replace(/^Bearer\s+/i, ''), issuers);
  if ('refused' in checked) return refused(name, checked.refused);
  const { claims } = checked;
  if (typeof claims.exp !== 'number') return refused(name, 'the token does not say when it expires');
  if (claims.exp * 1000 <= now) return refused(name, 'the token has expired', 'The incoming token has expired');
  const scopes = call.method.scopes ?? [];
  const why = scopes.length > 0 ? scopeFlaw(claims, scopes) : identityFlaw(claims);
  if (why !== undefined) return refused(name, why);
  const principal = typeof claims.sub === 'string' ? claims.sub : undefined;
  return {
    call: { ...call, authorizer: { claims: Object.fromEntries(Object.entries(claims).map(claimText)) } },
    told: { name, outcome: 'allowed', ...(principal !== undefined && { principal }) },
  };
}

function scopeFlaw(claims: Readonly<Record<string, unknown>>, scopes: readonly string[]): string | undefined {
  const given = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  return scopes.some((scope) => given.includes(scope)) ? undefined : `the token has none of the scopes ${scopes.join(', ')}`;
}

function identityFlaw({ token_use: use }: Readonly<Record<string, unknown>>): string | undefined {
  return use === 'access' ? 'it is an access token, and the method asks for no scopes' : undefined;
}

/** Functions see every claim as text: lists joined with commas, and when the token was made and ends as dates. */
function claimText([name, value]: [string, unknown]): [string, string] {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return [name, dateText(value * 1000)];
  if (Array.isArray(value)) return [name, value.join(',')];
  return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

/** As `Fri Feb 23 21:36:59 UTC 2018`. */
function dateText(at: Instant): string {
  // Of `Fri, 23 Feb 2018 21:36:59 GMT`.
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`;
}

function refused(name: string, why: string, message = 'Unauthorized'): Authorized {
  return { error: { type: 'UNAUTHORIZED', message, refused: why }, told: { name, outcome: 'denied', why } };
}
