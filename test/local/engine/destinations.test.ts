import { seededChance } from '../../../src/local/chance';
import type { Delivered, Shipment } from '../../../src/local/engine/delivery';
import { Invoker } from '../../../src/local/engine/invoker';
import { bytesText, textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { lambdaFunction } from './app';
import { type Behaviour, FakeDriver, failed, succeeded } from './fake-driver';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:failed';
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** Events for `Orders`, among other functions; what a queue or topic receives is in `received`. */
function eventsFor(
  behave: Behaviour,
  given: Parameters<typeof lambdaFunction>[1],
  { others = [], queue }: { others?: readonly LambdaFunction[]; queue?: () => Delivered } = {},
) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const journal = new Journal(() => clock.now());
  const received: { targetArn: string; shipment: Shipment }[] = [];
  const driver = new FakeDriver(behave);
  const deliver = async (targetArn: string, shipment: Shipment) => {
    received.push({ targetArn, shipment });
    return queue?.() ?? ({ outcome: 'delivered' } as const);
  };
  const invoker = new Invoker({
    functions: [lambdaFunction('Orders', given), ...others],
    driver,
    clock,
    journal,
    chance: seededChance('test'),
    inOrder: true,
    ...(queue && { deliveries: { sqs: { deliver }, sns: { deliver } } }),
  });
  const send = async (event: string, requestId = 'the-id', qualifier?: string) => {
    await invoker.invoke({
      functionName: 'Orders',
      type: 'Event',
      logType: 'None',
      payload: textBytes(event),
      requestId,
      ...(qualifier !== undefined && { qualifier }),
    });
    await clock.advance({ hours: 7 });
    return deliveries();
  };
  const deliveries = () => journal.entries.flatMap((entry) => (entry.kind === 'async.delivery' ? [entry] : []));
  return { send, received, driver, journal, invoker, clock };
}

const on = (
  destination: { onSuccessArn?: string; onFailureArn?: string; maximumRetryAttempts?: number; maximumEventAgeSeconds?: number },
  qualifier = '$LATEST',
) => ({
  asyncConfigurations: [{ qualifier, ...destination }],
});

test('a success is told to its destination, in the shape and order of the record (INV-66)', async () => {
  const { send } = eventsFor(() => succeeded({ total: 3 }), on({ onSuccessArn: QUEUE }));

  const [delivery] = await send('{"id":7}');

  expect(delivery).toMatchObject({ to: 'onSuccess', targetArn: QUEUE, outcome: 'kept' });
  expect(delivery?.body).toBe(
    JSON.stringify({
      version: '1.0',
      timestamp: '2026-01-01T00:00:00.000Z',
      requestContext: {
        requestId: 'the-id',
        functionArn: `${functionArn('Orders')}:$LATEST`,
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { id: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { total: 3 },
    }),
  );
});

test('a failure is told with the error and the number of attempts (INV-66)', async () => {
  const { send } = eventsFor(() => failed, on({ onFailureArn: QUEUE }));

  const [delivery] = await send('{}');

  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    timestamp: '2026-01-01T00:03:00.000Z',
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'no' },
  });
});

test('the record of an alias names the alias, and the version that ran (INV-66)', async () => {
  const { send } = eventsFor(() => succeeded(1), {
    versions: ['1'],
    aliases: [{ name: 'live', version: '1' }],
    ...on({ onSuccessArn: QUEUE }, 'live'),
  });

  const [delivery] = await send('{}', 'the-id', 'live');

  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    requestContext: { functionArn: `${functionArn('Orders')}:live` },
    responseContext: { executedVersion: '1' },
  });
});

test('an event that is too old for its next attempt is told with the last answer (INV-62, INV-66)', async () => {
  const { send } = eventsFor(() => failed, on({ onFailureArn: QUEUE, maximumEventAgeSeconds: 90 }));

  const [delivery] = await send('{}');

  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 },
    responsePayload: { errorMessage: 'no' },
  });
});

test('an event that may never run has no response in its record (INV-64)', async () => {
  const { send } = eventsFor(() => succeeded(1), { reservedConcurrency: 0, ...on({ onFailureArn: QUEUE }) });

  const [delivery] = await send('{"id":7}');

  expect(Object.keys(JSON.parse(delivery?.body ?? ''))).toEqual(['version', 'timestamp', 'requestContext', 'requestPayload']);
  expect(JSON.parse(delivery?.body ?? '').requestContext).toMatchObject({
    condition: 'ZeroReservedConcurrency',
    approximateInvokeCount: 0,
  });
});

test('numbers in the record keep every digit of the event', async () => {
  const { send } = eventsFor(() => succeeded(1), on({ onSuccessArn: QUEUE }));

  const [delivery] = await send('{"id":12345678901234567890}');

  expect(delivery?.body).toContain('"requestPayload":{"id":12345678901234567890}');
});

test('a result that is no JSON, as custom runtimes may give, is a string in the record', async () => {
  const { send } = eventsFor(() => ({ kind: 'succeeded', payload: textBytes('<p>') }), on({ onSuccessArn: QUEUE }));

  const [delivery] = await send('{}');

  expect(JSON.parse(delivery?.body ?? '').responsePayload).toBe('<p>');
});

test('a dead letter is the event itself, with id, code and message as attributes (INV-69)', async () => {
  const { send } = eventsFor(() => failed, { deadLetterArn: QUEUE });

  const [delivery] = await send('{"id":7}');

  expect(delivery).toMatchObject({
    to: 'deadLetter',
    body: '{"id":7}',
    attributes: {
      RequestID: { type: 'String', value: 'the-id' },
      ErrorCode: { type: 'Number', value: '200' },
      ErrorMessage: { type: 'String', value: 'no' },
    },
  });
});

test('the message of a dead letter is cut after 1 KB, between characters (INV-69)', async () => {
  const errorMessage = `x${'é'.repeat(2000)}`;
  const { send } = eventsFor(
    () => ({ kind: 'failed', errorType: 'Error', payload: textBytes(JSON.stringify({ errorMessage })) }),
    { deadLetterArn: QUEUE },
  );

  const [delivery] = await send('{}');

  expect(delivery?.attributes?.ErrorMessage?.value).toBe(`x${'é'.repeat(511)}`);
});

test('a failed event goes to its destination and to the dead-letter queue, a success to neither (INV-69)', async () => {
  const both = { deadLetterArn: TOPIC, ...on({ onFailureArn: QUEUE }) };

  const failure = await eventsFor(() => failed, both).send('{}');
  const success = await eventsFor(() => succeeded(1), both).send('{}');

  expect(failure.map(({ to, targetArn }) => [to, targetArn])).toEqual([
    ['onFailure', QUEUE],
    ['deadLetter', TOPIC],
  ]);
  expect(success).toEqual([]);
});

test('a service that takes records receives them once, even when it fails (INV-68)', async () => {
  const { send, received } = eventsFor(() => failed, on({ onFailureArn: QUEUE }), {
    queue: () => ({ outcome: 'failed', why: 'The queue is gone.' }),
  });

  const deliveries = await send('{}');

  expect(received.map(({ targetArn }) => targetArn)).toEqual([QUEUE]);
  expect(deliveries).toEqual([expect.objectContaining({ outcome: 'failed', why: 'The queue is gone.' })]);
});

test('the record of a failure that is too large for a topic has no payloads', async () => {
  const { send } = eventsFor(() => failed, on({ onFailureArn: TOPIC }));

  const [delivery] = await send(JSON.stringify('x'.repeat(300_000)));

  expect(Object.keys(JSON.parse(delivery?.body ?? ''))).toEqual(['version', 'timestamp', 'requestContext', 'responseContext']);
});

test('a function as destination is invoked with the record, in the same chain of requests (INV-68, FN-72)', async () => {
  const { send, driver } = eventsFor(() => succeeded('done'), on({ onSuccessArn: functionArn('Audit') }), {
    others: [lambdaFunction('Audit')],
  });

  const [delivery] = await send('{"id":7}');

  expect(delivery).toMatchObject({ outcome: 'delivered' });
  const [first, second] = driver.invocations;
  expect(JSON.parse(bytesText(second?.payload ?? textBytes('null')))).toMatchObject({
    requestContext: { condition: 'Success' },
    requestPayload: { id: 7 },
  });
  expect(second?.invokedFunctionArn).toBe(functionArn('Audit'));
  expect(second?.traceHeader.split(';')[0]).toBe(first?.traceHeader.split(';')[0]);
  expect(second?.traceHeader).toMatch(/;Lineage=[0-9a-f]{8}:0\|[0-9a-f]{8}:0$/);
});

test.each([
  [on({ onFailureArn: `${QUEUE}.fifo` }), /keeps the order/],
  [on({ onFailureArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/x' }), /sends nothing of this kind/],
  [{ deadLetterArn: functionArn('Orders') }, /sends nothing of this kind/],
  [on({ onFailureArn: functionArn('Gone') }), /ResourceNotFoundException: Function not found/],
] as const)('fails when nothing can be sent to the target: %j (INV-68)', async (given, why) => {
  const { send } = eventsFor(() => failed, given);

  expect(await send('{}')).toEqual([expect.objectContaining({ outcome: 'failed', why: expect.stringMatching(why) })]);
});

test('fails when a bucket is to receive successes, which only takes failures (INV-68)', async () => {
  const bucket = 'arn:aws:s3:::records';

  const [success] = await eventsFor(() => succeeded(1), on({ onSuccessArn: bucket })).send('{}');
  const [failure] = await eventsFor(() => failed, on({ onFailureArn: bucket })).send('{}');

  expect([success?.outcome, failure?.outcome]).toEqual(['failed', 'kept']);
});

test('fails when the record is too large for a function as destination (INV-23)', async () => {
  const { send } = eventsFor(() => succeeded('x'.repeat(1_048_576)), on({ onSuccessArn: functionArn('Audit') }), {
    others: [lambdaFunction('Audit')],
  });

  expect(await send('{}')).toEqual([expect.objectContaining({ outcome: 'failed' })]);
});
