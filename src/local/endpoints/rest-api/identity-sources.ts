import { templateContext } from './request-context';
import { headerValue, queryValue } from './request-values';
import type { RestCall } from './rest-call';

/** What a source of identity stands for in a request, as `method.request.header.Authorization`; undefined where there is nothing. */
export function identityOf(source: string, call: RestCall): string | undefined {
  const [, place = '', name = ''] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(source) ?? [];
  const value = valueOf(place, name, call);
  return value === '' ? undefined : value;
}

function valueOf(place: string, name: string, call: RestCall): string | undefined {
  if (place === 'stageVariables') return Object.hasOwn(call.stage.variables, name) ? call.stage.variables[name] : undefined;
  if (place === 'method.request.header') return headerValue(call, name);
  if (place === 'method.request.querystring') return queryValue(call, name);
  if (place !== 'context') return undefined;
  const found = name.split('.').reduce<unknown>((value, member) => {
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[member] : undefined;
  }, templateContext(call));
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
