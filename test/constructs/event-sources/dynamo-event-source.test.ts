import { Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, type DynamoEventSourceProps } from '../../../src/constructs/event-sources/dynamo-event-source';
import { EventFilter } from '../../../src/constructs/event-sources/event-filter';
import { FieldFilter } from '../../../src/constructs/event-sources/field-filter';
import { stackIn } from '../scene';
import { names, propertiesOf, shipIn, statementsOf, warningsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const { TRIM_HORIZON, AT_TIMESTAMP } = lambda.StartingPosition;
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

function reading(props: Partial<DynamoEventSourceProps> = {}, stream = dynamodb.StreamViewType.NEW_AND_OLD_IMAGES) {
  const scene = shipIn();
  const table = new dynamodb.Table(scene.stack, 'Orders', { partitionKey, stream });
  scene.ship.addEventSource(new DynamoEventSource(table, { startingPosition: TRIM_HORIZON, ...props }));
  return { ...scene, table };
}

test('the stream of a table needs a mapping and three actions on it, and no permission (DDB-01, DDB-02)', () => {
  const { stack, ship, table } = reading();

  const arn = stack.resolve(table.tableStreamArn) as unknown;
  expect(propertiesOf(stack, MAPPING)).toEqual([
    { EventSourceArn: arn, FunctionName: names(stack, ship).ref, StartingPosition: 'TRIM_HORIZON' },
  ]);
  expect(statementsOf(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: arn,
    },
  ]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test('a table with a key of its own may be decrypted', () => {
  const stack = stackIn();
  const encryptionKey = new kms.Key(stack, 'Key');
  const { ship } = shipIn(stack);
  const stream = dynamodb.StreamViewType.KEYS_ONLY;
  const table = new dynamodb.Table(stack, 'Orders', { partitionKey, stream, encryptionKey });
  ship.addEventSource(new DynamoEventSource(table, { startingPosition: TRIM_HORIZON }));

  const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, encryptionKey).arn };
  expect(statementsOf(stack)).toContainEqual(statement);
});

test('what streams have in common is in the template', () => {
  const { stack } = reading({ parallelizationFactor: 2, tumblingWindow: Duration.seconds(30), retryAttempts: 1 });
  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    { ParallelizationFactor: 2, TumblingWindowInSeconds: 30, MaximumRetryAttempts: 1 },
  ]);
});

test.each(['alias', 'version'] as const)('an %s reads the stream as what it is', (kind) => {
  const scene = shipIn();
  const table = new dynamodb.TableV2(scene.stack, 'Orders', { partitionKey, dynamoStream: dynamodb.StreamViewType.KEYS_ONLY });
  scene[kind].addEventSource(new DynamoEventSource(table, { startingPosition: TRIM_HORIZON }));

  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[kind].functionName) }]);
});

test('table and function may be in two stacks', () => {
  const stack = stackIn();
  const tables = new Stack(stack.node.root as never, 'Tables');
  const { ship } = shipIn(stack);
  const table = new dynamodb.Table(tables, 'Orders', { partitionKey, stream: dynamodb.StreamViewType.KEYS_ONLY });
  ship.addEventSource(new DynamoEventSource(table, { startingPosition: TRIM_HORIZON }));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(tables.dependencies).toEqual([]);
});

test('fails when the table has no stream (DDB-01)', () => {
  const { stack, ship } = shipIn();
  const source = new DynamoEventSource(new dynamodb.Table(stack, 'Orders', { partitionKey }), { startingPosition: TRIM_HORIZON });
  expect(() => ship.addEventSource(source)).toThrow(/the table Shop\/Orders has no stream \(DDB-01\).*\n.*TABLE_WITHOUT_STREAM/);
});

test('fails when the stream is to be read from a time on (ESM-45)', () => {
  expect(() => reading({ startingPosition: AT_TIMESTAMP })).toThrow(
    /startingPosition must be TRIM_HORIZON or LATEST for a DynamoDB stream, but is AT_TIMESTAMP.*\n.*STARTING_POSITION_OF_TABLE/,
  );
});

const image = (fields: object) => EventFilter.dynamodb({ NewImage: fields });

test.each([
  image({ state: { S: ['open'] } }),
  image({ count: { N: FieldFilter.anyOf('1', '2') } }),
  image({ address: { M: { city: { S: FieldFilter.prefix('B') } } } }),
  image({ tags: { L: { S: ['red'] } }, done: { BOOL: [true] } }),
  EventFilter.pattern({ eventName: ['INSERT', 'REMOVE'], userIdentity: { principalId: ['dynamodb.amazonaws.com'] } }),
  EventFilter.dynamodb({ ApproximateCreationDateTime: FieldFilter.number({ above: 0 }) }),
])('%j can match (FIL-14)', (filter) => {
  expect(() => reading({ filters: [filter] })).not.toThrow();
});

test.each([
  [image({ state: ['open'] }), /dynamodb\.NewImage\.state is an object/],
  [image({ count: { N: FieldFilter.number({ above: 0 }) } }), /dynamodb\.NewImage\.count\.N never has such a value/],
  [image({ state: { s: ['open'] } }), /have no dynamodb\.NewImage\.state\.s/],
  [EventFilter.dynamodb({ newImage: { state: { S: ['open'] } } }), /have no dynamodb\.newImage/],
  [EventFilter.pattern({ NewImage: { state: { S: ['open'] } } }), /have no NewImage.*; what was written to it is below dynamodb/],
  [EventFilter.pattern({ eventName: ['insert'] }), /eventName never has such a value/],
  [EventFilter.pattern({ dynamodb: ['x'] }), /FILTER_OF_PLAIN_TEXT/],
])('fails when no change matches %j (FIL-14)', (filter, problem) => {
  expect(() => reading({ filters: [filter] })).toThrow(problem);
});

test('fails when a filter looks at an image that the stream does not have (DDB-01)', () => {
  const filters = [image({ state: { S: ['open'] } })];
  expect(() => reading({ filters }, dynamodb.StreamViewType.NEW_IMAGE)).not.toThrow();
  expect(() => reading({ filters }, dynamodb.StreamViewType.KEYS_ONLY)).toThrow(/have no dynamodb\.NewImage\.state\.S/);
});

test('an age above the 24 hours of the stream is warned of (KIN-13)', () => {
  const warned = (hours: number) =>
    warningsOf(reading({ maxRecordAge: Duration.hours(hours) }).stack, 'RECORD_AGE_ABOVE_RETENTION').length;
  expect([warned(24), warned(25)]).toEqual([0, 1]);
});

test('the third reader of a stream is warned of, and no other (DDB-03)', () => {
  const { stack, table, alias } = reading();
  const source = new DynamoEventSource(table, { startingPosition: TRIM_HORIZON });
  alias.addEventSource(source);
  expect(warningsOf(stack, 'STREAM_READERS')).toEqual([]);

  const three = reading();
  three.alias.addEventSource(new DynamoEventSource(three.table, { startingPosition: TRIM_HORIZON }));
  three.version.addEventSource(new DynamoEventSource(three.table, { startingPosition: TRIM_HORIZON }));
  expect(warningsOf(three.stack, 'STREAM_READERS')).toHaveLength(1);
});

test('the second reader of a table with replicas is warned of (DDB-03)', () => {
  const stack = new Stack(stackIn().node.root as never, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
  const { ship, alias } = shipIn(stack);
  const replicas = [{ region: 'us-east-1' }];
  const table = new dynamodb.TableV2(stack, 'Orders', {
    partitionKey,
    replicas,
    dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
  });
  for (const target of [ship, alias]) target.addEventSource(new DynamoEventSource(table, { startingPosition: TRIM_HORIZON }));

  expect(warningsOf(stack, 'STREAM_READERS')).toHaveLength(1);
});
