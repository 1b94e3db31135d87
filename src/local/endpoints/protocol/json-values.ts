import { deeper, Malformed } from './malformed';
import { own, type Plain, put } from './plain';
import { blobOf, numberOf } from './scalars';
import type { Member, Shape, StructureShape } from './shape';
import { timestampOf, timestampText } from './timestamps';

/** From a parsed JSON document to plain data; members that the schema does not have are left out, and null is absent. */
export function fromJson(shape: Shape, value: unknown, depth = 0): unknown {
  switch (shape.kind) {
    case 'list':
      if (!Array.isArray(value)) throw unfit(value, 'list');
      return value.map((item) => (item === null ? null : fromJson(shape.item.shape, item, deeper(depth))));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(objectOf(value))) {
        if (item !== null) put(map, key, fromJson(shape.value.shape, item, deeper(depth)));
        else if (shape.sparse) put(map, key, null);
      }
      return map;
    }
    case 'structure':
    case 'union':
    case 'error':
      return membersFromJson(shape.members, objectOf(value), depth);
    default:
      return scalarFromJson(shape.kind, value);
  }
}

/** Some members of a structure, as those of a REST request that stand in its body. */
export function membersFromJson(members: readonly Member[], object: object, depth = 0): Plain {
  const structure: Plain = {};
  for (const member of members) {
    const value = own(object, member.traits.jsonName ?? member.name);
    if (value !== undefined && value !== null) structure[member.name] = fromJson(member.shape, value, deeper(depth));
  }
  return structure;
}

/** From plain data to what `JSON.stringify` writes; undefined members are left out. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  switch (shape.kind) {
    case 'list':
      return [...(value as Iterable<unknown>)].map((item) => toJson(shape.item.shape, item));
    case 'map': {
      const map: Plain = {};
      for (const [key, item] of Object.entries(value)) if (item !== undefined) put(map, key, toJson(shape.value.shape, item));
      return map;
    }
    case 'structure':
    case 'union':
    case 'error':
      return membersToJson(shape, value);
    case 'timestamp':
      if (shape.format !== undefined && shape.format !== 'epoch-seconds') return timestampText(value as Date, shape.format);
      return (value as Date).getTime() / 1000;
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigInteger':
      return Number(value);
    default:
      return value;
  }
}

export function membersToJson({ members }: Pick<StructureShape, 'members'>, value: object): Plain {
  const object: Plain = {};
  for (const member of members) {
    const given = own(value, member.name);
    if (given !== undefined && given !== null) object[member.traits.jsonName ?? member.name] = toJson(member.shape, given);
  }
  return object;
}

export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Malformed(`The body is not JSON: ${(error as Error).message}`);
  }
}

function scalarFromJson(kind: string, value: unknown): unknown {
  switch (kind) {
    case 'document':
      return value;
    case 'string':
      if (typeof value === 'string') return value;
      throw unfit(value, 'String');
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw unfit(value, 'Boolean');
    case 'timestamp':
      return timestampOf(value);
    case 'blob':
      if (typeof value === 'string') return blobOf(value);
      throw unfit(value, 'Blob');
    case 'bigInteger':
      if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
      throw unfit(value, 'Integer');
    default:
      if (typeof value === 'number') return value;
      if (typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value)) return numberOf(value);
      throw unfit(value, 'Number');
  }
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit(value, 'structure or map');
  return value;
}

function unfit(value: unknown, wanted: string): Malformed {
  const found = value === null ? 'NULL_VALUE' : Array.isArray(value) ? 'START_ARRAY' : TOKENS[typeof value];
  return new Malformed(`${found ?? 'This value'} can not be converted to ${wanted}`);
}

const TOKENS: Readonly<Record<string, string>> = {
  string: 'STRING_VALUE',
  number: 'NUMBER_VALUE',
  boolean: 'BOOLEAN_VALUE',
  object: 'START_OBJECT',
};
