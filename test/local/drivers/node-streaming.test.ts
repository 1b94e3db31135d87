import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { payloadOf } from '../../contract/driver';
import { DriverScene, ENDPOINT } from '../../support/driver-scene';
import { NotingSink } from '../../support/noting-sink';

let scene: DriverScene;
beforeEach(async () => {
  scene = await DriverScene.open(
    (needs) =>
      new ProcessDriver({
        ...needs,
        endpointUrl: ENDPOINT,
        path: process.env.PATH ?? '',
        launchers: [nodeLauncher({ sdkFolders: [] })],
      }),
    'nodejs24.x',
  );
});
afterEach(() => scene.end());

/** `body` is that of a streaming handler; `until(file)` waits for a file that the test writes. */
function handler(body: string, options = ''): string {
  return `const { existsSync } = require('node:fs');
const until = async (file) => { while (!existsSync(file)) await new Promise((settle) => setTimeout(settle, 2)); };
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} }${options});`;
}

const start = (source: string, runtime = 'nodejs24.x') =>
  scene.start({ code: { kind: 'inline', source: handler(source) }, runtime });
const signal = () => join(scene.folder.path, 'signal');
const OCTETS = 'begins as application/octet-stream';

test('what a handler writes is there while it is still running (RT-17)', async () => {
  const environment = await start(`stream.setContentType('text/event-stream');
    stream.write('one'); await until(event.signal); stream.write('two'); stream.end();`);
  const sink = new NotingSink();

  const result = environment.invoke({ signal: signal() }, { sink });
  await sink.until('one');
  expect(sink.told).toEqual(['begins as text/event-stream', 'one']);
  writeFileSync(signal(), '');

  expect((await result).outcome).toMatchObject({ kind: 'succeeded', contentType: 'text/event-stream', streamedBytes: 6 });
  expect(sink.told).toEqual(['begins as text/event-stream', 'one', 'two', 'ends']);
});

test('an invocation lasts until its handler is through, also behind the end of its response', async () => {
  const environment = await start(`stream.end('all'); await until(event.signal); console.log('through');`);
  const sink = new NotingSink();
  let over = false;

  const result = environment.invoke({ signal: signal() }, { sink }).then(() => {
    over = true;
  });
  await sink.until('ends');
  expect(over).toBe(false);
  writeFileSync(signal(), '');
  await result;

  expect(environment.lines).toEqual([expect.stringContaining('through')]);
});

test('up to nodejs22.x it lasts until the event loop is empty, unless the context says otherwise', async () => {
  const source = `stream.end('x'); context.callbackWaitsForEmptyEventLoop = event.waits;
    setTimeout(() => console.log('later'), event.ms);`;
  const said = async (runtime: string, event: { waits: boolean; ms: number }) => {
    const environment = await start(source, runtime);
    await environment.invoke(event, { sink: new NotingSink() });
    return environment.lines.length;
  };

  expect(await said('nodejs22.x', { waits: true, ms: 30 })).toBe(1);
  expect(await said('nodejs22.x', { waits: false, ms: 30_000 })).toBe(0);
  expect(await said('nodejs24.x', { waits: true, ms: 30_000 })).toBe(0);
});

test.each([
  ["stream.write('half'); throw new Error('midway');", [OCTETS, 'half'], 'Error', 'midway'],
  ["throw new TypeError('at once');", [], 'TypeError', 'at once'],
  ["stream.write('half'); throw 'text';", [OCTETS, 'half'], 'string', 'text'],
  ["stream.write('half'); throw Object.assign(new Error('nameless'), { name: '' });", [OCTETS, 'half'], '', 'nameless'],
  ["stream.write('half');", [OCTETS, 'half'], 'Error', 'Response stream is not finished.'],
  ["stream.write('half'); await new Promise(() => {});", [OCTETS, 'half'], 'Error', 'Response stream is not finished.'],
  ["stream.write('half'); stream.destroy();", [OCTETS, 'half'], 'Error', 'Response stream is not finished.'],
  ["stream.write('half'); stream.destroy(new Error('broken'));", [OCTETS, 'half'], 'Error', 'broken'],
  ["stream.write('all'); stream.end(); stream.write('more');", [OCTETS, 'all'], 'Error', 'write after end'],
  [
    "stream.write('half'); stream.setContentType('text/plain');",
    [OCTETS, 'half'],
    'Runtime.InvalidStreamingOperation',
    'Cannot set content-type, too late.',
  ],
])('fails when a handler does %s, and the next invocation runs in the same environment', async (body, told, type, message) => {
  const environment = await start(`if (event.fine) { stream.end('fine'); return; } ${body}`);
  const sink = new NotingSink();

  const { outcome } = await environment.invoke({}, { sink });
  const next = new NotingSink();
  await environment.invoke({ fine: true }, { sink: next });

  expect(payloadOf(outcome as never)).toMatchObject({ errorType: type, errorMessage: message });
  expect([sink.told, next.told]).toEqual([told, [OCTETS, 'fine', 'ends']]);
  expect(environment.lines[0]).toMatch(/\tERROR\tInvoke Error \t/);
});

test('an error behind the end of the response is logged, and the response stands', async () => {
  const environment = await start("stream.end('all'); throw new Error('late');");
  const sink = new NotingSink();

  const { outcome } = await environment.invoke({}, { sink });

  expect([outcome.kind, sink.told]).toEqual(['succeeded', [OCTETS, 'all', 'ends']]);
  expect(environment.lines).toEqual([expect.stringContaining('late')]);
});

test('the prelude is written with the first write, and not with end', async () => {
  const environment = await start(`const page = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
    if (event.writes) { page.write('body'); page.end(); } else page.end('body');`);
  const [written, ended] = [new NotingSink(), new NotingSink()];

  await environment.invoke({ writes: true }, { sink: written });
  await environment.invoke({ writes: false }, { sink: ended });

  const type = 'begins as application/vnd.awslambda.http-integration-response';
  expect([written.told[0], written.told.slice(1, -1).join('')]).toEqual([type, '{"statusCode":201}\0\0\0\0\0\0\0\0body']);
  expect(ended.told).toEqual([type, 'body', 'ends']);
});

test('empty pieces, numbers and objects can be written', async () => {
  const environment = await start(
    "stream.write(''); stream.write(Buffer.alloc(0)); stream.write(7); stream.write({ a: 1 }); stream.end();",
  );
  const sink = new NotingSink();

  await environment.invoke({}, { sink });

  expect(sink.told.slice(1, -1).join('')).toBe('7{"a":1}');
});

test('a value that is returned is ignored with a warning', async () => {
  const environment = await start("stream.end('x'); return 7;");

  expect((await environment.invoke({}, { sink: new NotingSink() })).outcome.kind).toBe('succeeded');
  expect(environment.lines).toEqual([expect.stringMatching(/\tWARN\tStreaming handlers ignore return values\.$/)]);
});

test('a handler is held back while nobody takes what it writes, and ends by its timeout', async () => {
  const environment = await start(`const piece = Buffer.alloc(65_536, 'x');
    for (let i = 0; ; i++) if (!stream.write(piece)) { require('node:fs').writeFileSync(event.signal, String(i)); await new Promise((go) => stream.once('drain', go)); }`);
  const sink = new NotingSink(true);

  const { outcome } = await environment.invoke({ signal: signal() }, { sink, timeoutMs: 500 });

  expect(outcome).toEqual({ kind: 'timedOut' });
  expect(sink.bytes).toBeLessThan(1_000_000);
  expect(existsSync(signal())).toBe(true);
});

test.each([
  ['exits', 'process.exit(3)', { kind: 'exited', code: 3 }],
  ['is killed', "process.kill(process.pid, 'SIGKILL')", { kind: 'exited', signal: 'SIGKILL' }],
  ['throws outside of its promise', "setImmediate(() => { throw new Error('x'); })", { kind: 'exited', code: 1 }],
  [
    'throws outside of its promise in nodejs22',
    "setImmediate(() => { throw new Error('x'); })",
    { kind: 'exited', code: 129 },
    'nodejs22.x',
  ],
])('when a process %s midway, what it wrote before is there', async (_, how, expected, runtime = 'nodejs24.x') => {
  const source = `stream.write('half', () => { ${how}; }); await new Promise((go) => setTimeout(go, 5000));`;
  const environment = await start(source, runtime);
  const sink = new NotingSink();

  const { outcome } = await environment.invoke({}, { sink });

  expect([outcome, sink.told]).toEqual([expected, [OCTETS, 'half']]);
});

test('a response that takes longer than the function may is cut off', async () => {
  const environment = await start("stream.write('half'); await new Promise((go) => setTimeout(go, 5000));");
  const sink = new NotingSink();

  const { outcome } = await environment.invoke({}, { sink, timeoutMs: 300 });

  expect([outcome, sink.told]).toEqual([{ kind: 'timedOut' }, [OCTETS, 'half']]);
});

test('a response of 8 MB goes through whole, the first 6 MiB at once and the rest with 2 MiB a second (INV-24)', async () => {
  const environment = await start(`const { pipeline } = require('node:stream/promises');
    await pipeline(require('node:stream').Readable.from(Array.from({ length: 28 }, () => Buffer.alloc(262_144, 'x'))), stream);`);
  const sink = new NotingSink();

  const { outcome, durationMs } = await environment.invoke({}, { sink });

  expect([outcome.kind, sink.bytes]).toEqual(['succeeded', 28 * 262_144]);
  expect(durationMs).toBeGreaterThan(450);
});
