import type { Application } from '../../../model/application';
import type { JwtAuthorizer } from '../../../model/http-api';
import { issuerOfPool } from '../../../model/user-pool';
import { LocalError } from '../../errors';
import type { Instant } from '../../time/clock';
import { type Duration, toMilliseconds } from '../../time/duration';

/** What a token says; whatever is left out is as the authorizer of the app wants it. */
export interface TokenOptions {
  /** @default that of the JWT authorizers and user pools of the app, where they are the same */
  readonly issuer?: string;
  /** @default the first that the JWT authorizer of the issuer takes */
  readonly audience?: string;
  /** Who the token is for. @default 'somebody' */
  readonly subject?: string;
  /** @default none */
  readonly scopes?: readonly string[];
  /** How long it counts, from now on by the clock of the executor. @default one hour */
  readonly expiresIn?: Duration;
  /** Others, or in the place of those above, as `{ 'cognito:groups': ['admin'] }`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const DEFAULT_LIFE: Duration = { hours: 1 };

/** The claims of a token that is made now. */
export function tokenClaims(options: TokenOptions, application: Application, now: Instant): Readonly<Record<string, unknown>> {
  const authorizers = jwtAuthorizers(application);
  const pools = poolIssuers(application);
  const issuer = options.issuer ?? onlyIssuer([...authorizers.map((each) => each.issuer), ...pools]);
  const audience = options.audience ?? authorizers.find((each) => each.issuer === issuer)?.audience[0];
  const issued = Math.floor(now / 1000);
  return {
    iss: issuer,
    ...(audience !== undefined && { aud: audience }),
    sub: options.subject ?? 'somebody',
    // REST APIs tell the two kinds of tokens of a user pool apart.
    ...(pools.includes(issuer) && { token_use: options.scopes ? 'access' : 'id' }),
    ...(options.scopes && { scope: options.scopes.join(' ') }),
    iat: issued,
    exp: issued + Math.floor(toMilliseconds(options.expiresIn ?? DEFAULT_LIFE) / 1000),
    ...options.claims,
  };
}

function jwtAuthorizers({ httpApis = [] }: Application): readonly JwtAuthorizer[] {
  return httpApis.flatMap(({ routes }) => routes.flatMap(({ authorizer }) => (authorizer?.type === 'JWT' ? [authorizer] : [])));
}

/** Of the user pools that REST APIs ask. */
function poolIssuers({ restApis = [] }: Application): readonly string[] {
  const methods = restApis.flatMap(({ resources }) => resources.flatMap((resource) => resource.methods));
  const pools = methods.flatMap(({ authorizer }) => (authorizer?.type === 'COGNITO_USER_POOLS' ? authorizer.pools : []));
  return [...new Set(pools)].flatMap((pool) => issuerOfPool(pool) ?? []);
}

function onlyIssuer(given: readonly string[]): string {
  const issuers = [...new Set(given)];
  const [only, ...others] = issuers;
  if (only !== undefined && others.length === 0) return only;
  const there = only === undefined ? 'the app has no JWT authorizer' : `the app has ${issuers.join(', ')}`;
  throw new LocalError('OPTION_INVALID', `The issuer of the token must be given: ${there}.`);
}
