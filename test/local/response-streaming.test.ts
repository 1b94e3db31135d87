import { request } from 'node:http';
import { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Duration } from 'aws-cdk-lib';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, runningFunction, stopAll } from './scene';

const clients: LambdaClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await stopAll();
});

/** A function `Page` behind a URL; `body` is that of a streaming handler. */
function page(body: string, { invokeMode = InvokeMode.RESPONSE_STREAM, timeout = 3 } = {}): Promise<LocalExecutor> {
  return running(
    appOf((stack) => {
      const source = `exports.handler = awslambda.streamifyResponse(async (event, stream) => { ${body} });`;
      const fn = nodeFunction(stack, 'Page', source, { timeout: Duration.seconds(timeout) });
      fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode });
    }),
  );
}

function sdk(local: LocalExecutor): LambdaClient {
  const client = new LambdaClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: local.credentials,
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

const href = (local: LocalExecutor) => local.function('Page').url?.href as string;

test('whoever has read a streamed page finds its invocation and log, and the next call its environment', async () => {
  const local = await page("console.log('writing'); stream.write('a'); stream.end('b');");

  const texts = [await (await fetch(href(local))).text(), await (await fetch(href(local))).text()];

  expect(texts).toEqual(['ab', 'ab']);
  expect(local.function('Page').invocations).toMatchObject([{ outcome: 'succeeded', payload: 'ab' }, { payload: 'ab' }]);
  const lines = local.function('Page').invocations[0]?.lines ?? [];
  expect(lines.map((line) => line.split(/[\s]/)[0])).toEqual(['START', expect.stringMatching(/^\d{4}-/), 'END', 'REPORT']);
  const kinds = local.journal.entries.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'environment.started')).toHaveLength(1);
  expect(local.journal.entries.find(({ kind }) => kind === 'invocation.ended')).toMatchObject({ streamedBytes: 2 });
});

test('an SDK client gets the pieces, the version and the log of a function (INV-02)', async () => {
  const local = await page("stream.setContentType('text/plain'); stream.write('one'); stream.end('two');");

  const answer = await sdk(local).send(
    new InvokeWithResponseStreamCommand({ FunctionName: local.function('Page').name, LogType: 'Tail' }),
  );
  let text = '';
  let complete: { LogResult?: string; ErrorCode?: string } | undefined;
  for await (const event of answer.EventStream ?? []) {
    text += Buffer.from(event.PayloadChunk?.Payload ?? []).toString();
    complete ??= event.InvokeComplete;
  }

  expect([answer.ExecutedVersion, text, complete?.ErrorCode]).toEqual(['$LATEST', 'onetwo', undefined]);
  expect(Buffer.from(complete?.LogResult ?? '', 'base64').toString()).toMatch(/^START [\s\S]*\nREPORT /);
});

test.each([
  ["throw new Error('no')", 10, 'Error', '"errorMessage":"no"'],
  ['await new Promise((go) => setTimeout(go, 20_000))', 1, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ['process.exit(1)', 10, 'Runtime.ExitError', 'Runtime exited with error: exit status 1'],
])('an SDK client is told that a function did %s midway', async (how, timeout, code, details) => {
  const local = await page(`await new Promise((go) => stream.write('half', go)); ${how};`, { timeout });

  const answer = await sdk(local).send(new InvokeWithResponseStreamCommand({ FunctionName: local.function('Page').name }));
  const events = [];
  for await (const event of answer.EventStream ?? []) events.push(event);

  expect(Buffer.from(events[0]?.PayloadChunk?.Payload ?? []).toString()).toBe('half');
  expect(events.at(-1)?.InvokeComplete).toEqual({ ErrorCode: code, ErrorDetails: expect.stringContaining(details) });
});

test('Invoke, and a handle, get a streamed response whole', async () => {
  const local = await page("stream.write('[1,'); stream.end('2]');", { invokeMode: InvokeMode.BUFFERED });

  const answer = await sdk(local).send(new InvokeCommand({ FunctionName: local.function('Page').name }));

  expect(answer.Payload?.transformToString()).toBe('[1,2]');
  const { name } = local.function('Page');
  const response = await fetch(`${local.endpoint}/2015-03-31/functions/${name}/invocations`, { method: 'POST' });
  expect([response.headers.get('content-type'), await response.text()]).toEqual(['application/octet-stream', '[1,2]']);
  expect((await local.function('Page').invoke()).payload).toEqual([1, 2]);
  expect(await (await fetch(href(local))).json()).toEqual([1, 2]);
});

test('a client that hangs up leaves the function running to its end (URL-29)', async () => {
  const local = await page(`for (let i = 0; i < 200; i++) {
      if (!stream.write(Buffer.alloc(16_384))) await new Promise((go) => stream.once('drain', go));
    }
    stream.end(); console.log('through');`);

  await new Promise<void>((resolve, reject) => {
    const call = request(href(local), (response) => {
      response.once('data', () => response.destroy());
      response.on('error', () => {});
      response.once('close', resolve);
    });
    call.on('error', reject).end();
  });
  await local.settle();

  expect(local.function('Page').invocations).toMatchObject([{ outcome: 'succeeded' }]);
  expect(local.function('Page').invocations[0]?.lines).toContainEqual(expect.stringContaining('through'));
});

test('under the virtual clock a stream comes all the same', async () => {
  const local = await running(
    appOf((stack) =>
      nodeFunction(
        stack,
        'Page',
        "exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('a'); stream.end('b'); });",
      ).addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.RESPONSE_STREAM }),
    ),
    { clock: 'virtual' },
  );

  expect(await (await fetch(href(local))).text()).toBe('ab');
});

test('a thousand callers at once are all answered', async () => {
  const local = await runningFunction('exports.handler = async ({ n }) => n;', { timeout: Duration.seconds(60) });
  const url = `${local.endpoint}/2015-03-31/functions/${local.function('Orders').name}/invocations`;

  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async (_, n) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify({ n }) });
      return [response.status, await response.json()];
    }),
  );

  expect(answers).toEqual(Array.from({ length: 1_000 }, (_, n) => [200, n]));
}, 120_000);
