import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type Duration, Token } from 'aws-cdk-lib/core';
import { AUTHORIZER_TTL, AUTHORIZER_TTL_BY_DEFAULT_SECONDS, AUTHORIZERS_PER_API } from '../../spec/event-sources/authorizers';
import type { Limit } from '../../spec/limit';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { warn } from '../construct-warning';

/** Refuses a time for which a decision cannot be kept (AUT-01, APS-04). */
export function checkTtl(place: Place, ttl: Duration | undefined, limit: Limit = AUTHORIZER_TTL): void {
  if (ttl !== undefined && !ttl.isUnresolved()) within(place, 'resultsCacheTtl', ttl.toMilliseconds() / 1000, limit);
}

/** What is kept is found by the identity of the client: without one there would be one decision for all (AUT-07). */
export function checkIdentity(place: Place, prop: string, sources: readonly string[], ttl: Duration | undefined): void {
  if (Token.isUnresolved(sources) || sources.length > 0 || ttl?.isUnresolved()) return;
  const seconds = ttl?.toSeconds() ?? AUTHORIZER_TTL_BY_DEFAULT_SECONDS;
  if (seconds === 0) return;
  throw new ConstructError(
    place,
    'AUTHORIZER_IDENTITY_MISSING',
    `${prop} must name at least one when decisions are kept for ${seconds} s, but is empty (AUT-07).`,
  );
}

export function warnOfCount(api: apigateway.IRestApi): void {
  const { length } = api.node.findAll().filter((each) => apigateway.Authorizer.isAuthorizer(each));
  if (length <= AUTHORIZERS_PER_API) return;
  warn(api, 'AUTHORIZERS_ABOVE_QUOTA', `The API has more than ${AUTHORIZERS_PER_API} authorizers (AUT-01).`);
}

/** Refuses a second authorizer under the same id. */
export function checkAuthorizerFree(place: Place, api: apigateway.IRestApi, id: string): void {
  if (api.node.tryFindChild(id) === undefined) return;
  throw new ConstructError(place, 'AUTHORIZER_TWICE', `it is an authorizer of ${api.node.path} of this name already.`);
}
