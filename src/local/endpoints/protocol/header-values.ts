import { Malformed } from './malformed';
import { scalarOf, scalarText } from './scalars';
import type { ListShape, Shape, SimpleShape } from './shape';

/** From the text of one header. */
export function fromHeader(shape: Shape, text: string): unknown {
  return shape.kind === 'list' ? splitHeader(text, shape).map((item) => simple(shape.item.shape, item)) : simple(shape, text);
}

export function toHeader(shape: Shape, value: unknown): string {
  if (shape.kind !== 'list') return oneLine(scalarText(shape as SimpleShape, value, 'http-date'));
  const { shape: item } = shape.item;
  const texts = [...(value as Iterable<unknown>)].map((each) => scalarText(item as SimpleShape, each, 'http-date'));
  return oneLine(texts.map((text) => (item.kind === 'string' && /[",]/.test(text) ? quoted(text) : text)).join(', '));
}

/** From the values of one parameter of the query. */
export function fromQueryParameter(shape: Shape, values: readonly string[]): unknown {
  if (shape.kind === 'list') return values.map((value) => simple(shape.item.shape, value));
  return simple(shape, values[0] as string);
}

export function simple(shape: Shape, text: string): unknown {
  if ('members' in shape || 'item' in shape || 'value' in shape) throw new Malformed('A structure stands where a value is due.');
  return scalarOf(shape, text);
}

/** At commas outside quotes; dates in words have a comma of their own. */
function splitHeader(text: string, { item }: ListShape): readonly string[] {
  const isDate = item.shape.kind === 'timestamp' && (item.shape.format ?? 'http-date') === 'http-date';
  const pattern = isDate ? /[^,]+,[^,]+/g : /"(?:[^"\\]|\\.)*"|[^,]+/g;
  const items = (text.match(pattern) ?? []).map((each) => each.trim()).filter((each) => each !== '');
  return items.map((each) => (/^".*"$/s.test(each) ? each.slice(1, -1).replace(/\\(.)/g, '$1') : each));
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A line end in a header would end the header. */
function oneLine(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, (sign) => encodeURIComponent(sign));
}
