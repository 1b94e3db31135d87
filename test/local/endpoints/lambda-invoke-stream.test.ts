import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  type InvokeWithResponseStreamCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { awsError } from '../../../src/local/engine/aws-error';
import type { InvokeAnswer, InvokeRequest } from '../../../src/local/engine/ports';
import { fakeLambda, type Scene, scene } from './scene';

const bytes = (text: string) => Buffer.from(text);
type Sink = NonNullable<InvokeRequest['sink']>;

const clients: LambdaClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function invoke({ origin }: Scene, input: Partial<InvokeWithResponseStreamCommandInput> = {}) {
  const client = new LambdaClient({
    endpoint: origin,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'thing' },
    maxAttempts: 1,
  });
  clients.push(client);
  return client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'fn', Payload: bytes('{"a":1}'), ...input }));
}

/** What comes of a stream, a line each; an `InvokeComplete` as it is. */
async function events({ EventStream }: InvokeWithResponseStreamCommandOutput): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
    all.push(PayloadChunk ? Buffer.from(PayloadChunk.Payload ?? []).toString() : InvokeComplete);
  }
  return all;
}

function streaming(behave: (sink: Sink) => Promise<Partial<InvokeAnswer>>): Promise<Scene> {
  return scene({ lambda: fakeLambda((request) => behave(request.sink as Sink)) });
}

const half = async (sink: Sink) => {
  sink.begin({ contentType: 'text/plain', executedVersion: '7' });
  await sink.write(bytes('half'));
};

test('an SDK client reads what the function writes while it is still running (INV-02)', async () => {
  let goOn = () => {};
  const read = new Promise<void>((settle) => {
    goOn = settle;
  });
  const served = await streaming(async (sink) => {
    await half(sink);
    await read;
    await sink.write(bytes('whole'));
    sink.end();
    return { logTail: 'bG9n' };
  });

  const answer = await invoke(served, { LogType: 'Tail' });
  const stream = (answer.EventStream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  const first = (await stream.next()).value as { PayloadChunk: { Payload: Uint8Array } };
  goOn();
  const second = (await stream.next()).value as typeof first;

  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '7' });
  expect(answer.ResponseStreamContentType).toBe('application/vnd.amazon.eventstream');
  expect(answer.$metadata.requestId).toBe(served.lambda.requests[0]?.requestId);
  expect([first, second].map(({ PayloadChunk }) => Buffer.from(PayloadChunk.Payload).toString())).toEqual(['half', 'whole']);
  expect((await stream.next()).value).toEqual({ InvokeComplete: { LogResult: 'bG9n' } });
  expect((await stream.next()).done).toBe(true);
  expect(served.lambda.requests[0]).toMatchObject({ functionName: 'fn', type: 'RequestResponse', logType: 'Tail' });
});

test('a function that does not stream is answered in one piece', async () => {
  const served = await scene({ lambda: fakeLambda(() => ({ result: { a: 1 }, executedVersion: '3' })) });

  const answer = await invoke(served);

  expect([answer.ExecutedVersion, await events(answer)]).toEqual(['3', ['{"a":1}', {}]]);
});

const FAILED = { functionError: 'Unhandled', errorType: 'TypeError', payload: bytes('{"errorMessage":"no"}') } as const;
const COMPLETE = { ErrorCode: 'TypeError', ErrorDetails: '{"errorMessage":"no"}' };

test.each([
  ['before the first byte', async () => FAILED, [COMPLETE]],
  [
    'in the middle',
    async (sink: Sink) => {
      await half(sink);
      return FAILED;
    },
    ['half', COMPLETE],
  ],
])('an error of the function %s is told at the end, with status 200', async (_, behave, expected) => {
  const answer = await invoke(await streaming(behave));

  expect([answer.StatusCode, await events(answer)]).toEqual([200, expected]);
});

test('a piece that was not read when the function timed out is followed by what is told of that', async () => {
  const served = await streaming(async (sink) => {
    sink.begin({ contentType: 'text/plain' });
    void sink.write(bytes('half'));
    return FAILED;
  });

  const all = await events(await invoke(served));

  expect(all).toEqual(['half', COMPLETE]);
});

test('a dry run has status 204 and no events', async () => {
  const lambda = fakeLambda(() => ({ statusCode: 204, payload: new Uint8Array() }));

  const answer = await invoke(await scene({ lambda }), { InvocationType: 'DryRun' });

  expect([answer.StatusCode, lambda.requests[0]?.type]).toEqual([204, 'DryRun']);
});

test.each([
  [awsError('ResourceNotFoundException', 404, 'Function not found: x'), 'ResourceNotFoundException'],
  [awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: 'x' }), 'TooManyRequestsException'],
])('fails when Lambda answers %p', async (error, name) => {
  await expect(invoke(await scene({ lambda: fakeLambda(() => error) }))).rejects.toMatchObject({ name });
});

test.each([
  ['its type is Event', { InvocationType: 'Event' as 'DryRun' }, 'ValidationException'],
  ['its payload is not JSON', { Payload: bytes('{"a"') }, 'InvalidRequestContentException'],
  ['its payload has 6,291,457 bytes', { Payload: bytes(`"${'x'.repeat(6_291_455)}"`) }, 'RequestEntityTooLargeException'],
  ['its client context is too long', { ClientContext: 'a'.repeat(3_584) }, 'InvalidRequestContentException'],
])('fails when %s, and no function runs', async (_, input, name) => {
  const served = await scene();

  await expect(invoke(served, input)).rejects.toMatchObject({ name });
  expect(served.lambda.requests).toEqual([]);
});

test('fails in the middle when Lambda itself fails, and that is told', async () => {
  const served = await streaming(async (sink) => {
    await half(sink);
    throw new Error('bug: something');
  });

  await expect(invoke(served).then(events)).rejects.toThrow();
  expect(served.bugs).toEqual([new Error('bug: something')]);
});
