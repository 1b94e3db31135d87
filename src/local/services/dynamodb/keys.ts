import { type KeySchema, keyNames, type TableSettings } from '../../../model/table';
import { HASH_KEY_MAX_BYTES, RANGE_KEY_MAX_BYTES } from '../../../spec/dynamodb/limits';
import { type AttributeValue, attributeOf, type Item, pick, typeOf } from './attribute-value';
import type { Path } from './expressions/path';
import { valueSize } from './item-size';
import { invalid, invalidParameter } from './refusal';

type Keyed = Pick<TableSettings, 'attributes' | 'key' | 'indexes'>;

/** The key of a request: the attributes of the table's key, each of its type, and no others. */
export function checkKey(key: Item, table: Keyed, schema: KeySchema = table.key): void {
  const names = keyNames(schema);
  const fits = Object.keys(key).length === names.length && names.every((name) => isOfType(attributeOf(key, name), table, name));
  if (!fits) throw invalid('The provided key element does not match the schema');
  checkKeySizes(key, schema);
}

/** An item that is to be put: it has its key, and nothing else in the attributes of index keys. */
export function checkItemKeys(item: Item, table: Keyed): void {
  for (const name of keyNames(table.key)) {
    const value = attributeOf(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    if (isOfType(value, table, name)) continue;
    throw invalidParameter(`Type mismatch for key ${name} expected: ${table.attributes[name]} actual: ${typeOf(value)}`);
  }
  checkKeySizes(item, table.key);
  checkIndexKeys(item, table);
}

export function checkIndexKeys(item: Item, table: Keyed): void {
  for (const { name: index, key } of table.indexes) {
    for (const name of keyNames(key)) {
      const value = attributeOf(item, name);
      if (value !== undefined && !isOfType(value, table, name)) {
        throw invalidParameter(
          `Type mismatch for Index Key ${name} Expected: ${table.attributes[name]} Actual: ${typeOf(value)} IndexName: ${index}`,
        );
      }
      if (value !== undefined && isEmpty(value)) {
        throw invalid(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${wordOf(value)} value. IndexName: ${index}, IndexKey: ${name}`,
        );
      }
    }
  }
}

/** Where a page begins: the key of the table, and that of the index. */
export function checkStartKey(start: Item, table: Keyed, schema: KeySchema | undefined): Item {
  const names = [...new Set([...keyNames(schema ?? table.key), ...keyNames(table.key)])];
  const prefix = 'The provided starting key is invalid';
  if (Object.keys(start).length !== names.length) {
    throw invalid(schema ? prefix : `${prefix}: The provided key element does not match the schema`);
  }
  if (names.some((name) => !isOfType(attributeOf(start, name), table, name))) {
    throw invalid(schema ? prefix : `${prefix}: The provided key element does not match the schema`);
  }
  return pick(start, names);
}

/** Attributes of keys are no lists and maps. */
export function checkKeyPaths(paths: readonly Path[], { key, indexes }: Keyed): void {
  for (const [name, ...rest] of paths) {
    if (rest.length === 0) continue;
    const flaw = `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed:`;
    if (keyNames(key).includes(name)) throw invalid(`${flaw} Key: ${name}`);
    if (indexes.some((index) => keyNames(index.key).includes(name))) throw invalid(`${flaw} IndexKey: ${name}`);
  }
}

function isOfType(value: AttributeValue | undefined, table: Keyed, name: string): boolean {
  return value !== undefined && typeOf(value) === table.attributes[name];
}

function checkKeySizes(item: Item, { hash, range }: KeySchema): void {
  for (const name of [...hash, ...range]) {
    const value = attributeOf(item, name) as AttributeValue;
    if (isEmpty(value)) {
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${wordOf(value)} value. Key: ${name}`,
      );
    }
  }
  const sizeOf = (names: readonly string[]) =>
    names.reduce((size, name) => size + sizeUnlessNumber(attributeOf(item, name) as AttributeValue), 0);
  if (sizeOf(hash) > HASH_KEY_MAX_BYTES) {
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of2048 bytes`);
  }
  if (sizeOf(range) > RANGE_KEY_MAX_BYTES) {
    throw invalidParameter(`Aggregated size of all range keys has exceeded the size limit of 1024 bytes`);
  }
}

function sizeUnlessNumber(value: AttributeValue): number {
  return 'N' in value ? 0 : valueSize(value);
}

function isEmpty(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B.length === 0);
}

function wordOf(value: AttributeValue): string {
  return 'S' in value ? 'string' : 'binary';
}
