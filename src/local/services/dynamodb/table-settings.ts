import type {
  CreateTableInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
  ProvisionedThroughput,
  StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import {
  type KeySchema,
  type KeyType,
  keyNames,
  type StreamViewType,
  type TableIndex,
  type TableSettings,
  type Throughput,
} from '../../../model/table';
import {
  GLOBAL_INDEXES_MAX,
  GLOBAL_KEY_PARTS_MAX,
  LOCAL_INDEXES_MAX,
  PROJECTED_ATTRIBUTES_MAX,
} from '../../../spec/dynamodb/limits';
import { notEmulated } from '../refusal';
import { invalid, invalidParameter, violation } from './refusal';
import { checkName, checkOneOf } from './request';

type Attributes = TableSettings['attributes'];

/** Members of a request that nothing here carries out. */
const NOT_CARRIED_OUT: Readonly<Record<string, string>> = {
  SSESpecification: 'nothing is encrypted here; leave it out.',
  ResourcePolicy: 'policies of resources are not judged here; leave it out.',
  OnDemandThroughput: 'no request is refused for being one too many; leave it out.',
  WarmThroughput: 'no request is refused for being one too many; leave it out.',
  ReplicaUpdates: 'tables are not copied to other Regions here; leave it out.',
  MultiRegionConsistency: 'tables are not copied to other Regions here; leave it out.',
  GlobalTableWitnessUpdates: 'tables are not copied to other Regions here; leave it out.',
  GlobalTableSettingsReplicationMode: 'tables are not copied to other Regions here; leave it out.',
  GlobalTableSourceArn: 'tables are not copied to other Regions here; leave it out.',
  VectorIndexes: 'indexes of vectors are not emulated; leave it out.',
  VectorIndexUpdates: 'indexes of vectors are not emulated; leave it out.',
};

export function refuseSettings(operation: string, input: object): void {
  for (const [member, instead] of Object.entries(NOT_CARRIED_OUT)) {
    const value = (input as Readonly<Record<string, unknown>>)[member];
    const isNothing =
      value === undefined || (typeof value === 'object' && value !== null && 'Enabled' in value && !value.Enabled);
    if (!isNothing) throw notEmulated(operation, member, instead);
  }
}

/** What a request makes; refused, in DynamoDB's words, when it makes no table. */
export function settingsOf(input: CreateTableInput): TableSettings {
  const attributes = attributesOf(input.AttributeDefinitions ?? []);
  checkOneOf(input.BillingMode, 'billingMode', ['PROVISIONED', 'PAY_PER_REQUEST']);
  checkOneOf(input.TableClass, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  const isProvisioned = input.BillingMode !== 'PAY_PER_REQUEST';
  const throughput = throughputFor(input.ProvisionedThroughput, isProvisioned);
  const key = keyOf(input.KeySchema ?? [], attributes, 1);
  const local = input.LocalSecondaryIndexes?.map((index) => localIndex(index, key, attributes)) ?? [];
  if (input.LocalSecondaryIndexes?.length === 0) throw invalidParameter('List of LocalSecondaryIndexes is empty');
  if (input.GlobalSecondaryIndexes?.length === 0) throw invalidParameter('List of GlobalSecondaryIndexes is empty');
  const global = input.GlobalSecondaryIndexes?.map((index) => globalIndex(index, attributes, isProvisioned)) ?? [];
  const indexes = [...local, ...global];
  checkIndexes(indexes);
  checkDefinitions(attributes, key, indexes);
  const viewType = viewTypeOf(input.StreamSpecification);
  return {
    attributes,
    key,
    indexes,
    ...(throughput && { throughput }),
    ...(viewType !== undefined && { streamViewType: viewType }),
    deletionProtection: input.DeletionProtectionEnabled === true,
    ...(input.TableClass !== undefined && { tableClass: input.TableClass }),
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key as string, Value as string])),
  };
}

export function attributesOf(definitions: NonNullable<CreateTableInput['AttributeDefinitions']>): Attributes {
  for (const [at, { AttributeType }] of definitions.entries()) {
    checkOneOf(AttributeType, `attributeDefinitions.${at + 1}.member.attributeType`, ['B', 'N', 'S']);
  }
  return Object.fromEntries(
    definitions.map(({ AttributeName, AttributeType }) => [AttributeName as string, AttributeType as KeyType]),
  );
}

export function throughputFor(given: ProvisionedThroughput | undefined, isProvisioned: boolean): Throughput | undefined {
  if (!isProvisioned) {
    if (!given) return undefined;
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (!given) {
    throw invalidParameter('ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED');
  }
  const [read, write] = [given.ReadCapacityUnits as number, given.WriteCapacityUnits as number];
  const least = 'Member must have value greater than or equal to 1';
  if (read < 1) throw violation(read, 'provisionedThroughput.readCapacityUnits', least);
  if (write < 1) throw violation(write, 'provisionedThroughput.writeCapacityUnits', least);
  return { read, write };
}

/** @param most attributes of a kind */
function keyOf(schema: readonly KeySchemaElement[], attributes: Attributes, most: number): KeySchema {
  if (schema.length === 0) throw violation('[]', 'keySchema', 'Member must have length greater than or equal to 1');
  if (schema.length > 2 * most)
    throw violation('[...]', 'keySchema', `Member must have length less than or equal to ${2 * most}`);
  for (const [at, { KeyType: type }] of schema.entries())
    checkOneOf(type, `keySchema.${at + 1}.member.keyType`, ['HASH', 'RANGE']);
  const names = (type: string) =>
    schema.filter((element) => element.KeyType === type).map(({ AttributeName }) => AttributeName as string);
  const key = { hash: names('HASH'), range: names('RANGE') };
  if (schema[0]?.KeyType !== 'HASH') throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (most === 1 && schema[1]?.KeyType === 'HASH') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const all = keyNames(key);
  if (new Set(all).size < all.length) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (key.hash.length > most || key.range.length > most) {
    throw invalidParameter(`A key has at most ${most} attributes of type HASH and ${most} of type RANGE`);
  }
  const undefinedNames = all.filter((name) => !Object.hasOwn(attributes, name));
  if (undefinedNames.length > 0) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${all.join(', ')}], AttributeDefinitions: [${Object.keys(attributes).join(', ')}]`,
    );
  }
  return key;
}

function localIndex(
  { IndexName = '', KeySchema: schema = [], Projection: projection }: LocalSecondaryIndex,
  table: KeySchema,
  attributes: Attributes,
): TableIndex {
  checkName(IndexName, 'IndexName', 'localSecondaryIndexes.1.member.indexName');
  if (table.range.length === 0) {
    throw invalidParameter('Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex');
  }
  const key = keyOf(schema, attributes, 1);
  if (key.range.length === 0) {
    throw invalidParameter(`Index KeySchema does not have a range key for index: ${IndexName}`);
  }
  if (key.hash[0] !== table.hash[0]) {
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${key.hash[0]}, table hash key: ${table.hash[0]}`,
    );
  }
  return { name: IndexName, kind: 'local', key, projection: projectionOf(projection) };
}

export function globalIndex(
  { IndexName = '', KeySchema: schema = [], Projection: projection, ProvisionedThroughput: given, ...rest }: GlobalSecondaryIndex,
  attributes: Attributes,
  isProvisioned: boolean,
): TableIndex {
  refuseSettings('GlobalSecondaryIndexes', rest);
  checkName(IndexName, 'IndexName', 'globalSecondaryIndexes.1.member.indexName');
  const key = keyOf(schema, attributes, GLOBAL_KEY_PARTS_MAX);
  if (given && !isProvisioned) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (!given && isProvisioned) {
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${IndexName}`);
  }
  const throughput = throughputFor(given, isProvisioned);
  return { name: IndexName, kind: 'global', key, projection: projectionOf(projection), ...(throughput && { throughput }) };
}

function projectionOf(given: Projection | undefined): TableIndex['projection'] {
  const { ProjectionType: type, NonKeyAttributes: others } = given ?? {};
  checkOneOf(type, 'projection.projectionType', ['ALL', 'INCLUDE', 'KEYS_ONLY']);
  if (type === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (type === 'INCLUDE') {
    if (!others || others.length === 0)
      throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
    return others;
  }
  if (others) throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  return type;
}

export function checkIndexes(indexes: readonly TableIndex[]): void {
  const names = indexes.map(({ name }) => name);
  const twin = names.find((name, at) => names.indexOf(name) < at);
  if (twin !== undefined) throw invalidParameter(`Duplicate index name: ${twin}`);
  if (indexes.filter(({ kind }) => kind === 'local').length > LOCAL_INDEXES_MAX) {
    throw invalidParameter(`Number of LocalSecondaryIndexes exceeds per-table limit of ${LOCAL_INDEXES_MAX}`);
  }
  if (indexes.filter(({ kind }) => kind === 'global').length > GLOBAL_INDEXES_MAX) {
    throw invalidParameter(`GlobalSecondaryIndex count exceeds the per-table limit of ${GLOBAL_INDEXES_MAX}`);
  }
  const projected = indexes.flatMap(({ projection }) => (typeof projection === 'string' ? [] : projection));
  if (projected.length > PROJECTED_ATTRIBUTES_MAX) {
    throw invalidParameter(`Number of NonKeyAttributes exceeds the per-table limit of ${PROJECTED_ATTRIBUTES_MAX}`);
  }
}

/** Only attributes of keys have a type beforehand. */
function checkDefinitions(attributes: Attributes, key: KeySchema, indexes: readonly TableIndex[]): void {
  const used = new Set([key, ...indexes.map((index) => index.key)].flatMap(keyNames));
  if (Object.keys(attributes).every((name) => used.has(name))) return;
  if (indexes.length === 0) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  throw invalidParameter(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${Object.keys(attributes).join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}

const VIEW_TYPES = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];

/** Undefined for a table without a stream. */
export function viewTypeOf(given: StreamSpecification | undefined): StreamViewType | undefined {
  checkOneOf(given?.StreamViewType, 'streamSpecification.streamViewType', VIEW_TYPES);
  if (!given?.StreamEnabled) {
    if (given?.StreamViewType === undefined) return undefined;
    throw invalidParameter('StreamViewType should not be specified if StreamEnabled is false');
  }
  if (given.StreamViewType === undefined) throw invalidParameter('StreamViewType must be specified if StreamEnabled is true');
  return given.StreamViewType;
}
