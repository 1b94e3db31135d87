import { type Cursor, IDENTIFIER } from './cursor';
import type { Expression, Reference, Step } from './syntax';

/** What a reference needs of the parser of expressions. */
interface Arguments {
  argument(): Expression;
  args(close: string): Expression[];
}

/** A reference that begins at this `$`, with what it looks like; undefined, and nothing read, when it is a mere sign. */
export function parseReference(
  cursor: Cursor,
  parser: Arguments,
): { readonly reference: Reference; readonly source: string } | undefined {
  const start = cursor.at;
  cursor.take('$');
  cursor.take('!');
  const formal = cursor.take('{');
  const root = cursor.match(IDENTIFIER);
  if (root === undefined) {
    cursor.at = start;
    return undefined;
  }
  const steps: Step[] = [];
  for (;;) {
    const step = stepOf(cursor, parser);
    if (!step) break;
    steps.push(step);
  }
  if (formal) cursor.expect('}', `behind the reference ${cursor.text.slice(start, cursor.at)}`);
  return { reference: { root, steps }, source: cursor.text.slice(start, cursor.at) };
}

function stepOf(cursor: Cursor, parser: Arguments): Step | undefined {
  if (cursor.take('[')) {
    const index = parser.argument();
    cursor.expect(']', 'behind an index');
    return { is: 'index', index };
  }
  if (cursor.peek() !== '.' || !/[A-Za-z_]/.test(cursor.peek(1))) return undefined;
  cursor.take('.');
  const name = cursor.match(IDENTIFIER) as string;
  return cursor.take('(') ? { is: 'method', name, args: parser.args(')') } : { is: 'property', name };
}
