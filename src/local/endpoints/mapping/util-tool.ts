import { escapeJavaScript } from './escape-java-script';
import { parseJson } from './velocity/json-text';
import { TemplateError } from './velocity/template-error';
import { type Tool, textOf, type Value } from './velocity/values';

/** `$util` of mapping templates. */
export const UTIL: Tool = {
  is: 'tool',
  text: '',
  get: () => undefined,
  call: (name, [value]) => (value === undefined ? undefined : METHODS.get(name)?.(value)),
};

const METHODS: ReadonlyMap<string, (value: Value) => Value> = new Map<string, (value: Value) => Value>([
  ['base64Decode', (value) => Buffer.from(textOf(value), 'base64').toString()],
  ['base64Encode', (value) => Buffer.from(textOf(value)).toString('base64')],
  ['escapeJavaScript', (value) => escapeJavaScript(textOf(value))],
  ['parseJson', (value) => parsed(textOf(value))],
  ['urlDecode', (value) => urlDecoded(textOf(value))],
  ['urlEncode', (value) => urlEncoded(textOf(value))],
]);

function parsed(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    throw new TemplateError(`$util.parseJson was given what is not JSON: ${(error as Error).message}`);
  }
}

/** As Java's `URLEncoder`. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '?'))
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TemplateError('$util.urlDecode was given what is not percent-encoded UTF-8');
  }
}
