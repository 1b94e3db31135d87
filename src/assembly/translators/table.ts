import type { KeySchema, KeyType, StreamViewType, Table, TableIndex, Throughput } from '../../model/table';
import { defined, isList, type Json, member, numberFrom, shown, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { optional, type Translation, translated } from './draft';

/** The types that are tables; of a global table, the one in the Region of its stack. */
export const TABLES: readonly string[] = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

const VIEW_TYPES: readonly StreamViewType[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** A table that the app makes; undefined, with a report, when its name, keys or indexes cannot be had. */
export function translateTable(resource: Resource, context: Translation): Table | undefined {
  const read = <T>(property: string, work: () => T) => optional(resource, context, property, work);
  const essentials = translated(resource, context, () => {
    const streamViewType = resource.oneOf(VIEW_TYPES, 'StreamSpecification', 'StreamViewType');
    return {
      name: resource.named('TableName', 255),
      arn: String(resource.home.attribute(resource.logicalId, 'Arn')),
      attributes: attributesOf(resource.value('AttributeDefinitions')),
      key: keyOf(resource.value('KeySchema')),
      indexes: [
        ...indexesOf(resource, 'LocalSecondaryIndexes', 'local'),
        ...indexesOf(resource, 'GlobalSecondaryIndexes', 'global'),
      ],
      streamViewType,
      ...(streamViewType && { streamArn: String(resource.home.attribute(resource.logicalId, 'StreamArn')) }),
    };
  });
  if (essentials === undefined) return undefined;
  return defined({
    address: resource.address,
    account: resource.account,
    region: resource.region,
    ...essentials,
    throughput: read('ProvisionedThroughput', () => throughputOf(resource.value('ProvisionedThroughput'))),
    timeToLive: read('TimeToLiveSpecification', () => timeToLiveOf(resource)),
    deletionProtection: read('DeletionProtectionEnabled', () => resource.flag('DeletionProtectionEnabled')) ?? false,
    tableClass: read('TableClass', () => resource.text('TableClass')),
    tags: read('Tags', () => tagsOf(resource.value('Tags'))) ?? {},
  });
}

function attributesOf(definitions: Json | undefined): Readonly<Record<string, KeyType>> {
  return Object.fromEntries(
    listOf(definitions).map((each) => {
      const type = textMember(each, 'AttributeType');
      if (type !== 'S' && type !== 'N' && type !== 'B') {
        throw new Unresolved('PROPERTY_INVALID', `AttributeType must be S, N or B, not ${shown(type)}`);
      }
      return [nameOf(each, 'AttributeName'), type] as const;
    }),
  );
}

function keyOf(schema: Json | undefined): KeySchema {
  const names = (type: string) =>
    listOf(schema)
      .filter((each) => textMember(each, 'KeyType') === type)
      .map((each) => nameOf(each, 'AttributeName'));
  const key = { hash: names('HASH'), range: names('RANGE') };
  if (key.hash.length === 0) throw new Unresolved('PROPERTY_INVALID', 'KeySchema has no attribute of type HASH');
  return key;
}

function indexesOf(resource: Resource, property: string, kind: TableIndex['kind']): readonly TableIndex[] {
  return listOf(resource.value(property)).map((index) => ({
    name: nameOf(index, 'IndexName'),
    kind,
    key: keyOf(member(index, 'KeySchema')),
    projection: projectionOf(member(index, 'Projection')),
    ...(member(index, 'ProvisionedThroughput') && { throughput: throughputOf(member(index, 'ProvisionedThroughput')) }),
  }));
}

function projectionOf(projection: Json | undefined): TableIndex['projection'] {
  const type = textMember(projection, 'ProjectionType');
  if (type === 'ALL' || type === 'KEYS_ONLY') return type;
  if (type === 'INCLUDE') return listOf(member(projection, 'NonKeyAttributes')).map(textFrom);
  throw new Unresolved('PROPERTY_INVALID', `ProjectionType must be ALL, KEYS_ONLY or INCLUDE, not ${shown(type)}`);
}

function throughputOf(throughput: Json | undefined): Throughput {
  const units = (name: string) => numberFrom(member(throughput, name) ?? 0);
  return { read: units('ReadCapacityUnits'), write: units('WriteCapacityUnits') };
}

function timeToLiveOf(resource: Resource): string | undefined {
  return resource.flag('TimeToLiveSpecification', 'Enabled')
    ? resource.text('TimeToLiveSpecification', 'AttributeName')
    : undefined;
}

function tagsOf(tags: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(listOf(tags).map((tag) => [nameOf(tag, 'Key'), textFrom(member(tag, 'Value') ?? '')]));
}

function nameOf(value: Json, property: string): string {
  const name = textMember(value, property);
  if (name === undefined) throw new Unresolved('PROPERTY_INVALID', `${property} is missing`);
  return name;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
