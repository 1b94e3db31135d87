import type { FunctionUrl } from '../../../model/function-url';
import type { Change } from './change-result';
import { notFound } from './not-found';

import { conflict, invalidParameter } from './preconditions';
import { type Moment, type Registered, type RegisteredUrl, type RegistryState, withFunction } from './state';

/** What a request says of a URL; what it does not say stays as it is. */
export type UrlWish = Partial<Pick<FunctionUrl, 'authType' | 'invokeMode' | 'cors'>>;

/** Digits of a URL's id (URL-01). */
const ID_LENGTH = 32;

/** URL-01, URL-02. */
export function createUrl(
  state: RegistryState,
  fn: Registered,
  qualifier: string | undefined,
  wish: UrlWish,
  { now, newId }: Moment,
): Change<RegisteredUrl> {
  // FN-68; the text is not known.
  if (fn.isolatesTenants) return invalidParameter('A function that isolates its tenants cannot have a function URL.');
  if (urlOf(fn, qualifier)) {
    return conflict(
      `Failed to create function url config for [functionArn = ${fn.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  const id = newId().replaceAll('-', '').slice(0, ID_LENGTH);
  const url: RegisteredUrl = {
    address: fn.address,
    id,
    domainName: `${id}.lambda-url.${fn.region}.on.aws`,
    ...(qualifier !== undefined && { qualifier }),
    authType: wish.authType ?? 'AWS_IAM',
    invokeMode: wish.invokeMode ?? 'BUFFERED',
    ...(wish.cors && { cors: wish.cors }),
    created: now,
    lastModified: now,
  };
  return [withFunction(state, { ...fn, urls: [...fn.urls, url] }), url];
}

/** URL-02. */
export function updateUrl(
  state: RegistryState,
  fn: Registered,
  qualifier: string | undefined,
  { cors, authType, invokeMode }: UrlWish,
  { now }: Moment,
): Change<RegisteredUrl> {
  const present = urlOf(fn, qualifier);
  if (!present) return noUrl();
  const { cors: before, ...kept } = present;
  // An empty object ends the CORS configuration.
  const after = cors === undefined ? before : Object.keys(cors).length === 0 ? undefined : cors;
  const url: RegisteredUrl = {
    ...kept,
    ...(after && { cors: after }),
    ...(authType && { authType }),
    ...(invokeMode && { invokeMode }),
    lastModified: now,
  };
  return [withFunction(state, { ...fn, urls: fn.urls.map((each) => (each === present ? url : each)) }), url];
}

export function deleteUrl(state: RegistryState, fn: Registered, qualifier: string | undefined): Change<undefined> {
  const present = urlOf(fn, qualifier);
  if (!present) return noUrl();
  return [withFunction(state, { ...fn, urls: fn.urls.filter((each) => each !== present) }), undefined];
}

export function urlOf(fn: Registered, qualifier: string | undefined): RegisteredUrl | undefined {
  return fn.urls.find((url) => url.qualifier === qualifier);
}

export function noUrl() {
  return notFound('The resource you requested does not exist.');
}
