import type { GatewayResponse } from '../../../model/rest-api';
import { GATEWAY_RESPONSES } from '../../../spec/rest-api';
import { reasonHeader } from '../gateway-request';
import type { HttpResponse } from '../http';
import { headersFlaw } from '../proxy-result';
import type { GatewayError } from './ending';
import { mediaType } from './media-types';
import { templateContext } from './request-context';
import { headerValue, queryValue } from './request-values';
import type { BegunRestCall, RestCall } from './rest-call';

type Call = BegunRestCall & Partial<RestCall>;

/** What a client gets when the API itself answers: as the app has it in its gateway responses, or as API Gateway has it. */
export function gatewayResponse(call: Call, error: GatewayError): HttpResponse {
  const { status: byDefault, errorType } = GATEWAY_RESPONSES[error.type];
  const own = customized(call.api.gatewayResponses, error);
  const status = Number(own?.statusCode ?? error.status ?? byDefault);
  const values = valuesOf(call, error);
  const headers = parameterHeaders(own?.parameters ?? {}, values);
  const chosen = templateFor(own?.templates ?? {}, call.head.headers.accept);
  const body = chosen ? substituted(chosen.template, values) : JSON.stringify({ [error.member ?? 'message']: error.message });
  const isTyped = headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type');
  return {
    status: status >= 200 && status <= 599 ? status : byDefault,
    headers: [
      ...(isTyped ? [] : ['Content-Type', chosen?.mediaType ?? 'application/json']),
      ...['x-amzn-ErrorType', error.errorType ?? errorType],
      ...(headersFlaw(headers) ? [] : headers),
      ...reasonHeader(error.refused),
    ],
    body,
  };
}

/** The response for this type, or else the one for all of its kind. */
function customized(responses: readonly GatewayResponse[], { type, status }: GatewayError): GatewayResponse | undefined {
  const number = status ?? GATEWAY_RESPONSES[type].status;
  const found = (wanted: string) => responses.find((each) => each.type === wanted);
  return found(type) ?? found(number >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
}

function templateFor(
  templates: Readonly<Record<string, string>>,
  accept: string | undefined,
): { readonly mediaType: string; readonly template: string } | undefined {
  const names = Object.keys(templates);
  const wanted = mediaType(accept);
  const name = names.find((each) => each === wanted) ?? names.find((each) => each === 'application/json') ?? names[0];
  return name === undefined ? undefined : { mediaType: name, template: templates[name] as string };
}

/** What a name stands for; undefined for a name that there is not. */
type Values = (name: string) => string | undefined;

function valuesOf(call: Call, error: GatewayError): Values {
  const told = {
    message: error.message ?? '',
    messageString: JSON.stringify(error.message),
    responseType: error.type,
    ...(error.validationError !== undefined && { validationErrorString: error.validationError }),
  };
  const context = templateContext(call, told);
  return (name) => {
    const [root, ...path] = name.split('.');
    if (root === 'context') return shown(path.reduce<unknown>(memberOf, context));
    if (root === 'stageVariables') return shown(memberOf(call.stage.variables, path.join('.')));
    return requestValue(call, name);
  };
}

/** As `method.request.header.Origin`. */
function requestValue(call: Call, name: string): string | undefined {
  const [, kind, parameter = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(name) ?? [];
  if (kind === 'path') return call.pathParameters?.[parameter];
  if (kind === 'querystring') return queryValue(call, parameter);
  return kind === 'header' ? headerValue(call, parameter) : undefined;
}

function parameterHeaders(parameters: Readonly<Record<string, string>>, values: Values): readonly string[] {
  return Object.entries(parameters).flatMap(([target, source]) => {
    const [, name] = /^gatewayresponse\.header\.(.+)$/.exec(target) ?? [];
    const literal = /^'(.*)'$/s.exec(source)?.[1];
    const value = literal ?? values(source);
    return name === undefined || value === undefined ? [] : [name, value];
  });
}

/** Names with a dollar sign become their values; one that there is not becomes nothing. Gateway responses have no other logic. */
function substituted(template: string, values: Values): string {
  return template.replace(/\$(?:\{([\w.-]+)\}|((?:context|stageVariables|method)\.[\w-]+(?:\.[\w-]+)*))/g, (_, braced, plain) => {
    return values(braced ?? plain) ?? '';
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
