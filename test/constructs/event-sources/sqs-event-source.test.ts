import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SqsEventSource, type SqsEventSourceProps } from '../../../src/constructs/event-sources/sqs-event-source';
import { stackIn } from '../scene';
import { names, propertiesOf, shipIn, statementsOf, warningsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** `Ship`, which may run for 10 s, reads a queue. */
function reading(props: SqsEventSourceProps = {}, queueProps: sqs.QueueProps = {}, options = {}) {
  const scene = shipIn(stackIn(), { timeout: Duration.seconds(10), ...options });
  const queue = new sqs.Queue(scene.stack, 'Orders', { visibilityTimeout: Duration.seconds(400), ...queueProps });
  scene.ship.addEventSource(new SqsEventSource(queue, props));
  return { ...scene, queue };
}

test('a queue needs a mapping and three actions on it, and no permission (SQS-01, SQS-02)', () => {
  const { stack, ship, queue } = reading();

  expect(propertiesOf(stack, MAPPING)).toEqual([
    { EventSourceArn: names(stack, queue).arn, FunctionName: names(stack, ship).ref },
  ]);
  expect(statementsOf(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: names(stack, queue).arn,
    },
  ]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test('a queue with a key of its own may be decrypted (SQS-02)', () => {
  const stack = stackIn();
  const key = new kms.Key(stack, 'Key');
  const { ship } = shipIn(stack);
  ship.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Orders', { encryptionMasterKey: key })));

  expect(statementsOf(stack)).toContainEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, key).arn });
});

test.each(['alias', 'version'] as const)('an %s reads the queue as what it is', (kind) => {
  const scene = shipIn();
  const target = scene[kind];
  target.addEventSource(new SqsEventSource(new sqs.Queue(scene.stack, 'Orders')));

  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(target.functionName) }]);
  expect(statementsOf(scene.stack)).toHaveLength(1);
});

test('a function of aws-cdk-lib can have it as well', () => {
  const stack = stackIn();
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  plain.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Orders')));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
});

test('everything that is said of the mapping is in the template', () => {
  const { stack } = reading({
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(5),
    reportBatchItemFailures: true,
    maxConcurrency: 7,
    enabled: false,
    filters: [lambda.FilterCriteria.filter({ body: { kind: ['order'] } })],
    metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
    tags: { team: 'orders' },
  });

  expect(propertiesOf(stack, MAPPING)).toEqual([
    expect.objectContaining({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
      Enabled: false,
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
      MetricsConfig: { Metrics: ['EventCount'] },
      Tags: [{ Key: 'team', Value: 'orders' }],
    }),
  ]);
});

test('pollers can be kept ready', () => {
  const { stack } = reading({ provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 2000 } });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 2000 } }]);
});

test('queue and function may be in two stacks', () => {
  const stack = stackIn();
  const queues = new Stack(stack.node.root as never, 'Queues');
  const { ship } = shipIn(stack);
  ship.addEventSource(new SqsEventSource(new sqs.Queue(queues, 'Orders')));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(queues.dependencies).toEqual([]);
});

test.each([
  [{ batchSize: 1 }, {}],
  [{ batchSize: 10 }, {}],
  [{ batchSize: 10_000, maxBatchingWindow: Duration.seconds(1) }, {}],
  [{ maxBatchingWindow: Duration.seconds(300) }, {}],
  [{ maxConcurrency: 2 }, {}],
  [{ maxConcurrency: 1000 }, {}],
  [{ provisionedPollerConfig: { minimumPollers: 200, maximumPollers: 200 } }, {}],
  [{ batchSize: 10 }, { fifo: true }],
  [{ batchSize: Lazy.number({ produce: () => 99_999 }) }, {}],
  [{ maxConcurrency: Lazy.number({ produce: () => 1 }) }, {}],
  [{ provisionedPollerConfig: { minimumPollers: Lazy.number({ produce: () => 1 }), maximumPollers: 10_000 } }, {}],
  [{ maxBatchingWindow: Duration.seconds(Lazy.number({ produce: () => 900 })) }, {}],
] as [SqsEventSourceProps, sqs.QueueProps][])('%j may be given for a queue with %j', (props, queueProps) => {
  expect(() => reading(props, queueProps)).not.toThrow();
});

test.each([
  [{ batchSize: 0 }, {}, /batchSize must be a whole number of messages from 1 to 10000, but is 0/],
  [{ batchSize: 10_001, maxBatchingWindow: Duration.seconds(1) }, {}, /batchSize .* from 1 to 10000, but is 10001/],
  [{ maxBatchingWindow: 5 } as never, {}, /maxBatchingWindow must be a Duration, as Duration.minutes\(1\), but is 5\./],
  [{ batchSize: 2.5 }, {}, /batchSize must be a whole number/],
  [{ batchSize: 11 }, {}, /batchSize 11 is above 10 messages and needs a maxBatchingWindow.*\n.*BATCHING_WINDOW_MISSING/],
  [{ batchSize: 11 }, { fifo: true }, /batchSize .* from 1 to 10, but is 11/],
  [{ maxBatchingWindow: Duration.seconds(1) }, { fifo: true }, /WINDOW_OF_FIFO_QUEUE/],
  [{ maxBatchingWindow: Duration.seconds(301) }, {}, /maxBatchingWindow .* from 0 to 300, but is 301/],
  [{ maxConcurrency: 1 }, {}, /maxConcurrency .* from 2 to 1000, but is 1/],
  [{ maxConcurrency: 1001 }, {}, /maxConcurrency .* but is 1001/],
  [{ maxConcurrency: 2, provisionedPollerConfig: {} }, {}, /POLLERS_WITH_MAX_CONCURRENCY/],
  [{ provisionedPollerConfig: { minimumPollers: 1 } }, {}, /minimumPollers .* from 2 to 200, but is 1/],
  [{ provisionedPollerConfig: { minimumPollers: 201 } }, {}, /minimumPollers .* but is 201/],
  [{ provisionedPollerConfig: { maximumPollers: 10_001 } }, {}, /maximumPollers .* from 2 to 10000, but is 10001/],
  [{ provisionedPollerConfig: { pollerGroupName: 'shared' } }, {}, /POLLER_GROUP_OF_QUEUE/],
  [{ maxBatchingWindow: Duration.millis(500) }, {}, /maxBatchingWindow must be a whole number of seconds .* but is 0.5/],
  [{ provisionedPollerConfig: { minimumPollers: 9, maximumPollers: 8 } }, {}, /minimumPollers 9 is above maximumPollers 8/],
] as [
  SqsEventSourceProps,
  sqs.QueueProps,
  RegExp,
][])('fails when %j is given for a queue with %j', (props, queueProps, problem) => {
  expect(() => reading(props, queueProps)).toThrow(problem);
});

test('fails when messages come back while the function may still run (SQS-06)', () => {
  expect(() => reading({}, { visibilityTimeout: Duration.seconds(10) })).not.toThrow();
  expect(() => reading({}, { visibilityTimeout: Duration.seconds(9) })).toThrow(
    /visibilityTimeout of Shop\/Orders must not be below the timeout of the function, 10 s, but is 9 s/,
  );
  expect(() => reading({}, { visibilityTimeout: undefined }, { timeout: Duration.seconds(31) })).toThrow(/31 s, but is 30 s/);
});

test.each(['alias', 'version'] as const)('fails as well when an %s reads the queue', (kind) => {
  const scene = shipIn(stackIn(), { timeout: Duration.seconds(40) });
  const source = new SqsEventSource(new sqs.Queue(scene.stack, 'Orders'));
  expect(() => scene[kind].addEventSource(source)).toThrow(/VISIBILITY_BELOW_TIMEOUT/);
});

test('less than six times the timeout and the window is warned of (SQS-06)', () => {
  const warned = (seconds: number) => {
    const { stack } = reading({ maxBatchingWindow: Duration.seconds(5) }, { visibilityTimeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('wants 65 s')).length;
  };

  expect([warned(64), warned(65)]).toEqual([1, 0]);
});

test('fails when the role of the function cannot be changed, unless it may read the queue already', () => {
  const stack = stackIn();
  const queue = new sqs.Queue(stack, 'Orders');
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/given', { mutable: false });
  const attributes = { functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:ship', sameEnvironment: true };
  const without = lambda.Function.fromFunctionAttributes(stack, 'Without', attributes);

  expect(() => without.addEventSource(new SqsEventSource(queue))).toThrow(
    /must allow sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes[^]*SOURCE_ROLE_UNCHANGEABLE/,
  );
  without.addEventSource(new SqsEventSource(queue, { roleHasPermissions: true }));
  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(role).toBeDefined();
});

test('fails when the function reads the queue already (ESM-50)', () => {
  const { ship, queue } = reading();
  expect(() => ship.addEventSource(new SqsEventSource(queue))).toThrow(/SqsEventSource:\w+ is there already.*\n.*SOURCE_TWICE/);
});

test('an alias can read what its function reads as well', () => {
  const { stack, alias, queue } = reading();
  alias.addEventSource(new SqsEventSource(queue));
  expect(propertiesOf(stack, MAPPING)).toHaveLength(2);
});

test('fails when the queue is in another Region (SQS-03)', () => {
  const stack = new Stack(stackIn().node.root as never, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
  const { ship } = shipIn(stack);
  const queueIn = (region: string) => sqs.Queue.fromQueueArn(stack, region, `arn:aws:sqs:${region}:222222222222:orders`);

  expect(() => ship.addEventSource(new SqsEventSource(queueIn('eu-west-1')))).not.toThrow();
  expect(() => ship.addEventSource(new SqsEventSource(queueIn('us-east-1')))).toThrow(
    /an SQS queue must be in the Region of the function, eu-west-1, but is in us-east-1/,
  );
});

test.each([
  [{ maxConcurrency: 5 }, 5, 0],
  [{ maxConcurrency: 6 }, 5, 1],
  [{}, 5, 0],
  [{}, 4, 1],
  [{ provisionedPollerConfig: {} }, 1, 0],
])('%j for a function with %i reserved is warned of %i times (SQS-08, SQS-10)', (props, reserved, times) => {
  const { stack } = reading(props, {}, { reservedConcurrentExecutions: reserved });
  expect(warningsOf(stack, 'QUEUE_ABOVE_RESERVED')).toHaveLength(times);
});

test('more pollers than the guide names are warned of (DSP-02)', () => {
  const warned = (maximumPollers: number) =>
    warningsOf(reading({ provisionedPollerConfig: { maximumPollers } }).stack, 'POLLERS_ABOVE_GUIDE').length;
  expect([warned(2000), warned(2001)]).toEqual([0, 1]);
});

test('provisioned mode without a number keeps as many pollers as Lambda would', () => {
  const { stack } = reading({ provisionedPollerConfig: {} });
  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ ProvisionedPollerConfig: { MinimumPollers: 2 } }]);
});

describe('dead letters (SQS-07)', () => {
  const withDeadLetters = (maxReceiveCount: number, own: sqs.QueueProps = {}, other: sqs.QueueProps = {}) => {
    const scene = shipIn();
    const queue = new sqs.Queue(scene.stack, 'SetAside', other);
    const orders = new sqs.Queue(scene.stack, 'Orders', { deadLetterQueue: { queue, maxReceiveCount }, ...own });
    scene.ship.addEventSource(new SqsEventSource(orders));
    return { ...scene, setAside: queue };
  };

  test('a standard queue without a dead-letter queue is warned of', () => {
    expect(warningsOf(reading().stack, 'QUEUE_WITHOUT_DEAD_LETTERS')).toHaveLength(1);
    expect(warningsOf(reading({}, { fifo: true }).stack, 'QUEUE_WITHOUT_DEAD_LETTERS')).toEqual([]);
    expect(warningsOf(withDeadLetters(5).stack, 'QUEUE_WITHOUT_DEAD_LETTERS')).toEqual([]);
  });

  test('a dead-letter queue that is read needs none of its own', () => {
    const { stack, alias, setAside } = withDeadLetters(5);
    alias.addEventSource(new SqsEventSource(setAside));
    expect(warningsOf(stack, 'QUEUE_WITHOUT_DEAD_LETTERS')).toEqual([]);
  });

  test('a queue of another app is not looked at', () => {
    const { stack, ship } = shipIn();
    ship.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(stack, 'Orders', 'arn:aws:sqs:us-east-1:111111111111:orders')));
    expect(warningsOf(stack, 'QUEUE_WITHOUT_DEAD_LETTERS')).toEqual([]);
  });

  test('fewer than five receives are warned of', () => {
    const warned = (receives: number) => warningsOf(withDeadLetters(receives).stack, 'QUEUE_FEW_RECEIVES').length;
    expect([warned(4), warned(5)]).toEqual([1, 0]);
  });

  test('fails when one is FIFO and the other is not', () => {
    const synthesized = (own: boolean | undefined, other: boolean | undefined) => () =>
      propertiesOf(withDeadLetters(5, { fifo: own }, { fifo: other }).stack, MAPPING);

    expect(synthesized(true, true)).not.toThrow();
    expect(synthesized(true, undefined)).toThrow(/deadLetterQueue of a FIFO queue must be a FIFO queue, but is a standard one/);
    expect(synthesized(undefined, true)).toThrow(/deadLetterQueue of a standard queue must be a standard queue/);
  });
});
