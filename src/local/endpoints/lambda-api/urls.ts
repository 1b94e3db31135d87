import type {
  Cors as CorsInput,
  CreateFunctionUrlConfigRequest,
  CreateFunctionUrlConfigResponse,
  DeleteFunctionUrlConfigRequest,
  FunctionUrlConfig,
  GetFunctionUrlConfigRequest,
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
  UpdateFunctionUrlConfigRequest,
} from '@aws-sdk/client-lambda';
import type { Cors } from '../../../model/function-url';
import type { AwsError } from '../../engine/aws-error';
import { aliasOf, type Located } from '../../engine/registry/locate';
import { notFound } from '../../engine/registry/not-found';
import type { Registered, RegisteredUrl } from '../../engine/registry/state';
import { createUrl, deleteUrl, noUrl, type UrlWish, updateUrl, urlOf } from '../../engine/registry/urls';
import type { Given } from '../../engine/service-port';
import { type Context, find, isError, type LambdaOperation } from './context';
import { urlTimestamp } from './dates';
import { pageOf } from './paging';

/** URL-01, URL-02. */
export const createFunctionUrlConfig: LambdaOperation<Given<CreateFunctionUrlConfigRequest>, CreateFunctionUrlConfigResponse> = (
  input,
  context,
) => {
  const located = existing(input, context);
  if (isError(located)) return located;
  const url = context.registry.change((state, moment) => createUrl(state, located.fn, located.qualifier, wishOf(input), moment));
  if (isError(url)) return url;
  const { LastModifiedTime: _, ...view } = viewOf(located.fn, url, context);
  return asAsked(view, input);
};

export const getFunctionUrlConfig: LambdaOperation<Given<GetFunctionUrlConfigRequest>, FunctionUrlConfig> = (input, context) => {
  const located = find(context, input, () => noUrl());
  if (isError(located)) return located;
  const url = urlOf(located.fn, located.qualifier);
  return url ? viewOf(located.fn, url, context) : noUrl();
};

export const updateFunctionUrlConfig: LambdaOperation<Given<UpdateFunctionUrlConfigRequest>, FunctionUrlConfig> = (
  input,
  context,
) => {
  const located = existing(input, context);
  if (isError(located)) return located;
  const url = context.registry.change((state, moment) => updateUrl(state, located.fn, located.qualifier, wishOf(input), moment));
  return isError(url) ? url : asAsked(viewOf(located.fn, url, context), input);
};

export const deleteFunctionUrlConfig: LambdaOperation<Given<DeleteFunctionUrlConfigRequest>, undefined> = (input, context) => {
  const located = find(context, input, () => noUrl());
  return isError(located) ? located : context.registry.change((state) => deleteUrl(state, located.fn, located.qualifier));
};

export const listFunctionUrlConfigs: LambdaOperation<Given<ListFunctionUrlConfigsRequest>, ListFunctionUrlConfigsResponse> = (
  input,
  context,
) => {
  const located = existing(input, context);
  if (isError(located)) return located;
  const page = pageOf(located.fn.urls, ({ qualifier = '' }) => qualifier, input);
  if (isError(page)) return page;
  return { FunctionUrlConfigs: page.items.map((url) => viewOf(located.fn, url, context)), NextMarker: page.next };
};

/** Whoever says nothing of the mode is told nothing of it (URL-02; recorded). */
function asAsked<T extends { readonly InvokeMode?: unknown }>(view: T, asked: { readonly InvokeMode?: unknown }): T {
  const { InvokeMode: _, ...rest } = view;
  return asked.InvokeMode === undefined ? (rest as T) : view;
}

function existing(input: { readonly FunctionName: string; readonly Qualifier?: string }, context: Context): Located | AwsError {
  const missing = () => notFound('Function does not exist');
  const located = find(context, input, missing);
  if (isError(located) || located.qualifier === undefined) return located;
  return aliasOf(located.fn, located.qualifier) ? located : missing();
}

function wishOf({ AuthType, InvokeMode, Cors }: Partial<Given<CreateFunctionUrlConfigRequest>>): UrlWish {
  return {
    ...(AuthType !== undefined && { authType: AuthType }),
    ...(InvokeMode !== undefined && { invokeMode: InvokeMode }),
    ...(Cors !== undefined && { cors: corsOf(Cors) }),
  };
}

function corsOf(cors: CorsInput): Cors {
  return {
    ...(cors.AllowCredentials !== undefined && { allowCredentials: cors.AllowCredentials }),
    ...(cors.AllowHeaders && { allowHeaders: cors.AllowHeaders }),
    ...(cors.AllowMethods && { allowMethods: cors.AllowMethods }),
    ...(cors.AllowOrigins && { allowOrigins: cors.AllowOrigins }),
    ...(cors.ExposeHeaders && { exposeHeaders: cors.ExposeHeaders }),
    ...(cors.MaxAge !== undefined && { maxAgeSeconds: cors.MaxAge }),
  };
}

function viewOf(fn: Registered, url: RegisteredUrl, { hrefOf }: Context): FunctionUrlConfig {
  const { cors } = url;
  return {
    FunctionUrl: hrefOf(url),
    FunctionArn: url.qualifier === undefined ? fn.arn : `${fn.arn}:${url.qualifier}`,
    AuthType: url.authType,
    ...(cors && {
      Cors: {
        AllowCredentials: cors.allowCredentials,
        AllowHeaders: cors.allowHeaders && [...cors.allowHeaders],
        AllowMethods: cors.allowMethods && [...cors.allowMethods],
        AllowOrigins: cors.allowOrigins && [...cors.allowOrigins],
        ExposeHeaders: cors.exposeHeaders && [...cors.exposeHeaders],
        MaxAge: cors.maxAgeSeconds,
      },
    }),
    CreationTime: urlTimestamp(url.created),
    LastModifiedTime: urlTimestamp(url.lastModified),
    InvokeMode: url.invokeMode,
  };
}
