import { ExactNumber, exactNumber } from './exact-number';

/** JSON with every number as it is written. */
export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The text is not JSON; `message` is what AWS's parser says of it. */
export class NotJson extends Error {}

/** As deep as AWS's parser goes. */
const DEEPEST = 1000;
const LITERALS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/' },
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

/** Numbers keep their digits, and of a key that stands twice the last one counts (PAT-08, PAT-11). */
export function parseExactJson(text: string): Json | undefined {
  const reader = new Reader(text);
  if (reader.isAtEnd()) return undefined;
  const value = reader.value(0);
  if (!reader.isAtEnd()) throw reader.unexpected('expected the end of the text');
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
    return this.at >= this.text.length;
  }

  unexpected(wanted: string): NotJson {
    const found = this.text[this.at] ?? '';
    return new NotJson(`Unexpected character ('${found}' (code ${found.charCodeAt(0)})): ${wanted}`);
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NotJson(`Document nesting depth (${depth}) exceeds the maximum allowed (${DEEPEST})`);
    const first = this.text[this.at] ?? '';
    if (first === '{') return this.object(depth);
    if (first === '[') return this.list(depth);
    if (first === '"') return this.string();
    return /[-\d]/.test(first) ? this.number() : this.literal();
  }

  private object(depth: number): JsonObject {
    const found: Record<string, Json> = Object.create(null) as Record<string, Json>;
    this.members('Object', '}', () => {
      if (this.text[this.at] !== '"') throw this.unexpected('was expecting double-quote to start field name');
      const name = this.string();
      if (this.isAtEnd()) throw new NotJson('Unexpected end-of-input within/between Object entries');
      if (this.text[this.at] !== ':') throw this.unexpected('was expecting a colon to separate field name and value');
      this.at++;
      if (this.isAtEnd()) throw new NotJson('Unexpected end-of-input within/between Object entries');
      found[name] = this.value(depth + 1);
    });
    return found;
  }

  private list(depth: number): readonly Json[] {
    const found: Json[] = [];
    this.members('Array', ']', () => found.push(this.value(depth + 1)));
    return found;
  }

  /** What stands between the brackets, one after the other. */
  private members(kind: string, close: string, read: () => void): void {
    const start = this.at++;
    const more = () => {
      if (this.isAtEnd()) throw new NotJson(`Unexpected end-of-input: expected close marker for ${kind} (${this.marker(start)})`);
      return this.text[this.at] !== close;
    };
    if (more()) {
      read();
      while (more()) {
        if (this.text[this.at] !== ',') throw this.unexpected(`was expecting comma to separate ${kind} entries`);
        this.at++;
        if (!more()) throw this.unexpected('expected a value');
        read();
      }
    }
    this.at++;
  }

  private marker(start: number): string {
    const before = this.text.slice(0, start).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return `start marker at [Source: (String)"${this.text}"; line: ${before.length}, column: ${column}]`;
  }

  private string(): string {
    let read = '';
    for (this.at++; this.at < this.text.length; this.at++) {
      const next = this.text[this.at] ?? '';
      if (next === '"') {
        this.at++;
        return read;
      }
      if (next < ' ') throw new NotJson(`Illegal unquoted character ((CTRL-CHAR, code ${next.charCodeAt(0)}))`);
      read += next === '\\' ? this.escape() : next;
    }
    throw new NotJson('Unexpected end-of-input: was expecting closing quote for a string value');
  }

  private escape(): string {
    const next = this.text[++this.at] ?? '';
    const plain = Object.hasOwn(ESCAPES, next) ? ESCAPES[next] : undefined;
    if (plain !== undefined) return plain;
    const code = /^u([\da-fA-F]{4})/.exec(this.text.slice(this.at, this.at + 5))?.[1];
    if (code === undefined) throw new NotJson(`Unrecognized character escape '${next}' (code ${next.charCodeAt(0)})`);
    this.at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private number(): number | ExactNumber {
    const written = this.read(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (written === undefined) throw this.unexpected('expected a number');
    this.at += written.length;
    if (/[\w.]/.test(this.text[this.at] ?? '')) throw this.unexpected('expected space separating root-level values');
    return exactNumber(written);
  }

  /** What the sticky pattern matches from here on. */
  private read(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private literal(): null | boolean {
    const token = this.read(/[\w$]+/y);
    if (token === undefined) {
      throw this.unexpected("expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    }
    const value = Object.hasOwn(LITERALS, token) ? LITERALS[token] : undefined;
    if (value === undefined) {
      const wanted = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
      throw new NotJson(`Unrecognized token '${token}': was expecting ${wanted}`);
    }
    this.at += token.length;
    return value;
  }
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumber(value);
}

export function isNumber(value: Json | undefined): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** As JSON text without spaces; numbers are written as they were read. */
export function exactJsonText(value: Json): string {
  if (value instanceof ExactNumber) return value.written;
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(exactJsonText).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${exactJsonText(member)}`)
    .join(',')}}`;
}
