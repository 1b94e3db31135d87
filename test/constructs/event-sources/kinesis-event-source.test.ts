import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EventFilter } from '../../../src/constructs/event-sources/event-filter';
import { FieldFilter } from '../../../src/constructs/event-sources/field-filter';
import { KinesisEventSource } from '../../../src/constructs/event-sources/kinesis-event-source';
import type { KinesisEventSourceProps } from '../../../src/constructs/event-sources/kinesis-options';
import { stackIn } from '../scene';
import { names, propertiesOf, shipIn, statementsOf, warningsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const { LATEST, AT_TIMESTAMP } = lambda.StartingPosition;
const READ = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

type Options = Partial<KinesisEventSourceProps>;

function reading(props: Options = {}, streamProps: kinesis.StreamProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const stream = new kinesis.Stream(scene.stack, 'Orders', { encryption: kinesis.StreamEncryption.MANAGED, ...streamProps });
  const source = new KinesisEventSource(stream, { startingPosition: LATEST, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, stream, source };
}

test('a stream needs a mapping and five actions on it, and no permission (KIN-01)', () => {
  const { stack, ship, stream } = reading();

  expect(propertiesOf(stack, MAPPING)).toEqual([
    { EventSourceArn: names(stack, stream).arn, FunctionName: names(stack, ship).ref, StartingPosition: 'LATEST' },
  ]);
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: READ, Resource: names(stack, stream).arn }]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test('a stream with a key of its own may be decrypted (KIN-01)', () => {
  const stack = stackIn();
  const encryptionKey = new kms.Key(stack, 'Key');
  const { ship } = shipIn(stack);
  const stream = new kinesis.Stream(stack, 'Orders', { encryptionKey });
  ship.addEventSource(new KinesisEventSource(stream, { startingPosition: LATEST }));

  const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, encryptionKey).arn };
  expect(statementsOf(stack)).toContainEqual(statement);
});

test('everything that is said of the mapping is in the template', () => {
  const { stack } = reading({
    batchSize: 500,
    maxBatchingWindow: Duration.seconds(5),
    startingPosition: AT_TIMESTAMP,
    startingPositionTimestamp: 0,
    parallelizationFactor: 10,
    tumblingWindow: Duration.minutes(15),
    retryAttempts: 0,
    maxRecordAge: Duration.minutes(1),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    enabled: false,
    metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
    tags: { team: 'orders' },
  });

  expect(propertiesOf(stack, MAPPING)).toEqual([
    expect.objectContaining({
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 0,
      ParallelizationFactor: 10,
      TumblingWindowInSeconds: 900,
      MaximumRetryAttempts: 0,
      MaximumRecordAgeInSeconds: 60,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      Enabled: false,
      MetricsConfig: { Metrics: ['EventCount'] },
      Tags: [{ Key: 'team', Value: 'orders' }],
    }),
  ]);
});

test.each(['alias', 'version'] as const)('an %s reads the stream as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new KinesisEventSource(new kinesis.Stream(scene.stack, 'Orders'), { startingPosition: LATEST }));

  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[kind].functionName) }]);
});

test('the mapping keeps its id, whatever else is read', () => {
  const id = (others: number) => {
    const { stack, ship, alias } = shipIn();
    const stream = new kinesis.Stream(stack, 'Orders');
    for (let i = 0; i < others; i++) {
      alias.addEventSource(new KinesisEventSource(new kinesis.Stream(stack, `Other${i}`), { startingPosition: LATEST }));
    }
    ship.addEventSource(new KinesisEventSource(stream, { startingPosition: LATEST }));
    return (ship.node.findChild('KinesisEventSource:ShopOrdersA8B1F509') as lambda.EventSourceMapping).node.path;
  };
  expect(id(0)).toBe(id(2));
});

test('the source tells its mapping, once it has one', () => {
  const { stack, source } = reading();
  const [id] = Object.keys(stack.resolve(source.eventSourceMappingId) as object);
  expect(id).toBe('Ref');
  expect(JSON.stringify(stack.resolve(source.eventSourceMappingArn))).toContain(':event-source-mapping:');

  const unbound = new KinesisEventSource(source.stream, { startingPosition: LATEST });
  expect(() => unbound.eventSourceMappingId).toThrow(/Shop\/Orders: the event source has no mapping yet.*\n.*SOURCE_NOT_BOUND/);
  expect(() => unbound.eventSourceMappingArn).toThrow(/SOURCE_NOT_BOUND/);
});

test('stream and function may be in two stacks, and each may name the other', () => {
  const stack = stackIn();
  const streams = new Stack(stack.node.root as never, 'Streams');
  const stream = new kinesis.Stream(streams, 'Orders');
  const { ship } = shipIn(stack);
  ship.addEventSource(new KinesisEventSource(stream, { startingPosition: LATEST }));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(streams.dependencies).toEqual([]);
  expect(stack.dependencies).toEqual([streams]);
});

test('an imported function waits for what its role is allowed', () => {
  const stack = stackIn();
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Imported', {
    functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:ship',
    role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    sameEnvironment: true,
  });
  imported.addEventSource(new KinesisEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition: LATEST }));

  const [mapping] = Object.values(Template.fromStack(stack).findResources(MAPPING));
  expect(mapping?.DependsOn).toEqual([expect.stringMatching(/^RoleDefaultPolicy/)]);
  expect(statementsOf(stack)).toHaveLength(1);
});

test.each([
  [{ batchSize: 1 }],
  [{ batchSize: 10_000 }],
  [{ maxBatchingWindow: Duration.seconds(300) }],
  [{ parallelizationFactor: 1 }],
  [{ parallelizationFactor: 10 }],
  [{ tumblingWindow: Duration.seconds(0) }],
  [{ retryAttempts: -1 }],
  [{ retryAttempts: 10_000 }],
  [{ maxRecordAge: Duration.days(7) }],
  [{ batchSize: Lazy.number({ produce: () => 99_999 }) }],
  [{ retryAttempts: Lazy.number({ produce: () => 99_999 }) }],
  [{ maxRecordAge: Duration.seconds(Lazy.number({ produce: () => 5 })) }],
  [{ tumblingWindow: Duration.seconds(Lazy.number({ produce: () => 5 })) }],
  [{ parallelizationFactor: Lazy.number({ produce: () => 99 }) }],
] as [Options][])('%j may be given', (props) => {
  expect(() => reading(props)).not.toThrow();
});

test.each([
  [{ batchSize: 0 }, /batchSize must be a whole number of records from 1 to 10000, but is 0/],
  [{ batchSize: 10_001 }, /batchSize .* but is 10001/],
  [{ maxBatchingWindow: Duration.seconds(301) }, /maxBatchingWindow .* from 0 to 300, but is 301/],
  [{ parallelizationFactor: 0 }, /parallelizationFactor .* from 1 to 10, but is 0/],
  [{ parallelizationFactor: 11 }, /parallelizationFactor .* but is 11/],
  [{ tumblingWindow: Duration.seconds(901) }, /tumblingWindow .* from 0 to 900, but is 901/],
  [{ retryAttempts: -2 }, /retryAttempts .* from -1 to 10000, but is -2/],
  [{ retryAttempts: 10_001 }, /retryAttempts .* but is 10001/],
  [{ maxRecordAge: Duration.seconds(59) }, /maxRecordAge .* from 60 to 604800, but is 59/],
  [{ maxRecordAge: Duration.seconds(604_801) }, /maxRecordAge .* but is 604801/],
  [
    { startingPosition: AT_TIMESTAMP },
    /AT_TIMESTAMP needs a startingPositionTimestamp \(ESM-11\).*\n.*STARTING_TIMESTAMP_MISSING/,
  ],
  [{ startingPositionTimestamp: 0 }, /must not be given with startingPosition LATEST, but is 0.*\n.*STARTING_TIMESTAMP_UNUSED/],
] as [Options, RegExp][])('fails when %j is given', (props, problem) => {
  expect(() => reading(props)).toThrow(problem);
});

test('fails when the function reads the stream already (ESM-51)', () => {
  const { ship, stream } = reading();
  expect(() => ship.addEventSource(new KinesisEventSource(stream, { startingPosition: LATEST }))).toThrow(/SOURCE_TWICE/);
});

test.each([
  [{}, 1],
  [{ retryAttempts: -1 }, 1],
  [{ retryAttempts: 3 }, 0],
  [{ maxRecordAge: Duration.hours(1) }, 0],
  [{ bisectBatchOnError: true }, 0],
] as [Options, number][])('%j is warned of %i times: a record may hold up its shard (KIN-13)', (props, times) => {
  expect(warningsOf(reading(props).stack, 'STREAM_HELD_UP')).toHaveLength(times);
});

test('an age above the retention of the stream is warned of (KIN-13)', () => {
  const warned = (hours: number, streamProps = {}) =>
    warningsOf(reading({ maxRecordAge: Duration.hours(hours) }, streamProps).stack, 'RECORD_AGE_ABOVE_RETENTION').length;

  expect([warned(24), warned(25)]).toEqual([0, 1]);
  expect(warned(48, { retentionPeriod: Duration.hours(48) })).toBe(0);
});

test('less concurrency reserved than the shards take is warned of (KIN-13)', () => {
  const warned = (reservedConcurrentExecutions: number) => {
    const { stack } = reading({ parallelizationFactor: 5 }, { shardCount: 2 }, { reservedConcurrentExecutions });
    return warningsOf(stack, 'STREAM_ABOVE_RESERVED').length;
  };
  expect([warned(9), warned(10)]).toEqual([1, 0]);
});

test('fails when data of a stream are filtered as plain text (FIL-10)', () => {
  expect(() => reading({ filters: [EventFilter.data({ kind: ['order'] }, { partitionKey: ['7'] })] })).not.toThrow();
  expect(() => reading({ filters: [EventFilter.data(FieldFilter.prefix('ORDER'))] })).toThrow(
    /compares data as plain text.*\n.*FILTER_OF_PLAIN_TEXT/,
  );
  expect(() => reading({ filters: [EventFilter.body({ kind: ['order'] })] })).toThrow(/records of a Kinesis stream have no body/);
});

describe('a durable function (ESM-66)', () => {
  const durable = (seconds: number) => shipIn(stackIn(), { durableConfig: { executionTimeout: Duration.seconds(seconds) } });
  const sourceIn = (stack: Stack) => new KinesisEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition: LATEST });

  test('fails when it is not an alias or a version that reads', () => {
    const { stack, ship, alias } = durable(900);
    const source = sourceIn(stack);
    expect(() => ship.addEventSource(source)).toThrow(/DURABLE_UNQUALIFIED/);
    expect(() => alias.addEventSource(source)).not.toThrow();
  });

  test('fails when an execution may take more than 15 minutes', () => {
    const { stack, alias } = durable(901);
    const source = sourceIn(stack);
    expect(() => alias.addEventSource(source)).toThrow(
      /must not be above 900 s for a function that reads a Kinesis stream, but is 901 s/,
    );
  });
});
