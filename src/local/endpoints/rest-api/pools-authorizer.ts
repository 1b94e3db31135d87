import type { RestPoolsAuthorizer } from '../../../model/rest-api';
import type { Instant } from '../../time/clock';
import type { Authorized } from './authorized';
import { identityOf } from './identity-sources';
import type { RestCall } from './rest-call';

/** Claims of a token whose signature is one of the issuer's, or why it is not to be trusted; expiry is not looked at. */
export type VerifyToken = (
  token: string,
  issuers: readonly string[],
) => Promise<{ readonly claims: Readonly<Record<string, unknown>> } | { readonly refused: string }>;

/** Whether the request has a token of one of the user pools: an identity token or, where scopes are asked for, an access token. */
export async function checkPoolToken(
  call: RestCall,
  authorizer: RestPoolsAuthorizer,
  verifyToken: VerifyToken | undefined,
  clock: { now(): Instant },
): Promise<Authorized> {
  const { name } = authorizer;
  const token = authorizer.identitySources.map((source) => identityOf(source, call)).find((value) => value !== undefined);
  if (token === undefined) return refused(name, `the request has no ${authorizer.identitySources.join(', ')}`);
  if (verifyToken === undefined) return refused(name, 'no keys were given with which tokens could be checked');
  const checked = await verifyToken(token.replace(/^Bearer\s+/i, ''), authorizer.pools.flatMap(issuerOf));
  if ('refused' in checked) return refused(name, checked.refused);
  const { claims } = checked;
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= clock.now()) {
    return refused(name, 'the token has expired', 'The incoming token has expired');
  }
  const scopes = call.method.scopes ?? [];
  const why = scopes.length > 0 ? scopeFlaw(claims, scopes) : identityFlaw(claims);
  if (why !== undefined) return refused(name, why);
  const principal = typeof claims.sub === 'string' ? claims.sub : undefined;
  return {
    call: { ...call, authorizer: { claims: Object.fromEntries(Object.entries(claims).map(claimText)) } },
    told: { name, outcome: 'allowed', ...(principal !== undefined && { principal }) },
  };
}

/** Of the pool's ARN: who its tokens say that they are from. */
function issuerOf(pool: string): readonly string[] {
  const [, partition = 'aws', , region = '', , resource = ''] = pool.split(':');
  const id = resource.split('/')[1];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return id === undefined ? [] : [`https://cognito-idp.${region}.${suffix}/${id}`];
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
