import { Dict, List, type Value } from './values';

/** Parses JSON; whole numbers of any length keep their digits. Fails with a `SyntaxError`. */
export function parseJson(text: string): Value {
  // For the syntax and its bounds; the values are read again for their digits.
  JSON.parse(text);
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[^\s,\]}]*|[[\]{}]|true|false|null/g);
  const next = () => tokens.next().value?.[0] as string;
  const read = (token: string, depth: number): Value => {
    if (depth > MAX_DEPTH) throw new SyntaxError(`it is nested deeper than ${MAX_DEPTH}`);
    if (token === '[') {
      const items: Value[] = [];
      for (let each = next(); each !== ']'; each = next()) items.push(read(each, depth + 1));
      return new List(items, true);
    }
    if (token === '{') {
      const dict = new Dict();
      for (let key = next(); key !== '}'; key = next()) dict.entries.set(JSON.parse(key) as string, read(next(), depth + 1));
      return dict;
    }
    if (/^-?\d+$/.test(token)) return BigInt(token);
    return JSON.parse(token) as string | number | boolean | null;
  };
  return read(next(), 0);
}

/** Deeper ones would end in the stack of the process when they are printed. */
const MAX_DEPTH = 500;

/** A plain value as one of templates. */
export function fromPlain(plain: unknown): Value {
  if (plain === undefined || plain === null) return null;
  if (Array.isArray(plain)) return new List(plain.map(fromPlain));
  if (typeof plain === 'number') return Number.isSafeInteger(plain) ? BigInt(plain) : plain;
  if (typeof plain !== 'object') return plain as string | boolean | bigint;
  return new Dict(Object.entries(plain).map(([name, value]) => [name, fromPlain(value)] as const));
}
