import { BODY_PATH_MAX } from '../../../spec/http-api-mapping';
import type { HeaderList } from '../mapping/header-list';
import { parameterValues } from '../mapping/parameter-source';
import type { MethodRequest } from '../mapping/types';

/** A response that parameters may name, once there is one. */
export interface NamedResponse {
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/**
 * What a parameter of an HTTP API is: a text, `$request.header.name` and the like, or a text with several `${request.…}` in it.
 * Undefined when the one that it names is not there. Fails with a `TemplateError`.
 */
export function parameterText(source: string, request: MethodRequest, response?: NamedResponse): string | undefined {
  const single = /^\$(?:\{([^{}]*)\}|([A-Za-z][^\s{}]*))$/.exec(source);
  if (single) return named(single[1] ?? (single[2] as string), request, response);
  return source.replace(/\$\{([^{}]*)\}/g, (_, expression: string) => named(expression, request, response) ?? '');
}

function named(expression: string, request: MethodRequest, response: NamedResponse | undefined): string | undefined {
  if (expression === 'request.path') return request.path;
  const { pathParameters: path, query, headers, body, context, stageVariables } = request;
  if (expression.startsWith('response.')) {
    if (!response) return undefined;
    const sources = { context, stageVariables, ...response, prefix: 'integration.response' } as const;
    return joined(parameterValues(multiple(`integration.${expression}`), cut(expression, sources)));
  }
  const sources = { context, stageVariables, path, query, headers, body, prefix: 'method.request' } as const;
  const given = expression.startsWith('request.') ? `method.${expression}` : expression;
  return joined(parameterValues(multiple(given), cut(expression, sources)));
}

/** Several values are one, with commas. */
function multiple(expression: string): string {
  return expression
    .replace(/^(method\.request|integration\.response)\.header\./, '$1.multivalueheader.')
    .replace(/^method\.request\.querystring\./, 'method.request.multivaluequerystring.');
}

/** Of a longer body a path sees the beginning only, which then is no JSON. */
function cut<T extends { readonly body: Buffer }>(expression: string, sources: T): T {
  return /\.body\./.test(expression) && sources.body.length > BODY_PATH_MAX
    ? { ...sources, body: sources.body.subarray(0, BODY_PATH_MAX) }
    : sources;
}

function joined(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',');
}
