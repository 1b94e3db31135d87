import { readPath } from './json-path/read';
import { parseJson } from './velocity/json-text';
import { TemplateError } from './velocity/template-error';
import { Dict, jsonOf, type Tool, textOf, type Value } from './velocity/values';

export interface Parameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/** `$input` of mapping templates: a body, parsed when it is first asked for, and the parameters of the client's request. */
export function inputTool(body: string, parameters: Parameters): Tool {
  const params = new Dict(
    (['path', 'querystring', 'header'] as const).map((place) => [place, new Dict(Object.entries(parameters[place]))] as const),
  );
  let document: Value | undefined;
  const at = (path: Value | undefined) => {
    document ??= documentOf(body);
    return readPath(document, textOf(path ?? '$'));
  };
  const methods: ReadonlyMap<string, (args: readonly Value[]) => Value> = new Map([
    // What is not there is the empty text, also as JSON.
    ['json', ([path]: readonly Value[]) => jsonOf(at(path) ?? '')],
    ['path', ([path]: readonly Value[]) => at(path)],
    ['params', ([name]: readonly Value[]) => (name === undefined ? params : parameter(params, textOf(name)))],
  ]);
  return {
    is: 'tool',
    text: '',
    get: (name) => (name === 'body' ? (body === '' ? '{}' : body) : undefined),
    call: (name, args) => methods.get(name)?.(args),
  };
}

/** No body at all reads as an empty object. */
function documentOf(body: string): Value {
  if (body.trim() === '') return new Dict();
  try {
    return parseJson(body);
  } catch (error) {
    throw new TemplateError(`the body is not JSON: ${(error as Error).message}`);
  }
}

/** Looked for in the path, the query and the headers, in this order. */
function parameter(params: Dict, name: string): Value {
  for (const place of params.entries.values()) {
    const found = place instanceof Dict ? place.entries.get(name) : undefined;
    if (found !== undefined) return found;
  }
  return '';
}
