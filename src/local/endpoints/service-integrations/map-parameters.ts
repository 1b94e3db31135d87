import { RESERVED_HEADERS } from '../../../spec/http-api-mapping';
import { withHeader, withoutHeader } from '../mapping/header-list';
import { TemplateError } from '../mapping/velocity/template-error';
import { parameterText } from './parameter-text';
import type { MapRequest, MapResponse } from './types';

const KEY = /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/;

/** Parameters of a request on its way to a proxy integration, in the order in which they stand. Fails with a `TemplateError`. */
export const mapRequest: MapRequest = (parameters, request) => {
  let headers: readonly string[] = request.headers;
  const query: Record<string, readonly string[]> = { ...request.query };
  let path: string | undefined;
  for (const [key, source] of Object.entries(parameters)) {
    const { action, place, name } = parsed(key);
    const value = action === 'remove' ? undefined : parameterText(source, request);
    if (action !== 'remove' && value === undefined) continue;
    if (place === 'header') headers = changed(headers, action, name, value);
    else if (place === 'querystring') {
      if (action === 'remove') delete query[name];
      else query[name] = action === 'append' ? [...(query[name] ?? []), value as string] : [value as string];
    } else if (place === 'path' && action === 'overwrite') path = value;
    else throw new TemplateError(`the request parameter ${key} is not understood`);
  }
  return { headers, query, ...(path !== undefined && { path }) };
};

/** Parameters of a response, by its status. Fails with a `TemplateError`. */
export const mapResponse: MapResponse = (parameters, response, request) => {
  let { status, headers } = response;
  const own = Object.hasOwn(parameters, status) ? parameters[String(status)] : undefined;
  for (const [key, source] of Object.entries(own ?? {})) {
    const { action, place, name } = parsed(key);
    const value = action === 'remove' ? undefined : parameterText(source, request, response);
    if (action !== 'remove' && value === undefined) continue;
    if (place === 'header') headers = changed(headers, action, name, value);
    else if (place === 'statuscode' && action === 'overwrite') status = statusOf(value as string);
    else throw new TemplateError(`the response parameter ${key} is not understood`);
  }
  return { status, headers };
};

function parsed(key: string): { readonly action: string; readonly place: string; readonly name: string } {
  const [, action = '', place = '', name = ''] = KEY.exec(key) ?? [];
  const isNamed = place === 'header' || place === 'querystring';
  if (action === '' || isNamed !== (name !== '')) throw new TemplateError(`the parameter ${key} is not understood`);
  if (place === 'header' && RESERVED_HEADERS.test(name)) throw new TemplateError(`the header ${name} is reserved`);
  return { action, place, name };
}

function changed(headers: readonly string[], action: string, name: string, value: string | undefined): readonly string[] {
  if (action === 'remove' || value === undefined) return withoutHeader(headers, name);
  return action === 'append' ? [...headers, name, value] : withHeader(headers, name, [value]);
}

function statusOf(text: string): number {
  const status = Number(text);
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new TemplateError(`${JSON.stringify(text)} is no status from 200 to 599`);
}
