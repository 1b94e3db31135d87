import { type HeaderList, headerValues } from './header-list';
import { readPath } from './json-path/read';
import type { ContextValue, ContextValues } from './types';
import { parseJson } from './velocity/json-text';
import { TemplateError } from './velocity/template-error';
import { Dict, jsonOf, List, textOf, type Value } from './velocity/values';

/** What the right side of a parameter mapping may name, under `method.request` or `integration.response`. */
export interface ParameterSources {
  readonly prefix: 'method.request' | 'integration.response';
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly context: ContextValues;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** The values that an expression leads to, none for what is not there. Fails with a `TemplateError` for a body that is not JSON. */
export function parameterValues(expression: string, sources: ParameterSources): readonly string[] {
  const given = expression.trim();
  if (/^'[\s\S]*'$/.test(given)) return [given.slice(1, -1)];
  if (given.startsWith('context.')) return contextValue(sources.context, given.slice('context.'.length));
  if (given.startsWith('stageVariables.')) return ownText(sources.stageVariables, given.slice('stageVariables.'.length));
  if (!given.startsWith(`${sources.prefix}.`)) throw new TemplateError(`the parameter ${expression} is not understood`);
  const [place = '', ...rest] = given.slice(sources.prefix.length + 1).split('.');
  const name = rest.join('.');
  switch (place.toLowerCase()) {
    case 'path':
      return ownText(sources.path ?? {}, name);
    case 'querystring':
      return (sources.query?.[name] ?? []).slice(-1);
    case 'multivaluequerystring':
      return sources.query?.[name] ?? [];
    case 'header':
      return headerValues(sources.headers, name).slice(-1);
    case 'multivalueheader': {
      const values = headerValues(sources.headers, name);
      return values.length === 0 ? [] : [values.join(',')];
    }
    case 'body':
      return bodyValue(sources.body, name);
    default:
      throw new TemplateError(`the parameter ${expression} is not understood`);
  }
}

function ownText(values: Readonly<Record<string, string>>, name: string): readonly string[] {
  return Object.hasOwn(values, name) ? [values[name] as string] : [];
}

function contextValue(context: ContextValues, path: string): readonly string[] {
  let value: ContextValue = context;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return [];
    value = (value as ContextValues)[name];
  }
  if (value === undefined || value === null) return [];
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

/** All of it as it is, or a member of its JSON. */
function bodyValue(body: Buffer, path: string): readonly string[] {
  const text = body.toString();
  if (path === '') return text === '' ? [] : [text];
  let document: Value;
  try {
    document = text.trim() === '' ? new Dict() : parseJson(text);
  } catch (error) {
    throw new TemplateError(`the body is not JSON: ${(error as Error).message}`);
  }
  const value = readPath(document, `$.${path}`);
  if (value === null) return [];
  return [value instanceof Dict || value instanceof List ? jsonOf(value) : textOf(value)];
}
