import { Tagged } from './cbor';
import { deeper, Malformed } from './malformed';
import { own, type Plain, put } from './plain';
import type { Shape } from './shape';
import { timestampOf } from './timestamps';

/** Seconds since 1970. */
const TIMESTAMP_TAG = 1;

/** From a decoded CBOR value to plain data. */
export function fromCbor(shape: Shape, value: unknown, depth = 0): unknown {
  switch (shape.kind) {
    case 'list':
      if (!Array.isArray(value)) throw unfit('list');
      return value.map((item) => (item === null ? null : fromCbor(shape.item.shape, item, deeper(depth))));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(objectOf(value))) {
        if (item !== null) put(map, key, fromCbor(shape.value.shape, item, deeper(depth)));
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
        if (given !== undefined && given !== null) structure[member.name] = fromCbor(member.shape, given, deeper(depth));
      }
      return structure;
    }
    case 'timestamp':
      return timestampOf(value instanceof Tagged && value.tag === TIMESTAMP_TAG ? value.value : value);
    default:
      return scalarFromCbor(shape.kind, value);
  }
}

/** From plain data to what `encodeCbor` takes. */
export function toCbor(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  switch (shape.kind) {
    case 'list':
      return [...(value as Iterable<unknown>)].map((item) => toCbor(shape.item.shape, item));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(value)) if (item !== undefined) put(map, key, toCbor(shape.value.shape, item));
      return map;
    }
    case 'structure':
    case 'union':
    case 'error': {
      const object: Plain = {};
      for (const member of shape.members) {
        const given = own(value, member.name);
        if (given !== undefined && given !== null) object[member.name] = toCbor(member.shape, given);
      }
      return object;
    }
    case 'timestamp':
      return new Tagged(TIMESTAMP_TAG, (value as Date).getTime() / 1000);
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
