import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Duration, type Stack } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource, type SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const SEND = `const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const client = new SQSClient({});
const send = (QueueUrl, MessageBody) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));`;

/** A queue `Orders` with a dead-letter queue `Failed`, read by the function `Ship`. */
function shipping(stack: Stack, source: string, given: SqsEventSourceProps & { queue?: QueueProps; receives?: number } = {}) {
  const { queue: props = {}, receives = 2, ...mapping } = given;
  const failed = new Queue(stack, 'Failed', props.fifo ? { fifo: true } : {});
  const orders = new Queue(stack, 'Orders', { deadLetterQueue: { queue: failed, maxReceiveCount: receives }, ...props });
  const ship = nodeFunction(stack, 'Ship', source, { environment: { ORDERS: orders.queueUrl, FAILED: failed.queueUrl } });
  ship.addEventSource(new SqsEventSource(orders, mapping));
  return { orders, failed, ship };
}

test('a function gets the messages of its queue in batches, as Lambda hands them over (SQS-12 to SQS-14, SQS-20)', async () => {
  const app = appOf((stack) => shipping(stack, 'exports.handler = async () => {};', { batchSize: 2 }));
  const local = await running(app, { clock: 'virtual' });
  const orders = local.queue('Orders');
  const { messageId } = orders.send({ id: 1 }, { attributes: { Priority: 7, Digest: new Uint8Array([0, 1, 2]), Source: 'web' } });
  orders.send('two');
  orders.send('three');

  await local.settle();

  const { invocations } = local.function('Ship');
  expect(invocations.map(({ event }) => event.Records.map(({ body }: { body: string }) => body))).toEqual([
    ['{"id":1}', 'two'],
    ['three'],
  ]);
  expect(invocations[0]?.event.Records[0]).toEqual({
    messageId,
    receiptHandle: expect.stringMatching(/^AQEB/),
    body: '{"id":1}',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    messageAttributes: {
      Priority: { stringValue: '7', stringListValues: [], binaryListValues: [], dataType: 'Number' },
      Source: { stringValue: 'web', stringListValues: [], binaryListValues: [], dataType: 'String' },
      Digest: { binaryValue: 'AAEC', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    },
    md5OfMessageAttributes: '2821f3b1fbc96658b55191ad5a6ab18c',
    md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventSource: 'aws:sqs',
    eventSourceARN: orders.arn,
    awsRegion: 'us-east-1',
  });
  expect(orders.messages).toEqual([]);
  expect(local.application.unsupported).toEqual([]);
});

test('a batch that fails comes back after the visibility timeout, and is set aside after its receives (SQS-20, SQS-21)', async () => {
  const app = appOf((stack) => shipping(stack, 'exports.handler = async () => { throw new Error("no"); };'));
  const local = await running(app, { clock: 'virtual' });
  local.queue('Orders').send({ id: 1 });

  await local.settle();

  const [first, second, ...none] = local.function('Ship').invocations;
  expect(none).toEqual([]);
  expect((second?.startedAt.getTime() ?? 0) - (first?.startedAt.getTime() ?? 0)).toBeGreaterThanOrEqual(30_000);
  expect(local.queue('Failed').messages).toMatchObject([
    { json: { id: 1 }, state: 'visible', attributes: { DeadLetterQueueSourceArn: local.queue('Orders').arn } },
  ]);
  expect(local.journal.entries.flatMap((entry) => (entry.kind.startsWith('message.') ? [entry.kind] : []))).toEqual([
    ...['message.sent', 'message.delivered', 'message.returned', 'message.delivered', 'message.returned'],
    ...['message.sent', 'message.gone'],
  ]);
});

test('messages that the function reports stay, all others are deleted (PBR-07, SQS-22)', async () => {
  const app = appOf((stack) =>
    shipping(
      stack,
      `exports.handler = async ({ Records }) => ({
        batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
      });`,
      { reportBatchItemFailures: true },
    ),
  );
  const local = await running(app, { clock: 'virtual' });
  for (const body of ['good', 'bad', 'fine']) local.queue('Orders').send(body);

  await local.settle();

  const batches = local.function('Ship').invocations.map(({ event }) => event.Records.map(({ body }: { body: string }) => body));
  expect(batches).toEqual([['good', 'bad', 'fine'], ['bad']]);
  expect(local.queue('Failed').messages.map(({ body }) => body)).toEqual(['bad']);
});

test('messages that no filter matches are deleted, also those that are not JSON (FIL-10, FIL-11)', async () => {
  const app = appOf((stack) =>
    shipping(stack, 'exports.handler = async () => {};', {
      filters: [FilterCriteria.filter({ body: { state: FilterRule.isEqual('open') } })],
    }),
  );
  const local = await running(app, { clock: 'virtual' });
  const orders = local.queue('Orders');
  for (const body of [{ state: 'open' }, { state: 'closed' }, 'open', '["open"]', '{"state":']) orders.send(body);

  await local.settle();

  const bodies = local
    .function('Ship')
    .invocations.flatMap(({ event }) => event.Records.map(({ body }: { body: string }) => body));
  expect(bodies).toEqual(['{"state":"open"}']);
  expect([orders.messages, local.queue('Failed').messages]).toEqual([[], []]);
});

test('handlers send to queues by the URL that Ref gives them, and the next function gets it', async () => {
  const app = appOf((stack) => {
    const { orders } = shipping(stack, 'exports.handler = async () => {};');
    const shop = nodeFunction(
      stack,
      'Shop',
      `${SEND} exports.handler = async ({ count }) => {
        for (let i = 0; i < count; i++) await send(process.env.QUEUE, 'order ' + i);
        return process.env.QUEUE;
      };`,
      { environment: { QUEUE: orders.queueUrl }, timeout: Duration.seconds(20) },
    );
    orders.grantSendMessages(shop);
  });
  const local = await running(app, { clock: 'virtual' });

  const { payload } = await local.function('Shop').invoke({ count: 3 });
  await local.settle();

  expect(payload).toBe(local.queue('Orders').url);
  const bodies = local
    .function('Ship')
    .invocations.flatMap(({ event }) => event.Records.map(({ body }: { body: string }) => body));
  expect(bodies).toEqual(['order 0', 'order 1', 'order 2']);
}, 30_000);

test('a mapping can be paused and resumed while the app runs (ESM-36, SIM-33)', async () => {
  const app = appOf((stack) => shipping(stack, 'exports.handler = async () => {};'));
  const local = await running(app, { clock: 'virtual' });
  const credentials = local.credentials;
  const lambda = new LambdaClient({ endpoint: local.endpoint, region: 'us-east-1', credentials });
  const UUID = local.application.mappings?.[0]?.uuid;
  const orders = local.queue('Orders');

  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  orders.send('waits');
  await local.settle();
  expect(orders.visible).toHaveLength(1);
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await local.settle();

  expect(local.function('Ship').invocations).toHaveLength(1);
  lambda.destroy();
});

test('under the system clock messages arrive by themselves, and SDK clients see the same queues', async () => {
  const app = appOf((stack) => {
    shipping(stack, 'exports.handler = async ({ Records }) => Records.length;');
    new Queue(stack, 'Plain');
  });
  const local = await running(app);
  const sqs = new SQSClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });

  await sqs.send(new SendMessageCommand({ QueueUrl: local.queue('Orders').url, MessageBody: 'a' }));
  local.queue('Plain').send('b');
  await local.settle();

  expect(local.function('Ship').invocations.map(({ payload }) => payload)).toEqual([1]);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: local.queue('Plain').url }));
  expect(Messages).toMatchObject([{ Body: 'b' }]);
  expect(local.queue('App/Plain').inFlight).toHaveLength(1);
  sqs.destroy();
});

test('two runs of handlers that send to each other at once tell the same, in the same order', async () => {
  const app = appOf((stack) => {
    const packed = new Queue(stack, 'Packed');
    const { ship } = shipping(
      stack,
      `${SEND} exports.handler = async ({ Records }) => {
        for (const { body } of Records) {
          await new Promise((go) => setTimeout(go, Math.random() * 20));
          await send(process.env.PACKED, body);
        }
        if (Records.some(({ body }) => body === '3')) throw new Error('no');
      };`,
      { batchSize: 2 },
    );
    ship.addEnvironment('PACKED', packed.queueUrl);
    const count = nodeFunction(stack, 'Count', 'exports.handler = async ({ Records }) => Records.map(({ body }) => body);');
    count.addEventSource(new SqsEventSource(packed, { batchSize: 3 }));
  });
  const told = async () => {
    const local = await running(app, { clock: 'virtual' });
    for (let at = 0; at < 8; at++) local.queue('Orders').send(`${at}`);
    await local.settle();
    const entries = local.journal.entries.map((entry) =>
      // How long a process took, and where its code lies, are not alike.
      entry.kind.startsWith('message.') || entry.kind === 'invocation.ended'
        ? JSON.stringify({ ...entry, durationMs: 0, initDurationMs: 0 }).replace(/lambda-kit-\d+-\w+/g, '')
        : entry.kind,
    );
    return [...entries, ...local.function('Count').invocations.map(({ payload }) => JSON.stringify(payload))];
  };

  const first = await told();

  expect(await told()).toEqual(first);
  expect(first.length).toBeGreaterThan(60);
}, 60_000);

test.each([
  ['is set aside', 1],
  ['is taken away by somebody else', 1000],
])('in real time, nothing is waited for any more when the last message %s', async (how, receives) => {
  const local = await running(
    appOf((stack) => {
      const failed = new Queue(stack, 'Failed');
      const orders = new Queue(stack, 'Orders', {
        visibilityTimeout: Duration.seconds(1),
        deadLetterQueue: { queue: failed, maxReceiveCount: receives },
      });
      const ship = nodeFunction(stack, 'Ship', 'exports.handler = async () => { throw new Error("no"); };', {
        timeout: Duration.seconds(1),
      });
      ship.addEventSource(new SqsEventSource(orders));
    }),
  );
  const orders = local.queue('Orders');
  orders.send('1');
  const settled = local.settle({ timeoutMs: 10_000 });
  if (how !== 'is set aside') {
    while (local.function('Ship').invocations.length === 0) await new Promise(setImmediate);
    orders.purge();
  }

  await settled;

  expect(orders.messages).toEqual([]);
  expect(local.queue('Failed').messages).toHaveLength(how === 'is set aside' ? 1 : 0);
});

test('fails when there is no such queue, or SQS does not take the message', async () => {
  const local = await running(appOf((stack) => new Queue(stack, 'Orders', { fifo: true })));

  expect(() => local.queue('Other')).toThrow(/There is no queue Other; there are\n {2}App\/Orders/);
  expect(() => local.queue('Orders').send('x')).toThrow(/MissingParameter: .*MessageGroupId/);
  expect(() => local.queue('Orders').send(undefined)).toThrow(/something JSON can hold/);
});
