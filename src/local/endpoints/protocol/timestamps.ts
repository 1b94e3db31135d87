import { Malformed } from './malformed';
import type { TimestampFormat } from './shape';

export function timestampText(date: Date, format: TimestampFormat): string {
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  return format === 'http-date' ? date.toUTCString() : date.toISOString().replace('.000Z', 'Z');
}

/** Any of the formats, whichever is due: AWS's own parsers tell them apart by their first characters. */
export function timestampOf(value: unknown): Date {
  const seconds =
    typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const date = seconds === undefined ? fromText(value) : new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw new Malformed(`${JSON.stringify(value)} is no timestamp.`);
  return date;
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(\.\d+)? GMT$/;

function fromText(value: unknown): Date {
  return new Date(typeof value === 'string' && (DATE_TIME.test(value) || HTTP_DATE.test(value)) ? value : Number.NaN);
}
