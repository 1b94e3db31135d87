import type { Change } from './change-result';
import { aliasOf, versionOf } from './locate';
import { notFound } from './not-found';
import { conflict, invalidParameter, invalidWithoutOrigin, revisionError } from './preconditions';
import {
  type Moment,
  type Registered,
  type RegisteredAlias,
  type RegisteredVersion,
  type RegistryState,
  withFunction,
} from './state';

/** What a request says of an alias; what it does not say stays as it is. */
export interface AliasWish {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Shares by version; an empty object ends the sharing. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId?: string;
}

/** ALS-02 to ALS-05. */
export function createAlias(state: RegistryState, fn: Registered, wish: AliasWish, moment: Moment): Change<RegisteredAlias> {
  const version = wish.version ?? '';
  const routes = routesOf(fn, version, wish.weights ?? {});
  if ('kind' in routes) return routes;
  if (aliasOf(fn, wish.name)) return conflict(`Alias already exists: ${fn.arn}:${wish.name}`);
  const alias: RegisteredAlias = {
    address: fn.address,
    name: wish.name,
    description: wish.description ?? '',
    revisionId: moment.newId(),
    ...routes,
  };
  return [withFunction(state, { ...fn, aliases: [...fn.aliases, alias] }), alias];
}

/** ALS-02, ALS-03, ALS-06, ALS-08. */
export function updateAlias(state: RegistryState, fn: Registered, wish: AliasWish, moment: Moment): Change<RegisteredAlias> {
  const present = aliasOf(fn, wish.name);
  if (!present) return notFound(`Alias not found: ${fn.arn}:${wish.name}`);
  const refused = revisionError(wish.revisionId, present.revisionId);
  if (refused) return refused;
  const { additional, ...kept } = present;
  const weights = wish.weights ?? (additional ? { [additional.version]: additional.weight } : {});
  const routes = routesOf(fn, wish.version ?? present.version, weights);
  if ('kind' in routes) return routes;
  const changed: RegisteredAlias = {
    ...kept,
    ...(wish.description !== undefined && { description: wish.description }),
    revisionId: moment.newId(),
    ...routes,
  };
  const aliases = fn.aliases.map((alias) => (alias === present ? changed : alias));
  return [withFunction(state, { ...fn, aliases }), changed];
}

/** With its URL, policy and settings; without a word when there is no such alias (ALS-03, URL-03). */
export function deleteAlias(state: RegistryState, fn: Registered, name: string): Change<undefined> {
  if (!aliasOf(fn, name)) return [state, undefined];
  const others = <T extends { readonly qualifier?: string }>(list: readonly T[]) =>
    list.filter((each) => each.qualifier !== name);
  const changed: Registered = {
    ...fn,
    aliases: fn.aliases.filter((alias) => alias.name !== name),
    urls: others(fn.urls),
    permissions: others(fn.permissions),
    asyncConfigurations: fn.asyncConfigurations.filter((each) => each.qualifier !== name),
  };
  return [withFunction(state, changed), undefined];
}

type Routes = Pick<RegisteredAlias, 'version' | 'additional'>;

/** ALS-03 to ALS-05. */
function routesOf(fn: Registered, version: string, weights: Readonly<Record<string, number>>) {
  const shares = Object.entries(weights);
  if (shares.length > 1) return invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const [share] = shares;
  if (share && share[0] === version) {
    return invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (share && version === '$LATEST')
    return invalidWithoutOrigin('$LATEST is not supported for an alias pointing to more than 1 version');
  const missing = [version, ...shares.map(([number]) => number)].find((number) => number !== '$LATEST' && !versionOf(fn, number));
  if (missing !== undefined) return notFound(`Function not found: ${fn.arn}:${missing}`);
  if (!share) return { version } satisfies Routes;
  const [one, other] = [version, share[0]].map((number) => versionOf(fn, number) as RegisteredVersion);
  if (one?.configuration.roleArn !== other?.configuration.roleArn || one?.deadLetterArn !== other?.deadLetterArn) {
    return invalidParameter(
      `Versions ${version} and ${share[0]} must have the same execution role and the same dead-letter configuration to share an alias.`,
    );
  }
  return { version, additional: { version: share[0], weight: share[1] } } satisfies Routes;
}
