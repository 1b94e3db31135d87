import { deeper, Malformed } from './malformed';
import { type Plain, put } from './plain';

/** A value with a tag, as 1 for seconds since 1970. */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: unknown,
  ) {}
}

/** One value of RFC 8949: numbers, bigints, strings, bytes, arrays, objects, booleans, null and tagged values. */
export function decodeCbor(bytes: Buffer): unknown {
  const decoder = new Decoder(bytes);
  const value = decoder.value(0);
  if (!decoder.atEnd) throw new Malformed('Something follows the value of the CBOR body.');
  return value;
}

export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = [];
  encode(value, parts);
  return Buffer.concat(parts);
}

const BREAK = Symbol('the end of something of indefinite length');

class Decoder {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  value(depth: number): unknown {
    const value = this.item(deeper(depth));
    if (value === BREAK) throw new Malformed('The CBOR body has an end without a beginning.');
    return value;
  }

  private item(depth: number): unknown {
    const first = this.take(1).readUInt8();
    const [major, info] = [first >> 5, first & 0x1f];
    if (major === 7) return this.simple(info);
    if (info === INDEFINITE) return this.indefinite(major, depth);
    const size = this.size(info);
    if (major === 0) return size;
    if (major === 1) return typeof size === 'bigint' ? -1n - size : -1 - size;
    if (major === 6) return new Tagged(Number(size), this.value(depth));
    const count = Number(size);
    if (major === 2) return new Uint8Array(this.take(count));
    if (major === 3) return text(this.take(count));
    // Every item is a byte at least: a count beyond the body is a lie, and would take memory.
    if (count > this.bytes.length - this.at) throw truncated();
    if (major === 4) return Array.from({ length: count }, () => this.value(depth));
    const map: Plain = {};
    for (let i = 0; i < count; i++) this.entry(map, this.value(depth), depth);
    return map;
  }

  private entry(map: Plain, key: unknown, depth: number): void {
    if (typeof key !== 'string') throw new Malformed('A key in the CBOR body is no text.');
    put(map, key, this.value(depth));
  }

  private indefinite(major: number, depth: number): unknown {
    if (major === 5) {
      const map: Plain = {};
      for (let key = this.item(depth); key !== BREAK; key = this.item(depth)) this.entry(map, key, depth);
      return map;
    }
    if (major < 2 || major > 4) throw new Malformed('The CBOR body has a number of indefinite length.');
    const items: unknown[] = [];
    for (let item = this.item(depth); item !== BREAK; item = this.item(depth)) items.push(item);
    if (major === 4) return items;
    const wanted =
      major === 2 ? items.every((item) => item instanceof Uint8Array) : items.every((item) => typeof item === 'string');
    if (!wanted) throw new Malformed('The CBOR body has a text or binary value of mixed pieces.');
    return major === 2 ? new Uint8Array(Buffer.concat(items as Uint8Array[])) : items.join('');
  }

  private size(info: number): number | bigint {
    if (info < 24) return info;
    if (info === 24) return this.take(1).readUInt8();
    if (info === 25) return this.take(2).readUInt16BE();
    if (info === 26) return this.take(4).readUInt32BE();
    if (info !== 27) throw new Malformed(`The CBOR body has an unknown length, ${info}.`);
    const size = this.take(8).readBigUInt64BE();
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : size;
  }

  private simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return half(this.take(2).readUInt16BE());
    if (info === 26) return this.take(4).readFloatBE();
    if (info === 27) return this.take(8).readDoubleBE();
    if (info === INDEFINITE) return BREAK;
    throw new Malformed(`The CBOR body has an unknown simple value, ${info}.`);
  }

  private take(count: number): Buffer {
    if (!(count <= this.bytes.length - this.at)) throw truncated();
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

const INDEFINITE = 31;

function truncated(): Malformed {
  return new Malformed('The CBOR body ends within a value.');
}

function text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed('A text in the CBOR body is not UTF-8.');
  }
}

function half(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function encode(value: unknown, parts: Buffer[]): void {
  if (value === undefined || value === null) parts.push(Buffer.from([0xf6]));
  else if (typeof value === 'boolean') parts.push(Buffer.from([value ? 0xf5 : 0xf4]));
  else if (typeof value === 'bigint') parts.push(value < 0n ? head(1, -1n - value) : head(0, value));
  else if (typeof value === 'number') parts.push(number(value));
  else if (typeof value === 'string') parts.push(head(3, Buffer.byteLength(value)), Buffer.from(value));
  else if (value instanceof Uint8Array) parts.push(head(2, value.length), Buffer.from(value));
  else if (value instanceof Tagged) {
    parts.push(head(6, value.tag));
    encode(value.value, parts);
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) encode(item, parts);
  } else {
    const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
    parts.push(head(5, entries.length));
    for (const [key, item] of entries) {
      encode(key, parts);
      encode(item, parts);
    }
  }
}

function number(value: number): Buffer {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value < 0 ? head(1, -1 - value) : head(0, value);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, size: number | bigint): Buffer {
  const first = major << 5;
  if (size < 24) return Buffer.from([first | Number(size)]);
  const [info, bytes] = size < 0x100 ? [24, 1] : size < 0x10000 ? [25, 2] : size < 0x1_0000_0000 ? [26, 4] : [27, 8];
  const buffer = Buffer.alloc(1 + bytes);
  buffer.writeUInt8(first | info);
  if (bytes === 8) buffer.writeBigUInt64BE(BigInt(size), 1);
  else buffer.writeUIntBE(Number(size), 1, bytes);
  return buffer;
}
