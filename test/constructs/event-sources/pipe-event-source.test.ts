import { type App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { PipeEventSource, type PipeEventSourceProps } from '../../../src/constructs/event-sources/pipe-event-source';
import { type PipeQueueOptions, PipeSource, type PipeStreamOptions } from '../../../src/constructs/event-sources/pipe-source';
import { PipeInvocationType, PipeTarget } from '../../../src/constructs/event-sources/pipe-target';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const PIPE = 'AWS::Pipes::Pipe';

function piped(
  props: Partial<PipeEventSourceProps> = {},
  options: PipeQueueOptions = {},
  queueProps: sqs.QueueProps = {},
  fn = {},
) {
  const scene = shipIn(stackIn(), fn);
  const queue = new sqs.Queue(scene.stack, 'Orders', queueProps);
  const source = new PipeEventSource('Pipe', { source: PipeSource.queue(queue, options), ...props });
  scene.ship.addEventSource(source);
  return { ...scene, queue, source };
}

const READS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

test('a pipe needs a role that reads the source and invokes exactly the function, and no permission (PIP-01)', () => {
  const { stack, ship, queue } = piped();

  const { arn } = names(stack, ship);
  expect(propertiesOf(stack, PIPE)).toMatchObject([
    {
      DesiredState: 'RUNNING',
      Source: names(stack, queue).arn,
      SourceParameters: { SqsQueueParameters: {} },
      Target: arn,
      TargetParameters: { LambdaFunctionParameters: { InvocationType: 'REQUEST_RESPONSE' } },
    },
  ]);
  expect(statementsOf(stack)).toEqual([allow(READS, names(stack, queue).arn), allow('lambda:InvokeFunction', arn)]);
  expect(permissionsOf(stack)).toEqual([]);
});

test('only this pipe can take the role, and waits for what the role may do (PRM-09)', () => {
  const { stack } = piped();
  const [pipe] = Object.values(Template.fromStack(stack).findResources(PIPE));
  const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  const [id, role] = roles.find(([, each]) => JSON.stringify(each).includes('pipes.amazonaws.com')) ?? [];
  const name: string = pipe?.Properties.Name;

  expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'pipes.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Join': [
              '',
              [
                ...['arn:', { Ref: 'AWS::Partition' }, ':pipes:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
                `:pipe/${name}`,
              ],
            ],
          },
        },
      },
    },
  ]);
  expect(pipe?.DependsOn).toHaveLength(2);
  expect(pipe?.DependsOn).toContain(id);
});

test('the name of a pipe stays with its source, and changes with it, as CloudFormation makes another pipe then', () => {
  const name = (id: string, more: boolean) => {
    const { stack, ship } = shipIn();
    if (more) ship.addEventSource(new PipeEventSource('More', { source: PipeSource.queue(new sqs.Queue(stack, 'More1')) }));
    const source = new PipeEventSource('Pipe', { source: PipeSource.queue(new sqs.Queue(stack, id)) });
    ship.addEventSource(source);
    return source.pipe.name;
  };

  expect(name('Orders', false)).toBe(name('Orders', true));
  expect(name('Orders', false)).not.toBe(name('Others', false));
  expect(name('Orders', false)).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
});

test.each(TARGET_KINDS)('pipe and role are for the %s alone (PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new PipeEventSource('Pipe', { source: PipeSource.queue(new sqs.Queue(stack, 'Orders')) }));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(propertiesOf(stack, PIPE)).toMatchObject([{ Target: arn }]);
  expect(statementsOf(stack)).toContainEqual(allow('lambda:InvokeFunction', arn));
});

test('everything that is said of the pipe is in the template', () => {
  const { stack } = piped(
    {
      pipeName: 'orders',
      description: 'of the shop',
      enabled: false,
      invocationType: PipeInvocationType.FIRE_AND_FORGET,
      inputTemplate: '{"order": <$.body>}',
      filters: [lambda.FilterCriteria.filter({ body: { kind: ['order'] } })],
    },
    { batchSize: 100, maxBatchingWindow: Duration.seconds(5) },
  );

  expect(propertiesOf(stack, PIPE)).toMatchObject([
    {
      Name: 'orders',
      Description: 'of the shop',
      DesiredState: 'STOPPED',
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
        SqsQueueParameters: { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 },
      },
      TargetParameters: {
        InputTemplate: '{"order": <$.body>}',
        LambdaFunctionParameters: { InvocationType: 'FIRE_AND_FORGET' },
      },
    },
  ]);
});

describe('as enrichment', () => {
  const enriching = (target: (stack: Stack) => PipeTarget, inputTemplate?: string) => {
    const { stack, ship } = shipIn();
    const source = PipeSource.queue(new sqs.Queue(stack, 'Orders'));
    ship.addEventSource(new PipeEventSource('Pipe', { source, target: target(stack), inputTemplate }));
    const [pipe] = propertiesOf(stack, PIPE);
    return { stack, ship, pipe, statements: statementsOf(stack).slice(2) };
  };

  test('the function stands before a queue, to which the role may send', () => {
    const { stack, ship, pipe, statements } = enriching(
      (in_) => PipeTarget.queue(new sqs.Queue(in_, 'Priced'), { inputTemplate: '<$.price>' }),
      '<$.body>',
    );
    const priced = { 'Fn::GetAtt': [expect.stringMatching(/^Priced/), 'Arn'] };

    expect(pipe).toMatchObject({
      Enrichment: names(stack, ship).arn,
      EnrichmentParameters: { InputTemplate: '<$.body>' },
      Target: priced,
      TargetParameters: { InputTemplate: '<$.price>' },
    });
    expect(statements).toEqual([allow('sqs:SendMessage', priced)]);
  });

  test.each([
    [
      'a queue with a key',
      (stack: Stack) => PipeTarget.queue(new sqs.Queue(stack, 'Q', { encryptionMasterKey: new kms.Key(stack, 'K') })),
      ['sqs:SendMessage', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ],
    ['a topic', (stack: Stack) => PipeTarget.topic(new sns.Topic(stack, 'T')), ['sns:Publish']],
    [
      'a bus',
      (stack: Stack) => PipeTarget.eventBus(new events.EventBus(stack, 'B'), { source: 'shop', detailType: 'priced' }),
      ['events:PutEvents'],
    ],
    ['a function', (stack: Stack) => PipeTarget.function(plainIn(stack)), ['lambda:InvokeFunction']],
  ] as const)('the function stands before %s, with what that needs', (_, target, actions) => {
    expect(enriching(target).statements.map(({ Action }) => Action)).toEqual(actions);
  });

  test('what goes to a bus says of what kind it is', () => {
    const { pipe } = enriching((stack) =>
      PipeTarget.eventBus(new events.EventBus(stack, 'B'), { source: 'shop', detailType: 'priced' }),
    );

    expect(pipe).toMatchObject({
      TargetParameters: { EventBridgeEventBusParameters: { Source: 'shop', DetailType: 'priced' } },
    });
  });

  test('fails when the pipe should not wait, when the target is FIFO, and when its template is too long', () => {
    const target = PipeTarget.queue(new sqs.Queue(stackIn(), 'Q'));
    const long = (length: number) => PipeTarget.queue(new sqs.Queue(stackIn(), 'Q'), { inputTemplate: 'x'.repeat(length) });

    expect(() => piped({ target, invocationType: PipeInvocationType.FIRE_AND_FORGET })).toThrow(/PIPE_INVOCATION/);
    expect(() => enriching((in_) => PipeTarget.queue(new sqs.Queue(in_, 'Q', { fifo: true })))).toThrow(/PIPE_TARGET_FIFO/);
    expect(() => enriching((in_) => PipeTarget.topic(new sns.Topic(in_, 'T', { fifo: true })))).toThrow(/PIPE_TARGET_FIFO/);
    expect(() => piped({ target: long(8193) })).toThrow(/inputTemplate of the target must have from 0 to 8192 characters/);
  });
});

describe('from streams', () => {
  const everything: PipeStreamOptions = {
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: 10_000,
    maxBatchingWindow: Duration.seconds(300),
    parallelizationFactor: 10,
    retryAttempts: -1,
    maxRecordAge: Duration.seconds(604_800),
    bisectOnPartialFailure: true,
  };
  const rendered = {
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 10_000,
    MaximumBatchingWindowInSeconds: 300,
    ParallelizationFactor: 10,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: 604_800,
    OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
  };

  function streaming(options: PipeStreamOptions | ((stack: Stack) => PipeStreamOptions) = {}) {
    const scene = shipIn();
    const stream = new kinesis.Stream(scene.stack, 'Stream', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
    const given = typeof options === 'function' ? options(scene.stack) : options;
    scene.ship.addEventSource(new PipeEventSource('Pipe', { source: PipeSource.stream(stream, given) }));
    return { ...scene, stream };
  }

  function tabling(options: PipeStreamOptions = {}, tableProps: Partial<dynamodb.TableProps> = {}) {
    const scene = shipIn();
    const table = new dynamodb.Table(scene.stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      ...tableProps,
    });
    scene.ship.addEventSource(new PipeEventSource('Pipe', { source: PipeSource.table(table, options) }));
    return { ...scene, table };
  }

  test('of Kinesis the role may read exactly the stream (KIN-01)', () => {
    const { stack, stream } = streaming(everything);

    expect(propertiesOf(stack, PIPE)).toMatchObject([
      { Source: names(stack, stream).arn, SourceParameters: { KinesisStreamParameters: rendered } },
    ]);
    expect(statementsOf(stack)[0]).toEqual(
      allow(
        [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
        ],
        names(stack, stream).arn,
      ),
    );
  });

  test('of a table the role may read exactly the stream (DDB-02)', () => {
    const { stack, table } = tabling(everything);
    const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
    const arn = { 'Fn::GetAtt': [id, 'StreamArn'] };

    expect(table.tableStreamArn).toBeDefined();
    expect(propertiesOf(stack, PIPE)).toMatchObject([{ Source: arn, SourceParameters: { DynamoDBStreamParameters: rendered } }]);
    expect(statementsOf(stack)[0]).toEqual(
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], arn),
    );
  });

  test('Kinesis can be read from a time on, and by default from now on', () => {
    const { AT_TIMESTAMP } = lambda.StartingPosition;
    const startingPositionTimestamp = new Date('2026-11-20T08:00:00Z');
    const { stack } = streaming({ startingPosition: AT_TIMESTAMP, startingPositionTimestamp });

    expect(propertiesOf(stack, PIPE)).toMatchObject([
      {
        SourceParameters: {
          KinesisStreamParameters: { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: '2026-11-20T08:00:00.000Z' },
        },
      },
    ]);
    expect(propertiesOf(streaming().stack, PIPE)).toMatchObject([
      { SourceParameters: { KinesisStreamParameters: { StartingPosition: 'LATEST' } } },
    ]);
  });

  test('records that are given up are told to a queue or a topic (PIP-07)', () => {
    const queue = streaming((stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Dead') }));
    const topic = streaming((stack) => ({ deadLetterTopic: new sns.Topic(stack, 'Dead') }));

    expect(propertiesOf(queue.stack, PIPE)).toMatchObject([
      { SourceParameters: { KinesisStreamParameters: { DeadLetterConfig: { Arn: {} } } } },
    ]);
    expect(statementsOf(queue.stack)[1]).toMatchObject({ Action: 'sqs:SendMessage' });
    expect(statementsOf(topic.stack)[1]).toMatchObject({ Action: 'sns:Publish' });
  });

  test.each([
    [{ batchSize: 0 }, /batchSize .* from 1 to 10000, but is 0/],
    [{ batchSize: 10_001 }, /batchSize .* but is 10001/],
    [{ maxBatchingWindow: Duration.seconds(301) }, /maxBatchingWindow .* from 0 to 300, but is 301/],
    [{ parallelizationFactor: 0 }, /parallelizationFactor .* from 1 to 10, but is 0/],
    [{ parallelizationFactor: 11 }, /parallelizationFactor .* but is 11/],
    [{ retryAttempts: -2 }, /retryAttempts .* from -1 to 10000, but is -2/],
    [{ retryAttempts: 10_001 }, /retryAttempts .* but is 10001/],
    [{ maxRecordAge: Duration.seconds(59) }, /maxRecordAge .* from 60 to 604800, but is 59/],
    [{ maxRecordAge: Duration.seconds(604_801) }, /maxRecordAge .* but is 604801/],
    [{ maxRecordAge: Duration.millis(60_500) }, /maxRecordAge must be a whole number/],
  ] as [PipeStreamOptions, RegExp][])('fails when the options are %j (PIP-06, VAL-03)', (options, problem) => {
    expect(() => streaming(options)).toThrow(problem);
    expect(() => tabling(options)).toThrow(problem);
  });

  test('fails when time and position do not go together, or there is no stream (VAL-06)', () => {
    const { AT_TIMESTAMP } = lambda.StartingPosition;

    expect(() => streaming({ startingPosition: AT_TIMESTAMP })).toThrow(/STARTING_TIMESTAMP_MISSING/);
    expect(() => streaming({ startingPositionTimestamp: new Date() })).toThrow(/STARTING_TIMESTAMP_UNUSED/);
    expect(() => tabling({ startingPosition: AT_TIMESTAMP })).toThrow(/STARTING_POSITION_OF_TABLE/);
    expect(() => tabling({}, { stream: undefined })).toThrow(/TABLE_WITHOUT_STREAM/);
  });

  test('fails when dead letters go to a queue and a topic, or to something FIFO', () => {
    const both = (stack: Stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Q'), deadLetterTopic: new sns.Topic(stack, 'T') });
    const fifo = (stack: Stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Q', { fifo: true }) });

    expect(() => streaming(both)).toThrow(/PIPE_DEAD_LETTERS_TWICE/);
    expect(() => streaming(fifo)).toThrow(/PIPE_TARGET_FIFO/);
  });
});

test('a queue with a key of its own may be decrypted', () => {
  const stack = stackIn();
  const queue = new sqs.Queue(stack, 'Orders', { encryptionMasterKey: new kms.Key(stack, 'Key') });
  plainIn(stack).addEventSource(new PipeEventSource('Pipe', { source: PipeSource.queue(queue) }));

  expect(statementsOf(stack)[1]).toMatchObject({ Action: 'kms:Decrypt' });
});

test('source and function may be in two stacks: that of the function needs the other', () => {
  const stack = stackIn();
  const queues = new Stack(stack.node.root as App, 'Queues');
  const source = PipeSource.queue(new sqs.Queue(queues, 'Orders'));
  plainIn(stack).addEventSource(new PipeEventSource('Pipe', { source }));
  (stack.node.root as App).synth();

  expect([stack.dependencies, queues.dependencies]).toEqual([[queues], []]);
});

const kind = { pattern: '{"body":{"kind":["order"]}}' };
const long = (length: number) => ({ pattern: `{"body":["${'x'.repeat(length - 13)}"]}` });

test.each([
  [{ filters: [] }, {}, {}],
  [{ filters: [kind, kind, kind, kind, kind] }, {}, {}],
  [{ filters: [long(4096)] }, {}, {}],
  [{ filters: [{ pattern: Lazy.string({ produce: () => 'none' }) }] }, {}, {}],
  [{ inputTemplate: 'x'.repeat(8192) }, {}, {}],
  [{ pipeName: 'x'.repeat(64) }, {}, {}],
  [{}, { batchSize: 10 }, { fifo: true }],
  [{}, { batchSize: 10_000, maxBatchingWindow: Duration.seconds(1) }, {}],
  [{}, { batchSize: Lazy.number({ produce: () => 99_999 }) }, {}],
] as [
  Partial<PipeEventSourceProps>,
  PipeQueueOptions,
  sqs.QueueProps,
][])('%j may be given, with %j for a queue with %j', (props, options, queueProps) => {
  expect(() => piped(props, options, queueProps)).not.toThrow();
});

test.each([
  [{ filters: [kind, kind, kind, kind, kind, kind] }, {}, {}, /filters must be at most 5, but there are 6 \(PIP-04\)/],
  [{ filters: [long(4097)] }, {}, {}, /filters\[0\] must have at most 4096 characters, but has 4097/],
  [{ filters: [{ body: ['x'] }] }, {}, {}, /FILTER_NOT_A_PATTERN/],
  [{ filters: [{ pattern: '{"body":[]}' }] }, {}, {}, /Empty arrays are not allowed.*FILTER_INVALID/s],
  [{ filters: [{ pattern: 'order' }] }, {}, {}, /FILTER_INVALID/],
  [{ inputTemplate: 'x'.repeat(8193) }, {}, {}, /inputTemplate must have from 0 to 8192 characters/],
  [{ pipeName: 'x'.repeat(65) }, {}, {}, /pipeName must have from 1 to 64 characters/],
  [{ pipeName: 'a b' }, {}, {}, /pipeName must have/],
  [{}, { batchSize: 0 }, {}, /batchSize .* but is 0/],
  [{}, { batchSize: 10_001 }, {}, /batchSize .* but is 10001/],
  [{}, { batchSize: 11 }, {}, /BATCHING_WINDOW_MISSING/],
  [{}, { batchSize: 11 }, { fifo: true }, /batchSize of the FIFO queue Shop\/Orders must be at most 10 messages, but is 11/],
  [{}, { maxBatchingWindow: Duration.seconds(1) }, { fifo: true }, /WINDOW_OF_FIFO_QUEUE/],
  [{}, { maxBatchingWindow: Duration.seconds(301) }, {}, /maxBatchingWindow .* but is 301/],
] as [
  Partial<PipeEventSourceProps>,
  PipeQueueOptions,
  sqs.QueueProps,
  RegExp,
][])('fails when the source is %j, with %j for a queue with %j', (props, options, queueProps, problem) => {
  expect(() => piped(props, options, queueProps)).toThrow(problem);
});

test('an operator that pipes are not known to take is warned of (PAT-60)', () => {
  const filters = [{ pattern: '{"body":[{"wildcard":"a*"}]}' }];
  expect(warningsIn(piped({ filters }).stack, 'uses wildcard')).toBe(1);
  expect(warningsIn(piped({ filters: [kind] }).stack, 'PAT-60')).toBe(0);
});

test('a function that may run for longer than a pipe waits is warned of (PIP-02)', () => {
  const warned = (seconds: number, invocationType?: PipeInvocationType) =>
    warningsIn(piped({ invocationType }, {}, {}, { timeout: Duration.seconds(seconds) }).stack, 'VAL-28');

  expect([warned(300), warned(301), warned(301, PipeInvocationType.FIRE_AND_FORGET)]).toEqual([0, 1, 0]);
});

test('fails when the pipe is asked for before there is one, when it would be for two, and when the id is taken', () => {
  const { ship, alias, source, queue } = piped();
  const again = new PipeEventSource('Pipe', { source: PipeSource.queue(queue) });

  expect(() => again.pipe).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => ship.addEventSource(again)).toThrow(/SOURCE_TWICE/);
});
