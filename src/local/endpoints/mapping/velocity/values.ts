import { TemplateError } from './template-error';

/** Of one text, in characters: what API Gateway lets through at most. */
export const TEXT_MAX = 10_485_760;

/**
 * A value inside a template. Whole numbers are `bigint`, so that they keep their digits and divide as Java's do; nothing of
 * JavaScript hangs on any of them, since members are looked up in tables and maps only.
 */
export type Value = string | bigint | number | boolean | null | List | Dict | Tool | Block;

/** A list; those from JSON print as JSON. */
export class List {
  constructor(
    readonly items: Value[],
    readonly isJson = false,
  ) {}
}

/** A map, in the order of its keys. */
export class Dict {
  readonly entries: Map<string, Value>;

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    this.entries = new Map(entries);
  }
}

/** An object with methods of its own, as `$input`, `$util` or `$foreach`. */
export interface Tool {
  readonly is: 'tool';
  /** Undefined where it has no such method. */
  call(name: string, args: readonly Value[]): Value | undefined;
  get(name: string): Value | undefined;
  readonly text: string;
}

/** What `#define` holds; rendered whenever it is used. */
export interface Block {
  readonly is: 'block';
  render(): string;
}

/** As Java prints it. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : new Writer().java(value).text;
}

/** Compact; numbers keep what Java keeps of them. */
export function jsonOf(value: Value): string {
  return new Writer().json(value).text;
}

/** Lists that hold each other print as more than there is room for. */
class Writer {
  text = '';

  java(value: Value): this {
    if (value instanceof List)
      return value.isJson ? this.json(value) : this.all('[', value.items, ', ', (each) => this.java(each), ']');
    if (value instanceof Dict) {
      return this.all('{', value.entries, ', ', ([key, each]) => this.add(`${key}=`).java(each), '}');
    }
    return this.add(scalarText(value));
  }

  json(value: Value): this {
    if (value instanceof List) return this.all('[', value.items, ',', (each) => this.json(each), ']');
    if (value instanceof Dict) {
      return this.all('{', value.entries, ',', ([key, each]) => this.add(`${JSON.stringify(key)}:`).json(each), '}');
    }
    const isPlain = value === null || typeof value === 'boolean' || isNumber(value);
    return this.add(isPlain ? scalarText(value) : JSON.stringify(scalarText(value)));
  }

  private all<T>(open: string, items: Iterable<T>, between: string, write: (item: T) => void, close: string): this {
    this.add(open);
    let isFirst = true;
    for (const each of items) {
      if (!isFirst) this.add(between);
      isFirst = false;
      write(each);
    }
    return this.add(close);
  }

  private add(text: string): this {
    this.text += text;
    if (this.text.length > TEXT_MAX) throw new TemplateError(`a text is longer than ${TEXT_MAX} characters`);
    return this;
  }
}

function scalarText(value: Exclude<Value, List | Dict>): string {
  if (typeof value === 'number') return doubleText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return value.is === 'block' ? value.render() : value.text;
}

/** Velocity 1: the empty text and zero are true. */
export function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

export function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** As `==` of Velocity: numbers by their value, what is of two kinds by its text. */
export function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isNumber(left) && isNumber(right) && typeof left !== typeof right) return Number(left) === Number(right);
  return typeof left === typeof right && typeof left !== 'object' ? left === right : textOf(left) === textOf(right);
}

/** `Double.toString`. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
