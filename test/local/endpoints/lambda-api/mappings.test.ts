import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { mappingSource } from '../../../../src/local/engine/registry/mapping-source';
import type { EventSourceMapping } from '../../../../src/model/event-source-mapping';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:incoming';
const FIFO = 'arn:aws:sqs:us-east-1:000000000000:incoming.fifo';
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks';
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-20T12:00:00.000';
const BROKERS = { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['one:9092'] } };
const declared: EventSourceMapping = {
  address: { stack: 'App', logicalId: 'M', path: 'App/M' },
  uuid: '11111111-1111-4111-a111-111111111111',
  region: 'us-east-1',
  account: '000000000000',
  functionArn: `${ARN}:orders`,
  eventSourceArn: QUEUE,
  enabled: true,
  settings: { BatchSize: 5 },
};

async function scene(mappings: readonly EventSourceMapping[] = []) {
  const orders = lambdaFunction('orders', { versions: ['1'], aliases: [{ name: 'live', version: '1' }] });
  const { lambda, registry, clock } = await controlPlane({ functions: [orders, lambdaFunction('other')], mappings });
  const create = (input: Partial<CreateEventSourceMappingRequest> = {}) =>
    lambda.send(new CreateEventSourceMappingCommand({ FunctionName: 'orders', EventSourceArn: QUEUE, ...input }));
  const update = (UUID: string | undefined, input: object) =>
    lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...input }));
  const get = (UUID: string | undefined) => lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const list = async (input = {}) => {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand(input));
    return EventSourceMappings.map(({ UUID }) => UUID);
  };
  return { lambda, registry, clock, create, update, get, list };
}

test('a mapping of a queue is being created, then enabled, with the defaults of queues (ESM-30, ESM-31, ESM-33)', async () => {
  const { create, get } = await scene();

  const { $metadata, ...created } = await create();
  const after = await get(created.UUID);

  expect($metadata.httpStatusCode).toBe(202);
  expect(created).toEqual({
    UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${created.UUID}`,
    EventSourceArn: QUEUE,
    FunctionArn: `${ARN}:orders`,
    State: 'Creating',
    StateTransitionReason: 'USER_INITIATED',
    LastModified: new Date('2026-11-20T12:00:00Z'),
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
  });
  expect(after.State).toBe('Enabled');
});

test('a mapping of a stream has the defaults of streams (ESM-32, ESM-33)', async () => {
  const { create } = await scene();

  const {
    $metadata: _,
    UUID: __,
    EventSourceMappingArn: ___,
    ...created
  } = await create({
    EventSourceArn: STREAM,
    StartingPosition: 'LATEST',
    FunctionName: 'orders:live',
    FilterCriteria: { Filters: [] },
  });

  expect(created).toEqual({
    EventSourceArn: STREAM,
    FunctionArn: `${ARN}:orders:live`,
    StartingPosition: 'LATEST',
    State: 'Creating',
    StateTransitionReason: 'User action',
    LastProcessingResult: 'No records processed',
    LastModified: expect.any(Date),
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    DestinationConfig: { OnFailure: {} },
    MaximumRecordAgeInSeconds: -1,
    BisectBatchOnFunctionError: false,
    MaximumRetryAttempts: -1,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: [],
  });
});

test('a mapping of the app has the defaults, too (ESM-33)', async () => {
  const { get } = await scene([declared]);

  expect(await get(declared.uuid)).toMatchObject({ BatchSize: 5, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] });
});

test('a mapping that begins at a time tells it', async () => {
  const { create } = await scene();
  const StartingPositionTimestamp = new Date('2026-11-01T00:00:00Z');

  const created = await create({ EventSourceArn: STREAM, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp });

  expect(created.StartingPositionTimestamp).toEqual(StartingPositionTimestamp);
});

test('a mapping is paused and goes on, and pollers are told each time (ESM-36)', async () => {
  const { registry, update, get, clock } = await scene([declared]);
  const source = mappingSource(registry);
  const read: string[][] = [];
  const end = source.subscribe(() => read.push(source.read.map(({ uuid }) => uuid)));

  expect(source.read).toEqual([
    expect.objectContaining({ uuid: declared.uuid, kind: 'sqs', settings: expect.objectContaining({ BatchSize: 5 }) }),
  ]);
  const paused = await update(declared.uuid, { Enabled: false });
  expect(source.read).toEqual([]);
  expect((await get(declared.uuid)).State).toBe('Disabled');
  const resumed = await update(declared.uuid, { Enabled: true });
  await clock.advance(1000);
  const larger = await update(declared.uuid, { BatchSize: 8 });
  end();
  await clock.advance(1000);

  expect([paused.State, resumed.State, larger.State]).toEqual(['Disabling', 'Enabling', 'Updating']);
  expect(source.read).toEqual([
    expect.objectContaining({ state: 'Enabled', settings: expect.objectContaining({ BatchSize: 8 }) }),
  ]);
  expect(read.map(({ length }) => length)).toEqual([0, 0, 1, 1, 1]);
});

test('a mapping that is created disabled is not read', async () => {
  const { registry, create } = await scene();

  expect((await create({ Enabled: false })).State).toBe('Disabled');
  expect(mappingSource(registry).read).toEqual([]);
});

test('a mapping is told of once more when it is deleted, and is gone when somebody looks (ESM-30, ESM-40)', async () => {
  const { lambda, get, registry } = await scene([declared]);

  const deleted = await lambda.send(new DeleteEventSourceMappingCommand({ UUID: declared.uuid }));

  expect([deleted.$metadata.httpStatusCode, deleted.State]).toEqual([202, 'Deleting']);
  expect(mappingSource(registry).read).toEqual([]);
  expect(await refusal(get(declared.uuid))).toEqual([
    'ResourceNotFoundException',
    404,
    'The resource you requested does not exist.',
  ]);
});

test('fails when an unknown mapping is changed or deleted (ESM-40)', async () => {
  const { lambda, update } = await scene();
  const text = 'The resource you requested does not exist.';

  expect((await refusal(update('none', { Enabled: false })))[2]).toBe(text);
  expect((await refusal(lambda.send(new DeleteEventSourceMappingCommand({ UUID: 'none' }))))[2]).toBe(text);
});

test('mappings are listed by function, by source and in pages', async () => {
  const { lambda, create, list } = await scene();
  const { UUID: one } = await create();
  const { UUID: two } = await create({ FunctionName: 'other' });
  const { UUID: three } = await create({ FunctionName: 'orders:live', EventSourceArn: FIFO });

  expect(await list()).toEqual([one, two, three]);
  expect(await list({ FunctionName: 'orders' })).toEqual([one]);
  expect(await list({ FunctionName: 'orders:live' })).toEqual([three]);
  expect(await list({ EventSourceArn: QUEUE })).toEqual([one, two]);
  expect(await list({ EventSourceArn: QUEUE, FunctionName: 'other' })).toEqual([two]);
  const { NextMarker } = await lambda.send(new ListEventSourceMappingsCommand({ MaxItems: 2 }));
  expect(await list({ Marker: NextMarker })).toEqual([three]);
});

test('a mapping outlives its function (ESM-35)', async () => {
  const { lambda, get, list } = await scene([declared]);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'orders' }));

  expect(await list({ FunctionName: 'orders' })).toEqual([declared.uuid]);

  expect(await get(declared.uuid)).toMatchObject({ State: 'Enabled', FunctionArn: `${ARN}:orders` });
});

test('a mapping can be led to another function', async () => {
  const { update } = await scene([declared]);

  expect((await update(declared.uuid, { FunctionName: 'other' })).FunctionArn).toBe(`${ARN}:other`);
  expect((await refusal(update(declared.uuid, { FunctionName: 'nobody' })))[2]).toBe('Function does not exist');
});

test.each([
  [{ EventSourceArn: undefined }, 'Unrecognized event source.'],
  [{ EventSourceArn: 'arn:aws:sns:us-east-1:000000000000:topic' }, 'Unrecognized event source.'],
  [{ SelfManagedEventSource: BROKERS }, 'Unrecognized event source.'],
  [{ FunctionName: 'nobody' }, 'Function does not exist'],
  [{ FunctionName: 'orders:nobody' }, 'Function does not exist'],
  [
    { EventSourceArn: STREAM },
    "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
  ],
  [
    { EventSourceArn: TABLE, StartingPosition: 'AT_TIMESTAMP' as const, StartingPositionTimestamp: new Date() },
    `Unsupported starting position for arn type: ${TABLE}`,
  ],
  [{ StartingPosition: 'LATEST' as const }, 'StartingPosition is not valid for SQS event sources.'],
  [
    { StartingPosition: 'AT_TIMESTAMP' as const, StartingPositionTimestamp: new Date(-1000) },
    'StartingPosition is not valid for SQS event sources.',
  ],
  [
    { EventSourceArn: STREAM, StartingPosition: 'LATEST' as const, StartingPositionTimestamp: new Date() },
    'Timestamp only valid with StartingPosition AT_TIMESTAMP',
  ],
  [
    { EventSourceArn: TABLE, StartingPosition: 'LATEST' as const, StartingPositionTimestamp: new Date() },
    'Timestamp only valid with StartingPosition AT_TIMESTAMP',
  ],
  [
    { EventSourceArn: STREAM, StartingPosition: 'AT_TIMESTAMP' as const, StartingPositionTimestamp: new Date(-1000) },
    'Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp',
  ],
  [{ BatchSize: 11 }, 'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10'],
  [{ FilterCriteria: { Filters: [{ Pattern: '{"a":"not a list"}' }] } }, 'Invalid filter pattern definition.'],
  [{ FilterCriteria: { Filters: [{ Pattern: 'null' }] } }, 'Invalid filter pattern definition.'],
  [
    { EventSourceArn: STREAM, StartingPosition: 'LATEST' as const, DestinationConfig: { OnSuccess: { Destination: QUEUE } } },
    'Unsupported DestinationConfig parameter for given event source mapping type.',
  ],
  [
    { EventSourceArn: undefined, SelfManagedEventSource: BROKERS, Topics: ['orders'] },
    "Required 'sourceAccessConfigurations' parameter is missing.",
  ],
])('fails when a mapping is made with %j (ESM-03, ESM-11, ESM-17, ESM-41 to ESM-53)', async (input, text) => {
  const { create } = await scene();

  expect(await refusal(create(input))).toEqual(['InvalidParameterValueException', 400, text]);
});

test.each([
  [{ ParallelizationFactor: 2 }],
  [{ EventSourceArn: FIFO, BatchSize: 11 }],
  [{ EventSourceArn: FIFO, MaximumBatchingWindowInSeconds: 1 }],
  [{ EventSourceArn: STREAM, StartingPosition: 'LATEST' as const, MaximumRecordAgeInSeconds: 30 }],
  [{ EventSourceArn: STREAM, StartingPosition: 'AT_TIMESTAMP' as const }],
  [{ ScalingConfig: { MaximumConcurrency: 2 }, ProvisionedPollerConfig: { MinimumPollers: 2 } }],
  [{ ProvisionedPollerConfig: { MinimumPollers: 5, MaximumPollers: 2 } }],
  [{ FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"a":["b"]}' })) } }],
])('fails when a mapping is made with %j, in words that are not AWS’s', async (input) => {
  const { create } = await scene();

  expect((await refusal(create(input))).slice(0, 2)).toEqual(['InvalidParameterValueException', 400]);
});

test.each([
  [{ StartingPosition: 'FIRST' as never }, 'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]'],
  [{ BatchSize: 0 }, "Value '0' at 'batchSize'"],
  [{ MaximumBatchingWindowInSeconds: 301 }, "Value '301' at 'maximumBatchingWindowInSeconds'"],
  [{ ScalingConfig: { MaximumConcurrency: 1 } }, "Value '1' at 'scalingConfig.maximumConcurrency'"],
  [{ Topics: ['one', 'two'] }, "Value '[one, two]' at 'topics'"],
  [{ FilterCriteria: { Filters: [{ Pattern: 'x'.repeat(4097) }] } }, "at 'filterCriteria.filters.1.member.pattern'"],
])('fails when a mapping is made with %j (ERR-03, ESM-44)', async (input, text) => {
  const { create } = await scene();

  expect(await refusal(create(input))).toEqual(['ValidationException', 400, expect.stringContaining(text)]);
});

test('fails when the function reads the source already (ESM-50 to ESM-52)', async () => {
  const { create } = await scene();
  const stream = { EventSourceArn: STREAM, StartingPosition: 'LATEST' as const };
  const kafka = {
    EventSourceArn: undefined,
    SelfManagedEventSource: BROKERS,
    Topics: ['orders'],
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH' as const, URI: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:s' }],
  };
  const uuids = [await create(), await create(stream), await create(kafka)].map(({ UUID }) => UUID);

  expect(await refusal(create())).toEqual([
    'ResourceConflictException',
    409,
    `An event source mapping with SQS arn (" ${QUEUE} ") and function (" orders ") already exists. Please update or delete the existing mapping with UUID ${uuids[0]}`,
  ]);
  expect((await refusal(create(stream)))[2]).toBe(
    `The event source arn (" ${STREAM} ") and function (" orders ") provided mapping already exists. Please update or delete the existing mapping with UUID ${uuids[1]}`,
  );
  expect((await refusal(create(kafka)))[2]).toContain(
    `An event source mapping with event source ("one:9092"), function ("${ARN}:orders"), topics ("orders") already exists`,
  );
});

test('fails by name for what nothing carries out', async () => {
  const { create } = await scene();

  expect((await refusal(create({ KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1' })))[0]).toBe('NotEmulatedException');
  expect((await refusal(create({ Tags: { a: 'b' } })))[0]).toBe('NotEmulatedException');
});
