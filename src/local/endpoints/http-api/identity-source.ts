import { headerOf, queryPairs } from '../request-facts';
import { contextOf } from './context-values';
import type { HttpCall } from './http-call';

/** What a source of identity, as `$request.header.Authorization`, stands for in a request; undefined where there is nothing. */
export function identityOf(source: string, call: HttpCall): string | undefined {
  const value = valueOf(source, call);
  return value === '' ? undefined : value;
}

function valueOf(source: string, call: HttpCall): string | undefined {
  const [, place = '', name = ''] = /^\$?(request\.header|request\.querystring|stageVariables|context)\.(.+)$/.exec(source) ?? [];
  if (place === 'request.header') return headerOf(call.head, name.toLowerCase());
  if (place === 'request.querystring') {
    const found = queryPairs(call.head.rawQuery).filter(([each]) => each === name);
    return found.length === 0 ? undefined : found.map(([, value]) => value).join(',');
  }
  if (place === 'stageVariables') return Object.hasOwn(call.stage.variables, name) ? call.stage.variables[name] : undefined;
  return place === 'context' ? contextValue(name, call) : undefined;
}

function contextValue(name: string, call: HttpCall): string | undefined {
  const found = name.split('.').reduce<unknown>((value, member) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, member);
    return isThere ? (value as Readonly<Record<string, unknown>>)[member] : undefined;
  }, contextOf(call));
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
