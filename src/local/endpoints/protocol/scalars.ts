import { Malformed } from './malformed';
import type { SimpleShape, TimestampFormat } from './shape';
import { timestampOf, timestampText } from './timestamps';

/** From the text of a header, a query, a form or an XML element. */
export function scalarOf(shape: SimpleShape, text: string): unknown {
  switch (shape.kind) {
    case 'number':
      return numberOf(text);
    case 'boolean':
      if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
      throw new Malformed(`${JSON.stringify(text)} is no Boolean.`);
    case 'timestamp':
      return timestampOf(text);
    case 'blob':
      return blobOf(text);
    case 'bigInteger':
      if (/^-?\d+$/.test(text)) return BigInt(text);
      throw new Malformed(`${JSON.stringify(text)} is no whole number.`);
    default:
      return text;
  }
}

/** The text of a value where it stands in a header, a query or an XML element. */
export function scalarText(shape: SimpleShape, value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) return timestampText(value, shape.format ?? format);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The three numbers that JSON has no sign for are words in every protocol. */
const WORDS: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

export function numberOf(text: string): number {
  const word = WORDS[text];
  if (word !== undefined) return word;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) throw new Malformed(`${JSON.stringify(text)} is no number.`);
  return Number(text);
}

export function blobOf(base64: string): Uint8Array {
  const compact = base64.replace(/[\r\n]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.replace(/=+$/, '').length % 4 === 1) {
    throw new Malformed('A binary value is not base64.');
  }
  return new Uint8Array(Buffer.from(compact, 'base64'));
}
