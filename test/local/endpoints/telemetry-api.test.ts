import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunFolder } from '../../../src/local/drivers/run-folder';
import { RuntimeApi } from '../../../src/local/endpoints/runtime-api';
import type { RuntimeSession } from '../../../src/local/engine/runtime-port';

let folder: RunFolder;
let api: RuntimeApi;
let session: RuntimeSession;
let origin: string;
let me: Record<string, string>;
let server: Server;
/** The batches that arrived: the types and records of their events. */
let batches: { type: string; record: unknown }[][];
/** Called before a batch is answered, with its number. */
let answering: (batch: number) => Promise<void> | void;

beforeEach(async () => {
  folder = RunFolder.create();
  api = await RuntimeApi.listen(folder.path);
  session = api.open(
    'environment',
    { ready: () => {}, initFailed: () => {}, answered: () => {} },
    {
      about: { functionName: 'orders', functionVersion: '7', handler: 'index.handler', accountId: '111122223333' },
      changed: () => {},
      subscribed: () => {},
      now: () => 0,
    },
  );
  origin = `http://${await session.listen()}`;
  me = await registered('one');
  batches = [];
  answering = () => undefined;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const number = batches.push(JSON.parse(Buffer.concat(chunks).toString()));
      await answering(number);
      response.end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  await api.close();
  server.closeAllConnections();
  server.close();
  await folder.remove();
});

async function registered(name: string): Promise<Record<string, string>> {
  const headers = { 'Lambda-Extension-Name': name };
  const reply = await fetch(`${origin}/2020-01-01/extension/register`, { method: 'POST', headers, body: '{"events":[]}' });
  return { 'Lambda-Extension-Identifier': reply.headers.get('lambda-extension-identifier') ?? '' };
}

async function subscribe(more: object = {}, path = '/2022-07-01/telemetry', headers = me) {
  const { port } = server.address() as AddressInfo;
  const body = {
    schemaVersion: '2022-12-13',
    types: ['platform', 'function'],
    destination: { protocol: 'HTTP', URI: `http://sandbox.localdomain:${port}` },
    ...more,
  };
  const reply = await fetch(`${origin}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  const text = await reply.text();
  return { status: reply.status, text, error: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const line = (record: string) => ({ time: '2026-11-20T00:00:00.000Z', type: 'function', record });
const lines = () =>
  batches
    .flat()
    .filter(({ type }) => type === 'function')
    .map(({ record }) => record);

test.each([
  [
    'a schema that there is not',
    { schemaVersion: '2021-03-18' },
    /schemaVersion must be one of 2022-07-01, 2022-12-13, 2025-01-29/,
  ],
  ['no schema', { schemaVersion: undefined }, /schemaVersion/],
  ['no types', { types: [] }, /types/],
  ['an unknown type', { types: ['platform', 'x'] }, /types/],
  ['no destination', { destination: undefined }, /destination/],
  [
    'a destination outside',
    { destination: { protocol: 'HTTP', URI: 'http://example.com:80' } },
    /host must be sandbox.localdomain/,
  ],
  ['a destination that is this machine’s', { destination: { protocol: 'HTTP', URI: 'http://localhost:80' } }, /host must be/],
  ['a destination with TLS', { destination: { protocol: 'HTTP', URI: 'https://sandbox.localdomain:80' } }, /begins with http/],
  ['another protocol', { destination: { protocol: 'UDP', port: 1 } }, /HTTP or TCP/],
  ['TCP without a port', { destination: { protocol: 'TCP' } }, /port/],
  ['too few items', { buffering: { maxItems: 999 } }, /maxItems must be a whole number from 1000 to 10000/],
  ['too many bytes', { buffering: { maxBytes: 1_048_577 } }, /maxBytes must be a whole number from 262144 to 1048576/],
  ['too short a time', { buffering: { timeoutMs: 24 } }, /timeoutMs must be a whole number from 25 to 30000/],
])('fails when a subscription has %s (RT-30)', async (_, more, message) => {
  const { status, error } = await subscribe(more);

  expect(status).toBe(400);
  expect(error).toEqual({ errorType: 'ValidationError', errorMessage: expect.stringMatching(message) });
});

test('fails when who subscribes is not known, or Init is over (RT-30)', async () => {
  expect(await subscribe({}, undefined, {})).toMatchObject({
    status: 403,
    error: { errorType: 'Extension.MissingExtensionIdentifier' },
  });
  const nobody = { 'Lambda-Extension-Identifier': '6e9b1c1e-0000-4000-8000-000000000000' };
  expect(await subscribe({}, undefined, nobody)).toMatchObject({
    status: 403,
    error: { errorType: 'Extension.UnknownExtensionIdentifier' },
  });
  session.telemetry.closeSubscriptions();
  expect(await subscribe()).toMatchObject({ status: 403, error: { errorType: 'Telemetry.SubscriptionClosed' } });
  expect(session.telemetry.isWanted).toBe(false);
});

test('a second subscription changes nothing, one by the other API is refused (RT-30)', async () => {
  expect(await subscribe()).toMatchObject({ status: 200, text: '"OK"' });
  expect(await subscribe({}, '/2022-07-01/telemetry/')).toMatchObject({ status: 200 });
  expect(await subscribe({ schemaVersion: '2020-08-15' }, '/2020-08-15/logs')).toMatchObject({ status: 400 });

  session.telemetry.emit(line('a'));
  await session.telemetry.flush();

  expect(lines()).toEqual(['a']);
});

test('what happened before the subscription is told as well, in order (RT-30)', async () => {
  session.telemetry.emit(line('a'));
  await subscribe();
  session.telemetry.emit(line('b'));
  await session.telemetry.flush();

  expect(batches.flat().map(({ type, record }) => (type === 'function' ? record : type))).toEqual([
    'a',
    'platform.telemetrySubscription',
    'b',
  ]);
});

test('events are held back until there are as many as were asked for (RT-30)', async () => {
  await subscribe({ types: ['function'], buffering: { maxItems: 1_000, timeoutMs: 30_000 } });
  const arrived = new Promise<void>((resolve) => {
    answering = () => resolve();
  });

  for (let n = 0; n < 1_500; n++) session.telemetry.emit(line(`${n}`));
  await arrived;

  expect(batches.map((batch) => batch.length)).toEqual([1_000]);
  await session.telemetry.flush();
  expect(batches.map((batch) => batch.length)).toEqual([1_000, 500]);
});

test('… or as many bytes (RT-30)', async () => {
  await subscribe({ types: ['function'], buffering: { maxBytes: 262_144, timeoutMs: 30_000 } });

  for (let n = 0; n < 3; n++) session.telemetry.emit(line('x'.repeat(140_000)));
  await session.telemetry.flush();

  expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
});

test('… or until the time is over (RT-30)', async () => {
  await subscribe({ types: ['function'], buffering: { timeoutMs: 25 } });
  const arrived = new Promise<void>((resolve) => {
    answering = () => resolve();
  });

  session.telemetry.emit(line('a'));
  await arrived;

  expect(lines()).toEqual(['a']);
});

test('a subscriber that is too slow loses batches, and is told how much (RT-40)', async () => {
  await subscribe({ buffering: { maxItems: 1_000, timeoutMs: 30_000 } });
  await session.telemetry.flush();
  let goOn: () => void = () => undefined;
  answering = (number) => (number === 2 ? new Promise((resolve) => (goOn = resolve)) : undefined);

  for (let n = 0; n < 12_000; n++) session.telemetry.emit(line(`${n}`));
  while (batches.length < 2) await new Promise(setImmediate);
  goOn();
  await session.telemetry.flush();

  const dropped = batches.flat().filter(({ type }) => type === 'platform.logsDropped');
  expect(dropped).toHaveLength(1);
  expect(dropped[0]?.record).toEqual({
    reason: 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.',
    droppedRecords: expect.any(Number),
    droppedBytes: expect.any(Number),
  });
  const lost = dropped.reduce((sum, { record }) => sum + (record as { droppedRecords: number }).droppedRecords, 0);
  expect(lost).toBeGreaterThan(0);
  expect(lines().length + lost).toBe(12_000);
  expect(lines().slice(0, 3)).toEqual(['0', '1', '2']);
});

test('what waits while the environment is frozen is delivered when it goes on (RT-07, RT-30)', async () => {
  await subscribe({ types: ['function'], buffering: { timeoutMs: 25 } });
  await session.telemetry.flush();
  session.telemetry.pause();
  session.telemetry.emit(line('a'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([lines(), session.telemetry.isDelivering]).toEqual([[], false]);

  session.telemetry.resume();
  await session.telemetry.flush();

  expect(lines()).toEqual(['a']);
});

test('closing ends deliveries that go nowhere', async () => {
  await subscribe({ destination: { protocol: 'HTTP', URI: 'http://sandbox:9' } });
  session.telemetry.emit(line('a'));

  const flushed = session.telemetry.flush();
  session.close();

  await flushed;
});
