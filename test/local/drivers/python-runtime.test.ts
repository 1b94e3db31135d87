import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { pythonLauncher } from '../../../src/local/drivers/python';
import type { RuntimeDoor } from '../../../src/local/engine/runtime-port';
import type { Code } from '../../../src/model/code';
import { payloadOf } from '../../contract/driver';
import { type DriverNeeds, DriverScene, ENDPOINT, filesIn, type StartOptions } from '../../support/driver-scene';

let scene: DriverScene;
beforeEach(async () => {
  scene = await DriverScene.open((needs) => driver(needs, process.env), 'python3.12');
});
afterEach(() => scene.end());

function driver(needs: DriverNeeds, hostVariables: Record<string, string | undefined>): ProcessDriver {
  const launchers = [pythonLauncher({ hostVariables })];
  return new ProcessDriver({ ...needs, endpointUrl: ENDPOINT, path: process.env.PATH ?? '', launchers });
}

const inline = (source: string): Code => ({ kind: 'inline', source });
const directory = (name: string, files: Record<string, string>): Code => ({
  kind: 'directory',
  path: filesIn(join(scene.folder.path, name), files),
});

async function result(code: Code, options: StartOptions = {}): Promise<unknown> {
  const environment = await scene.start({ code, ...options });
  if (environment.init.failure) return payloadOf(environment.init.failure) ?? environment.init.failure;
  const { outcome } = await environment.invoke({});
  return 'payload' in outcome ? payloadOf(outcome) : outcome;
}

test.each([
  ['pkg/sub/main.handler', { 'pkg/sub/main.py': "def handler(event, context): return 'by slashes'" }, 'by slashes'],
  ['pkg.main.handler', { 'pkg/__init__.py': '', 'pkg/main.py': "def handler(event, context): return 'by dots'" }, 'by dots'],
])('the handler %s is found (RT-16)', async (handler, files, expected) => {
  expect(await result(directory('code', files), { handler })).toBe(expected);
});

test('the name of a builtin module is refused (INV-32)', async () => {
  expect(await result(inline(''), { handler: 'sys.handler' })).toMatchObject({
    errorType: 'Runtime.BuiltInModuleConflict',
    errorMessage: 'Cannot use built-in module sys as a handler module',
  });
});

test('code comes before layers, a later layer before an earlier one', async () => {
  const layers = [
    directory('one', {
      'python/a.py': "word = 'a of one'",
      'python/lib/python3.12/site-packages/b.py': "word = 'b of one'",
      'python/c.py': "word = ''",
    }),
    directory('two', { 'python/a.py': "word = 'a of two'" }),
  ];
  const code = directory('code', {
    'index.py': 'import a, b, c\ndef handler(event, context): return [a.word, b.word, c.word]',
    'c.py': "word = 'c of the code'",
  });

  expect(await result(code, { layers })).toEqual(['a of two', 'b of one', 'c of the code']);
});

test('what is installed on this machine is not there, as it is not in Lambda', async () => {
  expect(await result(inline('import pip'))).toMatchObject({
    errorType: 'Runtime.ImportModuleError',
    errorMessage: "Unable to import module 'index': No module named 'pip'",
  });
});

test('no compiled modules are left beside the code', async () => {
  const code = directory('code', {
    'index.py': 'import other, os\ndef handler(event, context): return sorted(os.listdir("."))',
    'other.py': '',
  });

  expect(await result(code)).toEqual(['index.py', 'other.py']);
});

test.each([
  ['{1: [None, True, 1.5], "u": "ü"}', '{"1": [null, true, 1.5], "u": "ü"}'],
  ['__import__("decimal").Decimal("12345678901234567890.10")', '12345678901234567890.10'],
  ['b"raw bytes"', 'raw bytes'],
  ['{"text": b"gr\\xc3\\xbcn", b"key": [b"x"]}', '{"text": "grün", "key": ["x"]}'],
  ['__import__("collections").namedtuple("Point", "x y")(1, [2, (3,)])', '{"x": 1, "y": [2, [3]]}'],
  [
    '[__import__("urllib.parse").parse.urlsplit("s://h/p")]',
    '[{"scheme": "s", "netloc": "h", "path": "/p", "query": "", "fragment": ""}]',
  ],
  ['type("Text", (str,), {})("of its own")', '"of its own"'],
])('%s is answered as %s', async (expression, expected) => {
  const environment = await scene.start({ code: inline(`def handler(event, context): return ${expression}`) });

  const { outcome } = await environment.invoke({});

  expect('payload' in outcome && Buffer.from(outcome.payload).toString()).toBe(expected);
});

test.each([
  ['a circle', 'a = []; a.append({"a": a}); return a', 'Circular reference detected'],
  ['a circle of named tuples', 'a = [collections.namedtuple("P", "x")(1)]; a.append(a); return a', 'Circular reference detected'],
  ['a set', 'return {"s": {1}}', 'Object of type set is not JSON serializable'],
  ['a key that cannot be one', 'return {(1,): 2}', 'keys must be str, int, float, bool or None, not tuple'],
  ['bytes that are no text', 'return {"b": b"\\xff"}', "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"],
])('fails when a handler returns %s (INV-33)', async (_, body, why) => {
  expect(await result(inline(`import collections\ndef handler(event, context):\n  ${body}\n`))).toEqual({
    errorMessage: `Unable to marshal response: ${why}`,
    errorType: 'Runtime.MarshalError',
    requestId: expect.any(String),
    stackTrace: [],
  });
});

test('older runtimes write characters outside of ASCII as escapes', async () => {
  const environment = await scene.start({ code: inline('def handler(event, context): return "ü"'), runtime: 'python3.11' });

  const { outcome } = await environment.invoke({});

  expect('payload' in outcome && Buffer.from(outcome.payload).toString()).toBe('"\\u00fc"');
});

test('an exception is logged as Lambda logs it (INV-84)', async () => {
  const environment = await scene.start({ code: inline('def handler(event, context):\n  raise KeyError("x")\n') });

  await environment.invoke({});

  expect(environment.lines.map((line) => line.replace(/"\/.*"/, '"FILE"'))).toEqual([
    '[ERROR] KeyError: \'x\'\nTraceback (most recent call last):\n\u00a0\u00a0File "FILE", line 2, in handler\n\u00a0\u00a0\u00a0\u00a0raise KeyError("x")',
  ]);
});

test('a failed Init is logged with the warning that it may be the runtime’s fault (INV-84)', async () => {
  const environment = await scene.start({ code: inline('import nowhere') });

  const [warning, error] = environment.lines;
  expect(warning).toMatch(/^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t\tLAMBDA_WARNING: Unhandled exception\. /);
  expect(error).toMatch(/^\[ERROR\] Runtime\.ImportModuleError: Unable to import module 'index'/);
});

test('in JSON format the error of a handler has its level where Lambda looks for it (INV-86)', async () => {
  const environment = await scene.start({
    code: inline('def handler(event, context):\n  raise KeyError("x")\n'),
    logging: { format: 'JSON', group: '/aws/lambda/orders' },
  });

  await environment.invoke({});

  expect(environment.lines.map((line) => JSON.parse(line))).toEqual([
    {
      timestamp: expect.stringMatching(/Z$/),
      level: 'ERROR',
      errorMessage: "'x'",
      errorType: 'KeyError',
      requestId: environment.lastRequestId,
      stackTrace: [expect.stringContaining('line 2, in handler')],
    },
  ]);
});

test('the context has what FN-91 names', async () => {
  const code = inline(`
def handler(event, context):
    return [context.client_context, context.identity.cognito_identity_id, context.tenant_id, context.memory_limit_in_mb]
`);

  expect(await result(code)).toEqual([null, null, null, '128']);
});

describe('the interpreter', () => {
  async function described(path: string): Promise<[string | undefined, unknown]> {
    const door: RuntimeDoor = {
      open() {
        throw new Error('nothing is started here');
      },
    };
    const tested = driver({ door, folder: scene.folder, notice: () => {} }, { PATH: path });
    const { configuration } = scene.spec({ code: inline('') });
    return [tested.refuses(configuration), await tested.describe(configuration)];
  }

  function tool(folder: string, name: string, script: string): void {
    mkdirSync(join(scene.folder.path, folder), { recursive: true });
    writeFileSync(join(scene.folder.path, folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  test('is the real one behind a shim, and a shim without its version is passed over', async () => {
    tool('shims', 'python3.12', 'echo no such version >&2; exit 127');
    tool('shims', 'python3', `echo '["/real/python3.10", [3, 10, 4], []]'`);

    expect(await described(join(scene.folder.path, 'shims'))).toEqual([
      undefined,
      { command: '/real/python3.10', version: '3.10.4', exact: false },
    ]);
  });

  test('is the runtime’s own where there is one', async () => {
    tool('tools', 'python3', `echo '["/real/python3.10", [3, 10, 4], []]'`);
    tool('tools', 'python3.12', `echo '["/real/python3.12", [3, 12, 1], []]'`);

    expect((await described(join(scene.folder.path, 'tools')))[1]).toMatchObject({ command: '/real/python3.12', exact: true });
  });

  test('fails when there is none', async () => {
    const [refusal, interpreter] = await described(join(scene.folder.path, 'empty'));

    expect(refusal).toBe('python3.12 needs python3.12 or another Python from 3.8 on; put one on PATH.');
    expect(interpreter).toBeUndefined();
  });
});

test('memory that forked processes share is counted once (INV-43)', async () => {
  const source = `
import os, time
held = b"x" * (90 << 20)
def handler(event, context):
    children = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            time.sleep(0.6)
            os._exit(0)
        children.append(pid)
    for pid in children: os.waitpid(pid, 0)
    return "done"
`;

  expect(await result(inline(source), { memoryMb: 160 })).toBe('done');
});
