import { Tagged } from './cbor';
import { deeper, Malformed } from './malformed';
import { own, type Plain, put } from './plain';
import type { Shape } from './shape';
import { timestampOf } from './timestamps';

/** Seconds since 1970; in AWS's own older protocol, milliseconds. */
const TIMESTAMP_TAG = 1;
export type CborTime = 'seconds' | 'milliseconds';

/** Of bodies in AWS's own older protocol. */
export const AWS_CBOR_TYPE = 'application/x-amz-cbor-1.1';

/** From a decoded CBOR value to plain data. */
export function fromCbor(shape: Shape, value: unknown, time: CborTime = 'seconds', depth = 0): unknown {
  switch (shape.kind) {
    case 'list':
      if (!Array.isArray(value)) throw unfit('list');
      return value.map((item) => (item === null ? null : fromCbor(shape.item.shape, item, time, deeper(depth))));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(objectOf(value))) {
        if (item !== null) put(map, key, fromCbor(shape.value.shape, item, time, deeper(depth)));
        else if (shape.sparse) put(map, key, null);
      }
      return map;
    }
    case 'structure':
    case 'union':
    case 'error': {
      const object = objectOf(value);
      const structure: Plain = {};
      for (const member of shape.members) {
        const given = own(object, member.name);
        if (given !== undefined && given !== null) structure[member.name] = fromCbor(member.shape, given, time, deeper(depth));
      }
      return structure;
    }
    case 'timestamp': {
      const given = value instanceof Tagged && value.tag === TIMESTAMP_TAG ? value.value : value;
      return timestampOf(time === 'milliseconds' && typeof given === 'number' ? given / 1000 : given);
    }
    default:
      return scalarFromCbor(shape.kind, value);
  }
}

/** From plain data to what `encodeCbor` takes. */
export function toCbor(shape: Shape, value: unknown, time: CborTime = 'seconds'): unknown {
  if (value === undefined || value === null) return null;
  switch (shape.kind) {
    case 'list':
      return [...(value as Iterable<unknown>)].map((item) => toCbor(shape.item.shape, item, time));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(value))
        if (item !== undefined) put(map, key, toCbor(shape.value.shape, item, time));
      return map;
    }
    case 'structure':
    case 'union':
    case 'error': {
      const object: Plain = {};
      for (const member of shape.members) {
        const given = own(value, member.name);
        if (given !== undefined && given !== null) object[member.name] = toCbor(member.shape, given, time);
      }
      return object;
    }
    case 'timestamp':
      return new Tagged(TIMESTAMP_TAG, (value as Date).getTime() / (time === 'seconds' ? 1000 : 1));
    default:
      return value;
  }
}

function scalarFromCbor(kind: string, value: unknown): unknown {
  const fits =
    kind === 'document' ||
    (kind === 'blob' ? value instanceof Uint8Array : typeof value === (kind === 'bigInteger' ? 'bigint' : kind));
  if (fits) return value;
  if (kind === 'bigInteger' && Number.isInteger(value)) return BigInt(value as number);
  if (kind === 'number' && typeof value === 'bigint') return Number(value);
  throw unfit(kind);
}

function objectOf(value: unknown): object {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || Array.isArray(value) || value instanceof Uint8Array || value instanceof Tagged)
    throw unfit('structure or map');
  return value;
}

function unfit(wanted: string): Malformed {
  return new Malformed(`A value of the CBOR body can not be converted to ${wanted}`);
}
