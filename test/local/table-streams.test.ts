import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { Duration, type Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import {
  DynamoEventSource,
  type DynamoEventSourceProps,
  S3OnFailureDestination,
  SqsDlq,
} from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const KEEP = 'exports.handler = async (event) => event.Records.length;';
const FAIL = 'exports.handler = async () => { throw new Error("no"); };';

/** A running app with a table `Orders` whose changes go to a function `Changes`. */
function changes(
  source: string,
  props: (stack: Stack) => Partial<DynamoEventSourceProps> = () => ({}),
  clock: 'virtual' | 'system' = 'virtual',
) {
  return running(
    appOf((stack) => {
      const table = new Table(stack, 'Orders', {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
        timeToLiveAttribute: 'ends',
      });
      const fn = nodeFunction(stack, 'Changes', source);
      fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST, ...props(stack) }));
    }),
    { clock },
  );
}

test('a function is invoked with the changes of a table (DDB-07 to DDB-10)', async () => {
  const local = await changes(KEEP);
  expect(local.application.unsupported).toEqual([]);
  const table = local.table('Orders');
  const ends = Math.floor(local.clock.now().getTime() / 1000) + 1000;
  table.put(
    { id: 'a', lines: [{ sku: 'x' }], bytes: Uint8Array.of(1, 2) },
    { id: 'a', ends },
    { id: 'a', ends },
    { id: 'b', n: 1.5 },
  );
  table.delete({ id: 'b' });
  await local.settle();
  await local.clock.advance({ minutes: 20 });
  await local.settle();

  const [first, second] = local.function('Changes').invocations;
  const streamArn = `${table.arn}/stream/2024-01-01T00:00:00.000`;
  const common = { eventVersion: '1.1', eventSource: 'aws:dynamodb', awsRegion: 'us-east-1', eventSourceARN: streamArn };
  const dynamodb = { ApproximateCreationDateTime: 1767225600, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  expect(first?.event).toEqual({
    Records: [
      {
        ...{ ...common, eventID: expect.stringMatching(/^[0-9a-f]{32}$/), eventName: 'INSERT' },
        dynamodb: {
          ...{ ...dynamodb, Keys: { id: { S: 'a' } }, SequenceNumber: expect.stringMatching(/^\d{21,}$/), SizeBytes: 30 },
          NewImage: { id: { S: 'a' }, lines: { L: [{ M: { sku: { S: 'x' } } }] }, bytes: { B: 'AQI=' } },
        },
      },
      expect.objectContaining({ ...common, eventName: 'MODIFY' }),
      expect.objectContaining({
        eventName: 'INSERT',
        dynamodb: expect.objectContaining({ NewImage: { id: { S: 'b' }, n: { N: '1.5' } } }),
      }),
      expect.objectContaining({
        eventName: 'REMOVE',
        dynamodb: expect.objectContaining({ OldImage: { id: { S: 'b' }, n: { N: '1.5' } } }),
      }),
    ],
  });
  expect(second?.event).toMatchObject({
    Records: [{ eventName: 'REMOVE', userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }],
  });
  expect(second?.event.Records).toHaveLength(1);
});

test('filters choose changes, and what always fails ends in a queue (FIL-14, STR-07)', async () => {
  const local = await changes(FAIL, (stack) => ({
    filters: [FilterCriteria.filter({ dynamodb: { NewImage: { stage: { S: FilterRule.isEqual('open') } } } })],
    onFailure: new SqsDlq(new Queue(stack, 'Failed')),
    ...{ retryAttempts: 2, bisectBatchOnError: true },
  }));
  local.table('Orders').put({ id: 'a', stage: 'open' }, { id: 'b', stage: 'sent' });
  await local.settle();
  expect(local.function('Changes').invocations).toHaveLength(3);
  const sent = local.journal.entries.filter(({ kind }) => kind === 'stream.delivery');
  expect(sent).toMatchObject([{ outcome: 'delivered', targetArn: expect.stringContaining('Failed') }]);
});

test('a bucket gets the event with what was given up (STR-08, STR-09)', async () => {
  const local = await changes(FAIL, (stack) => ({
    onFailure: new S3OnFailureDestination(new Bucket(stack, 'Failed')),
    retryAttempts: 0,
  }));
  local.table('Orders').put({ id: 'a' });
  await local.settle();
  const [object] = local.bucket('Failed').objects;
  expect(object?.key).toMatch(
    /^aws\/lambda\/[0-9a-f-]{36}\/shardId-\d{20}-[0-9a-f]{8}\/2026\/01\/01\/2026-01-01T00\.00\.00-[0-9a-f-]{36}$/,
  );
  expect(JSON.parse(object?.json.payload).Records).toHaveLength(1);
});

test('a handler that writes to its own table is followed until it stops', async () => {
  const source = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient();
exports.handler = async ({ Records }) => {
  for (const { dynamodb, eventSourceARN } of Records) {
    const n = Number(dynamodb.NewImage.n.N);
    if (n >= 4) continue;
    const TableName = eventSourceARN.split('/')[1];
    await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'id' + n }, n: { N: String(n + 1) } } }));
  }
};`;
  const local = await changes(source);
  local.table('Orders').put({ id: 'start', n: 1 });
  await local.settle();
  expect(local.table('Orders').items.map(({ n }) => n)).toEqual([2, 3, 4, 1]);
  expect(local.function('Changes').invocations).toHaveLength(4);
});

test('two runs under the virtual clock tell the same', async () => {
  const told = async () => {
    const local = await changes(FAIL, () => ({ parallelizationFactor: 4, batchSize: 2, maxRecordAge: Duration.minutes(2) }));
    local.table('Orders').put(...Array.from({ length: 12 }, (_, at) => ({ id: `order-${at}` })));
    await local.settle();
    const entries = local.journal.entries.filter(({ kind }) => kind.startsWith('stream.') || kind.startsWith('invocation.'));
    return entries.map(({ kind, at, ...rest }) => [
      kind,
      at,
      'first' in rest && rest.first,
      'requestId' in rest && rest.requestId,
    ]);
  };
  expect(await told()).toEqual(await told());
});

test('a mapping is paused and resumed while the app runs (ESM-36), and tells how its last batch went (ESM-32)', async () => {
  const local = await changes(KEEP);
  const client = new LambdaClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
  const mapping = async () => (await client.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.[0];
  const UUID = (await mapping())?.UUID as string;
  expect(await mapping()).toMatchObject({ LastProcessingResult: 'No records processed' });
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  local.table('Orders').put({ id: 'a' });
  await local.settle();
  expect(local.function('Changes').invocations).toEqual([]);
  await local.clock.advance({ seconds: 5 });
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await local.clock.advance({ seconds: 5 });
  await local.settle();
  expect(local.function('Changes').invocations).toHaveLength(1);
  expect(await mapping()).toMatchObject({ LastProcessingResult: 'OK' });
  client.destroy();
});

test('under the system clock changes arrive within a second', async () => {
  const local = await changes(KEEP, undefined, 'system');
  local.table('Orders').put({ id: 'a' });
  await local.settle();
  expect(local.function('Changes').invocations).toHaveLength(1);
});
