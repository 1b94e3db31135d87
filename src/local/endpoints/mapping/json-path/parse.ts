import { Cursor } from '../velocity/cursor';
import { parseJson } from '../velocity/json-text';
import type { Condition, Operand, Path, Segment } from './syntax';

/** Fails with a `TemplateError` for what is no JSONPath, or has more of it than is understood. */
export function parsePath(text: string): Path {
  const cursor = new Cursor(text.trim());
  if (!cursor.take('$')) {
    // As Jayway has it: a path without a root begins there.
    cursor.take('@');
    if (cursor.at === 0) return parsePath(`$.${text.trim()}`);
  }
  const path = segments(cursor);
  if (!cursor.done) cursor.fail(`the JSONPath ${JSON.stringify(text)} is not understood`);
  return path;
}

const NAME = /[^\s.[\]()'"=<>!&|,?*@$]+/y;

function segments(cursor: Cursor): Path {
  const path: Segment[] = [];
  for (;;) {
    if (cursor.take('..')) {
      path.push({ is: 'deep' });
      if (cursor.peek() !== '[') path.push(name(cursor));
    } else if (cursor.peek() === '.' && cursor.peek(1) !== '') {
      cursor.take('.');
      if (cursor.peek() !== '[') path.push(name(cursor));
    } else if (cursor.take('[')) path.push(bracket(cursor));
    else return path;
  }
}

function name(cursor: Cursor): Segment {
  if (cursor.take('*')) return { is: 'all' };
  const found = cursor.match(NAME) ?? cursor.fail('a name is missing in a JSONPath');
  if (!cursor.take('()')) return { is: 'names', names: [found] };
  return found === 'length' || found === 'size'
    ? { is: 'length' }
    : cursor.fail(`lambda-kit does not emulate the function ${found} of JSONPath`);
}

/** What stands in brackets; the first is left behind. */
function bracket(cursor: Cursor): Segment {
  cursor.space();
  const segment = inBrackets(cursor);
  cursor.space();
  cursor.expect(']', 'in a JSONPath');
  return segment;
}

function inBrackets(cursor: Cursor): Segment {
  if (cursor.take('*')) return { is: 'all' };
  if (cursor.take('?')) {
    cursor.space();
    cursor.expect('(', 'behind the "?" of a filter');
    const condition = either(cursor, 0);
    cursor.space();
    cursor.expect(')', 'behind a filter');
    return { is: 'filter', condition };
  }
  if (cursor.peek() === "'" || cursor.peek() === '"') {
    const names = [quoted(cursor)];
    while (cursor.match(/\s*,\s*/y) !== undefined) names.push(quoted(cursor));
    return { is: 'names', names };
  }
  const slice = cursor.match(/-?\d*\s*:\s*-?\d*(?:\s*:\s*\d*)?/y);
  if (slice !== undefined) {
    const [from, to, step] = slice.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)));
    return { is: 'slice', ...(from !== undefined && { from }), ...(to !== undefined && { to }), step: step || 1 };
  }
  const places = cursor.match(/-?\d+(?:\s*,\s*-?\d+)*/y) ?? cursor.fail('a name or an index is missing in a JSONPath');
  return { is: 'places', places: places.split(',').map(Number) };
}

function quoted(cursor: Cursor): string {
  const text = cursor.match(/'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y) ?? cursor.fail('a text is missing in a JSONPath');
  return text.slice(1, -1).replace(/\\([\s\S])/g, '$1');
}

function either(cursor: Cursor, depth: number): Condition {
  let left = both(cursor, depth);
  while (cursor.match(/\s*\|\|/y) !== undefined) left = { is: 'either', left, right: both(cursor, depth) };
  return left;
}

function both(cursor: Cursor, depth: number): Condition {
  let left = single(cursor, depth);
  while (cursor.match(/\s*&&/y) !== undefined) left = { is: 'both', left, right: single(cursor, depth) };
  return left;
}

function single(cursor: Cursor, depth: number): Condition {
  if (depth > 50) cursor.fail('a filter is nested deeper than 50');
  cursor.space();
  if (cursor.peek() === '!' && cursor.take('!')) return { is: 'not', of: single(cursor, depth + 1) };
  if (cursor.take('(')) {
    const inside = either(cursor, depth + 1);
    cursor.space();
    cursor.expect(')', 'in a filter');
    return inside;
  }
  const left = operand(cursor);
  cursor.space();
  if (cursor.take('=~')) return { is: 'matches', operand: left, regex: regex(cursor) };
  const by = cursor.match(/===?|!==?|<=|>=|<|>/y);
  if (by === undefined) return { is: 'exists', operand: left };
  return { is: 'compared', by, left, right: operand(cursor) };
}

function operand(cursor: Cursor): Operand {
  cursor.space();
  if (cursor.peek() === '@' || cursor.peek() === '$') {
    const fromItem = cursor.take('@') || !cursor.take('$');
    return { is: 'path', fromItem, path: segments(cursor) };
  }
  if (cursor.peek() === "'" || cursor.peek() === '"') return { is: 'literal', value: quoted(cursor) };
  const literal = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  return { is: 'literal', value: parseJson(literal ?? cursor.fail('this filter of a JSONPath is not understood')) };
}

function regex(cursor: Cursor): RegExp {
  cursor.space();
  const text = cursor.match(/\/(?:[^/\\]|\\[\s\S])*\/[is]*/y) ?? cursor.fail('a regular expression is missing in a filter');
  const end = text.lastIndexOf('/');
  try {
    return new RegExp(`^(?:${text.slice(1, end)})$`, text.slice(end + 1));
  } catch {
    return cursor.fail(`the regular expression ${text} is not understood`);
  }
}
