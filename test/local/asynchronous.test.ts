import { Duration } from 'aws-cdk-lib';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Invokes itself with the SDK, and answers with the error of that call or of one further down. */
const LOOP = `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
let client;
exports.handler = async ({ depth }, { functionName }) => {
  client ??= new LambdaClient({});
  if (depth > 20) return { depth };
  try {
    const Payload = JSON.stringify({ depth: depth + 1 });
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
    return JSON.parse(Buffer.from(answer.Payload).toString());
  } catch ({ name, $metadata: { httpStatusCode } }) {
    return { depth, name, httpStatusCode };
  }
};`;

test('a handler that invokes itself through the SDK is stopped in its 17th invocation, unless it allows loops (FN-72)', async () => {
  const app = appOf((stack) => {
    nodeFunction(stack, 'Loop', LOOP, { timeout: Duration.minutes(2) });
    nodeFunction(stack, 'Allowed', LOOP, { timeout: Duration.minutes(2), recursiveLoop: RecursiveLoop.ALLOW });
  });
  const local = await running(app);

  const [stopped, allowed] = [
    await local.function('Loop').invoke({ depth: 1 }),
    await local.function('Allowed').invoke({ depth: 1 }),
  ];

  expect(stopped.payload).toEqual({ depth: 16, name: 'RecursiveInvocationException', httpStatusCode: 400 });
  expect(allowed.payload).toEqual({ depth: 21 });
  // Each depth is a cold start of its own, which loads the SDK.
}, 120_000);

test('what has ended goes to the destinations of the function, and can be read from its handle (INV-66, INV-68)', async () => {
  const app = appOf((stack) => {
    const audit = nodeFunction(stack, 'Audit', 'exports.handler = async (record) => record.responsePayload.total;');
    nodeFunction(
      stack,
      'Orders',
      'exports.handler = async ({ fail }) => { if (fail) throw new Error("no"); return { total: 3 }; };',
      {
        retryAttempts: 1,
        onSuccess: new LambdaDestination(audit),
        onFailure: new SqsDestination(new Queue(stack, 'Failed')),
        deadLetterQueue: new Queue(stack, 'Dead'),
      },
    );
  });
  const local = await running(app, { clock: 'virtual' });
  const orders = local.function('Orders');

  await orders.invoke({ id: 7 }, { type: 'Event' });
  await orders.invoke({ fail: true }, { type: 'Event' });
  await local.settle();

  expect(local.function('Audit').invocations.map(({ payload }) => payload)).toEqual([3]);
  expect(orders.deliveries).toEqual([
    expect.objectContaining({
      to: 'onSuccess',
      outcome: 'delivered',
      body: expect.objectContaining({ requestPayload: { id: 7 } }),
    }),
    expect.objectContaining({
      to: 'onFailure',
      outcome: 'delivered',
      body: expect.objectContaining({ responsePayload: expect.objectContaining({ errorMessage: 'no' }) }),
    }),
    expect.objectContaining({
      to: 'deadLetter',
      body: { fail: true },
      attributes: expect.objectContaining({ ErrorCode: '200', ErrorMessage: 'no' }),
    }),
  ]);
});

/** Calls two others at once and sends an event; the second and third answer after it. */
const FAN = `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const client = new LambdaClient({});
exports.handler = async (event) => {
  const call = (FunctionName, InvocationType) =>
    client.send(new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify(event) }));
  await Promise.all([call('prices'), call('stock'), call('audit', 'Event')]);
  console.log('called', event.n);
};`;

test('two runs of real processes with the same seed tell the same, in the same order', async () => {
  const tell = async () => {
    const app = appOf((stack) => {
      nodeFunction(stack, 'Fan', FAN, { timeout: Duration.seconds(30) });
      for (const functionName of ['prices', 'stock'])
        nodeFunction(stack, functionName, 'exports.handler = async () => 1;', { functionName });
      nodeFunction(stack, 'audit', 'exports.handler = async ({ n }) => { if (n % 2) throw new Error("no"); };', {
        functionName: 'audit',
        deadLetterQueue: new Queue(stack, 'Dead'),
      });
    });
    const local = await running(app, { clock: 'virtual' });
    const fan = local.function('Fan');
    for (let n = 0; n < 6; n++) await fan.invoke({ n }, { type: 'Event' });
    await Promise.all([6, 7].map((n) => fan.invoke({ n })));
    await local.settle();
    await local.stop();
    return local.journal.entries.flatMap((entry): readonly unknown[] => {
      if (entry.kind === 'log')
        return /REPORT|INIT_START|Invoke Error/.test(entry.line) ? [] : [entry.line.replace(/^\S+Z|\(node:\d+\)/g, '')];
      if (entry.kind === 'invocation.started') return [[entry.at, entry.function, entry.requestId, entry.event]];
      if (entry.kind === 'invocation.ended') return [[entry.at, entry.requestId, entry.outcome]];
      return entry.kind.startsWith('async') ? [entry] : [];
    });
  };

  const first = await tell();

  expect(first.length).toBeGreaterThan(100);
  expect(await tell()).toEqual(first);
}, 60_000);
