import { appOf, fn } from './scratch-assembly';

const KEY = [{ AttributeName: 'id', KeyType: 'HASH' }];
const ATTRIBUTES = [{ AttributeName: 'id', AttributeType: 'S' }];

test('a table is read with its keys, indexes, time to live, stream and tags', () => {
  const app = appOf({
    T: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'orders',
        KeySchema: [...KEY, { AttributeName: 'at', KeyType: 'RANGE' }],
        AttributeDefinitions: [
          ...ATTRIBUTES,
          { AttributeName: 'at', AttributeType: 'N' },
          { AttributeName: 'x', AttributeType: 'B' },
        ],
        ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: 1 },
        LocalSecondaryIndexes: [
          {
            IndexName: 'ByX',
            KeySchema: [...KEY, { AttributeName: 'x', KeyType: 'RANGE' }],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['y'] },
          },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'All',
            KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 2 },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'ends', Enabled: true },
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        DeletionProtectionEnabled: true,
        Tags: [{ Key: 'team', Value: 'a' }],
      },
    },
  });

  expect(app.findings).toEqual([]);
  expect(app.unsupported).toEqual([]);
  expect(app.tables).toEqual([
    {
      address: { stack: 'S', logicalId: 'T', path: 'S/T' },
      ...{ name: 'orders', arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders' },
      ...{ account: '000000000000', region: 'us-east-1' },
      attributes: { id: 'S', at: 'N', x: 'B' },
      key: { hash: ['id'], range: ['at'] },
      indexes: [
        { name: 'ByX', kind: 'local', key: { hash: ['id'], range: ['x'] }, projection: ['y'] },
        { name: 'All', kind: 'global', key: { hash: ['x'], range: [] }, projection: 'ALL', throughput: { read: 2, write: 2 } },
      ],
      throughput: { read: 5, write: 1 },
      timeToLive: 'ends',
      streamViewType: 'NEW_IMAGE',
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2024-01-01T00:00:00.000',
      deletionProtection: true,
      tags: { team: 'a' },
    },
  ]);
});

test('a global table is read as the one in the Region of its stack', () => {
  const app = appOf({
    T: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        KeySchema: KEY,
        AttributeDefinitions: ATTRIBUTES,
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: 'us-east-1' }],
        TimeToLiveSpecification: { AttributeName: 'ends', Enabled: false },
      },
    },
  });
  expect(app.tables).toMatchObject([{ key: { hash: ['id'], range: [] }, indexes: [], deletionProtection: false }]);
  expect(app.tables?.[0]).not.toHaveProperty('timeToLive');
});

test('a table without a key is left out with a finding, the rest of the app is whole', () => {
  const app = appOf({ F: fn(), T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } } });
  expect(app.tables).toBeUndefined();
  expect(app.functions).toHaveLength(1);
  expect(app.findings).toMatchObject([{ code: 'PROPERTY_INVALID', message: expect.stringContaining('KeySchema') }]);
});
