import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import {
  CORS_HEADER,
  CORS_HEADERS,
  CORS_MAX_AGE,
  CORS_METHOD,
  CORS_METHODS,
  CORS_ORIGIN,
  CORS_ORIGINS,
} from '../spec/function-url-cors';
import type { Limit, TextLimit } from '../spec/limit';
import { fitting, ofKind, within } from './check';
import { ConstructError, type Place } from './construct-error';

/** Refuses what Lambda would refuse, and what no browser would accept. */
export function checkCors(place: Place, cors: lambda.FunctionUrlCorsOptions): void {
  const { allowedMethods, allowedHeaders, exposedHeaders, allowedOrigins, maxAge } = cors;

  if (allowedMethods?.some((method) => `${method}`.toUpperCase() === 'OPTIONS')) {
    throw new ConstructError(place, 'CORS_OPTIONS', 'cors.allowedMethods must not have OPTIONS.');
  }
  checkList(place, 'cors.allowedMethods', allowedMethods, CORS_METHODS, CORS_METHOD);
  checkList(place, 'cors.allowedHeaders', allowedHeaders, CORS_HEADERS, CORS_HEADER);
  checkList(place, 'cors.exposedHeaders', exposedHeaders, CORS_HEADERS, CORS_HEADER);
  checkList(place, 'cors.allowedOrigins', allowedOrigins, CORS_ORIGINS, CORS_ORIGIN);
  if (cors.allowCredentials && allowedOrigins?.includes('*')) {
    throw new ConstructError(place, 'CORS_CREDENTIALS_WITH_ANY_ORIGIN', "cors.allowCredentials must not meet the origin '*'.");
  }
  if (maxAge !== undefined) ofKind(place, 'cors.maxAge', maxAge, 'a Duration, as Duration.hours(1)', (it) => it.toSeconds);
  if (maxAge && !maxAge.isUnresolved()) within(place, 'cors.maxAge', maxAge.toSeconds({ integral: false }), CORS_MAX_AGE);
}

function checkList(place: Place, prop: string, list: readonly string[] | undefined, count: Limit, each: TextLimit): void {
  if (!list || Token.isUnresolved(list)) return;
  within(place, `the length of ${prop}`, list.length, count);
  for (const [index, text] of list.entries()) fitting(place, `${prop}[${index}]`, text, each);
  if (list.length > 1 && list.includes('*')) {
    throw new ConstructError(place, 'CORS_WILDCARD_NOT_ALONE', `${prop} must not have '*' beside others.`);
  }
}
