import { MAPPING_TEMPLATE_MAX } from '../../../spec/mapping-templates';
import { inputTool, type Parameters } from './input-tool';
import type { ContextValues } from './types';
import { UTIL } from './util-tool';
import { fromPlain } from './velocity/json-text';
import { parseTemplate } from './velocity/parse-template';
import { render } from './velocity/render';
import type { Nodes } from './velocity/syntax';
import { TemplateError } from './velocity/template-error';
import { Dict, List, textOf, type Value } from './velocity/values';

export interface TemplateInput {
  readonly body: string;
  readonly parameters: Parameters;
  readonly context: ContextValues;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** What the template of the request has set, for that of the response. */
  readonly overrides?: Overrides;
}

/** What a template has set in `$context.requestOverride` and `$context.responseOverride`. */
export interface Overrides {
  readonly request: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, readonly string[]>>;
    readonly header: Readonly<Record<string, readonly string[]>>;
  };
  readonly response: { readonly header: Readonly<Record<string, readonly string[]>>; readonly status?: number };
}

/** Renders a mapping template; fails with a `TemplateError`. */
export function renderMapping(template: string, input: TemplateInput): { readonly text: string; readonly overrides: Overrides } {
  const context = fromPlain(input.context) as Dict;
  const requestOverride = new Dict(
    (['header', 'path', 'querystring'] as const).map(
      (place) => [place, plainDict(input.overrides?.request[place] ?? {})] as const,
    ),
  );
  const status = input.overrides?.response.status;
  const responseOverride = new Dict([
    ['header', plainDict(input.overrides?.response.header ?? {})],
    ...(status === undefined ? [] : [['status', BigInt(status)] as const]),
  ]);
  context.entries.set('requestOverride', requestOverride);
  context.entries.set('responseOverride', responseOverride);
  const text = render(
    parsed(template),
    new Map<string, Value>([
      ['input', inputTool(input.body, input.parameters)],
      ['util', UTIL],
      ['context', context],
      ['stageVariables', plainDict(input.stageVariables)],
    ]),
  );
  const request = {
    path: Object.fromEntries(Object.entries(texts(requestOverride, 'path')).map(([name, [value = '']]) => [name, value])),
    querystring: texts(requestOverride, 'querystring'),
    header: texts(requestOverride, 'header'),
  };
  const chosen = statusOf(responseOverride.entries.get('status'));
  const response = { header: texts(responseOverride, 'header'), ...(chosen !== undefined && { status: chosen }) };
  return { text, overrides: { request, response } };
}

/** A template is parsed once; apps have few of them. */
const PARSED = new Map<string, Nodes>();
const PARSED_MAX = 500;

function parsed(template: string): Nodes {
  const known = PARSED.get(template);
  if (known) return known;
  const bytes = Buffer.byteLength(template);
  if (bytes > MAPPING_TEMPLATE_MAX) throw new TemplateError(`it is ${bytes} bytes long, and may be ${MAPPING_TEMPLATE_MAX}`);
  const nodes = parseTemplate(template);
  if (PARSED.size >= PARSED_MAX) PARSED.clear();
  PARSED.set(template, nodes);
  return nodes;
}

function plainDict(values: Readonly<Record<string, unknown>>): Dict {
  return fromPlain(values) as Dict;
}

/** A list is a parameter with several values. */
function texts(owner: Dict, place: string): Record<string, readonly string[]> {
  const values = owner.entries.get(place);
  if (!(values instanceof Dict)) return {};
  return Object.fromEntries(
    [...values.entries].map(([name, value]) => [name, value instanceof List ? value.items.map(textOf) : [textOf(value)]]),
  );
}

/** What is no whole number from 100 to 599 changes nothing. */
function statusOf(value: Value | undefined): number | undefined {
  const status = typeof value === 'bigint' ? Number(value) : Number.NaN;
  return status >= 100 && status <= 599 ? status : undefined;
}
