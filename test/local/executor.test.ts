import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListCodeSigningConfigsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CfnResource, Duration } from 'aws-cdk-lib';
import {
  Alias,
  Code,
  FunctionUrlAuthType,
  InvokeMode,
  Function as LambdaFunction,
  LayerVersion,
  type Function as PlainFunction,
  Runtime,
  Version,
} from 'aws-cdk-lib/aws-lambda';
import { LocalExecutor } from '../../src/local/executor';
import type { LocalExecutorOptions } from '../../src/local/executor-options';
import { type InvokeOptions, InvokeRefused } from '../../src/local/function-handle';
import { appOf, nodeFunction, running, runningFunction, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

/** As constructs do, of which stacks are taken for apps. */
function leadingBack(): object {
  const construct = { node: {} };
  construct.node = { scope: construct };
  return construct;
}

const ECHO = 'exports.handler = async (event) => event;';

/** What the executors of this process keep in the temporary folder. */
const runFolders = () => readdirSync(tmpdir()).filter((name) => new RegExp(`^lambda-kit-(assembly-)?${process.pid}-`).test(name));

/** Processes that run with `marker` among their environment variables. */
function processesWith(marker: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return execFileSync('cat', [`/proc/${pid}/environ`], { stdio: ['ignore', 'pipe', 'ignore'] }).includes(marker);
    } catch {
      return false;
    }
  });
}

test('a handle invokes its function and tells what ran', async () => {
  const local = await runningFunction('exports.handler = async ({ id }) => { console.log("order", id); return id + 1; };');
  const orders = local.function('Orders');

  const result = await orders.invoke({ id: 7 }, { logType: 'Tail' });

  expect(result).toMatchObject({ statusCode: 200, payload: 8, executedVersion: '$LATEST' });
  expect(result.logTail).toMatch(/^START RequestId: [\s\S]*\tINFO\torder 7\nEND RequestId: [\s\S]*\nREPORT RequestId: /);
  expect(orders.invocations).toEqual([
    expect.objectContaining({
      requestId: result.requestId,
      event: { id: 7 },
      payload: 8,
      outcome: 'succeeded',
      version: '$LATEST',
    }),
  ]);
  expect(orders.invocations[0]?.lines).toContainEqual(expect.stringContaining('order 7'));
});

test.each(['Orders', 'App/Orders', 'the-name'])('a function is found by %s', async (name) => {
  const local = await runningFunction(ECHO, { functionName: 'the-name' });

  expect(local.function(name).path).toBe('App/Orders');
  expect(local.function(local.function(name).arn).path).toBe('App/Orders');
  expect(local.function(local.function(name).logicalId).path).toBe('App/Orders');
});

test('fails when no function has the name, and lists those there are', async () => {
  const local = await runningFunction(ECHO);

  expect(() => local.function('Order')).toThrow(/There is no function Order; there are\n {2}App\/Orders \(Orders[0-9A-F]{8}\)/);
});

test('fails with the functions of the likest names, where an app has many and none of the name', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `Fn${at}`);
  const local = await running(
    appOf((stack) => {
      for (const name of [...names, 'PlaceOrder']) nodeFunction(stack, name, 'exports.handler = async () => 1;');
    }),
  );

  expect(() => local.function('PlaceOrders')).toThrow(
    /^There is no function PlaceOrders; there are\n {2}App\/PlaceOrder \(.*\n {2}and 21 more, which `lambda-kit list` tells$/s,
  );
});

test('fails when several functions have the name, and lists them', async () => {
  const local = await running(
    appOf((stack) => {
      nodeFunction(stack, 'One', ECHO);
      const nested = new (class extends CfnResource {})(stack, 'Scope', { type: 'AWS::CloudFormation::WaitConditionHandle' });
      nodeFunction(nested as never, 'One', ECHO);
    }),
  );

  expect(() => local.function('One')).toThrow(/One is the name of several functions:\n {2}App\/One .*\n {2}App\/Scope\/One /);
});

test('the AWS SDK finds the functions behind the endpoint', async () => {
  const local = await runningFunction(ECHO);
  const client = new LambdaClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });

  const answer = await client.send(new InvokeCommand({ FunctionName: local.function('Orders').name, Payload: '{"a":[1,"é"]}' }));

  expect(answer.Payload?.transformToString()).toBe('{"a":[1,"é"]}');
  const { Functions } = await client.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual([local.function('Orders').name]);
  await expect(client.send(new ListCodeSigningConfigsCommand({}))).rejects.toThrow(
    'lambda-kit does not emulate ListCodeSigningConfigs of lambda.',
  );
});

test.each([
  [{ clok: 'virtual' }, 'There is no option clok; did you mean clock? There are app, clock, port, '],
  [{ verbose: true }, 'There is no option verbose; there are app, clock, port, '],
  [{ clock: null }, 'clock is system or virtual; this is null.'],
  [{ idleLifetime: { minutes: null } }, 'idleLifetime is a length of time, as { minutes: 10 }; this is {"minutes":null}.'],
  [{ clock: 'virtaul' }, 'clock is system or virtual; this is virtaul.'],
  [{ app: 3 }, 'app is a folder, a command, a CDK App or a CloudAssembly; this is 3.'],
  [{ app: null }, 'app is a folder'],
  [{ app: leadingBack() }, 'app is a folder, a command, a CDK App or a CloudAssembly; this is [object Object].'],
  [{ port: 80n }, 'port is a whole number from 0 to 65535; this is 80.'],
  [{ port: '80' }, 'port is a whole number from 0 to 65535; this is 80.'],
  [{ port: 65_536 }, 'port is a whole number'],
  [{ isolation: 'maybe' }, 'isolation is auto or none or required; this is maybe.'],
  [{ authentication: 'no' }, 'authentication is any or verify; this is no.'],
  [{ identityPolicies: 'no' }, 'identityPolicies is enforce or report or ignore; this is no.'],
  [
    { interpreters: { 'nodejs22.x': 22 } },
    "interpreters is an object of texts, as { 'nodejs22.x': '/opt/node22/bin/node' }; this is ",
  ],
  [{ journalEntries: 0 }, 'journalEntries is a whole number from 1 up; this is 0.'],
  [{ idleLifetime: { minuts: 3 } }, 'idleLifetime is a length of time, as { minutes: 10 }; this is {"minuts":3}.'],
  [{ schedules: 'no' }, 'schedules is true or false; this is no.'],
  ['cdk.out', "Options are an object, as { app: 'cdk.out' }; this is cdk.out."],
])('fails when options are %p', async (options, message) => {
  const start = LocalExecutor.start(options as LocalExecutorOptions);

  await expect(start).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) });
});

test.each([
  [{ a: 1n }, {}, { code: 'EVENT_INVALID', message: expect.stringContaining('BigInt') }],
  [{}, { type: 'Async' }, { code: 'OPTION_INVALID', message: 'type is Event or RequestResponse or DryRun; this is Async.' }],
  ['x'.repeat(6_291_456), {}, { type: 'RequestEntityTooLargeException', statusCode: 413 }],
  ['x'.repeat(1_048_576), { type: 'Event' }, { type: 'RequestEntityTooLargeException', statusCode: 413 }],
])('fails when it cannot be sent to Lambda (INV-20, INV-23): case %#', async (event, options, refusal) => {
  const local = await runningFunction(ECHO);

  await expect(local.function('Orders').invoke(event, options as InvokeOptions)).rejects.toMatchObject(refusal);
});

test.each([
  [{ typ: 'Event' }, 'There is no option typ; did you mean type? There are qualifier, type, clientContext, tenantId, logType.'],
  [{ tenantID: 'blue' }, 'There is no option tenantID; did you mean tenantId? '],
  [{ invocationType: 'Event' }, 'There is no option invocationType; there are qualifier, '],
  [{ qualifier: 3 }, 'qualifier is a text; this is 3.'],
  [{ qualifier: null }, 'qualifier is a text; this is null.'],
  [{ logType: 'tail' }, 'logType is None or Tail; this is tail.'],
  [{ clientContext: 'x' }, "clientContext is an object, as { client: { app_title: 'Orders' } }; this is x."],
  [null, "Options are an object, as { qualifier: 'live' }; this is null."],
])('fails when a function is to be invoked with the options %j', async (options, message) => {
  const local = await runningFunction(ECHO);

  await expect(local.function('Orders').invoke({}, options as InvokeOptions)).rejects.toMatchObject({
    ...{ code: 'OPTION_INVALID', message: expect.stringContaining(message) },
  });
  expect(local.function('Orders').invocations).toEqual([]);
});

test.each<[(local: LocalExecutor) => unknown, string]>([
  [(local) => local.settle({ timeoutMs: null as unknown as number }), 'timeoutMs is a whole number from 0 up; this is null.'],
  [(local) => local.settle({ timeout: 5 } as object), 'There is no option timeout; did you mean timeoutMs? There is timeoutMs.'],
  [async (local) => local.mintToken({ scope: ['read'] } as object), 'There is no option scope; did you mean scopes? '],
  [async (local) => local.api('Api', { stages: 'live' } as object), 'There is no option stages; did you mean stage? '],
  [async (local) => local.loadBalancer('Shop', { port: '80' as unknown as number }), 'port is a whole number from 1 to 65535'],
])('fails when an option of other calls is misspelt: case %#', async (call, message) => {
  const local = await runningFunction(ECHO);

  await expect(call(local)).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) });
});

test.each([
  [{ minuts: 3 }],
  [{ minutes: null }],
  ['3'],
  [undefined],
  [-1],
])('fails when the clock is to be advanced by %j', async (duration) => {
  const local = await runningFunction(ECHO, {}, { clock: 'virtual' });

  await expect(local.clock.advance(duration as number)).rejects.toThrow('A duration must be a number of milliseconds from 0 up');
});

test('a handler that calls another function through the SDK reaches it here', async () => {
  const local = await running(
    appOf((stack) => {
      const inner = nodeFunction(stack, 'Inner', 'exports.handler = async ({ n }) => n * 2;');
      nodeFunction(
        stack,
        'Outer',
        `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
         const client = new LambdaClient({});
         exports.handler = async (event) => {
           const answer = await client.send(new InvokeCommand({ FunctionName: process.env.INNER, Payload: JSON.stringify(event) }));
           return { got: JSON.parse(answer.Payload.transformToString()), key: process.env.AWS_ACCESS_KEY_ID };
         };`,
        { environment: { INNER: inner.functionName }, timeout: Duration.seconds(10) },
      );
    }),
  );

  const { payload } = await local.function('Outer').invoke({ n: 21 });

  expect(payload.got).toBe(42);
  expect(payload.key).toMatch(/^LOCAL[0-9A-F]{16}$/);
});

test('state of the module is kept between invocations and lost after a crash', async () => {
  const local = await runningFunction(
    'let count = 0; exports.handler = async (event) => { if (event.crash) process.exit(7); return ++count; };',
  );
  const orders = local.function('Orders');

  const counts = [await orders.invoke(), await orders.invoke(), await orders.invoke({ crash: true }), await orders.invoke()];

  expect(counts.map((result) => result.payload)).toEqual([
    1,
    2,
    { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 7$/) },
    1,
  ]);
});

test('an uncaught error outside the handler does not fail the next invocation', async () => {
  const local = await runningFunction(
    'exports.handler = async (event) => { if (event.late) { setTimeout(() => { throw new Error("late"); }); return new Promise(() => {}); } return "fine"; };',
  );
  const orders = local.function('Orders');

  const results = [];
  for (let i = 0; i < 3; i++) results.push(await orders.invoke({ late: true }), await orders.invoke());

  const exited = expect.stringMatching(/Error: Runtime exited with error: exit status 1$/);
  expect(results.filter((_, i) => i % 2 === 0).map((result) => result.payload.errorMessage)).toEqual([exited, exited, exited]);
  expect(results.filter((_, i) => i % 2 === 1).map((result) => result.payload)).toEqual(['fine', 'fine', 'fine']);
});

test.each([
  ['an infinite loop', 'exports.handler = async () => { for (;;); };', 1, 'Sandbox.Timedout'],
  [
    'a promise that is never settled, with a timer',
    'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));',
    1,
    'Sandbox.Timedout',
  ],
  ['process.exit', 'exports.handler = async () => process.exit(0);', 10, 'Runtime.ExitError'],
  [
    'a kill',
    "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); };",
    10,
    'Runtime.ExitError',
  ],
  ['a syntax error', 'exports.handler = async () => { return 1 +; };', 10, 'Runtime.UserCodeSyntaxError'],
  ['a missing module', "require('left-pad'); exports.handler = async () => 1;", 10, 'Runtime.ImportModuleError'],
  ['no handler', 'exports.other = async () => 1;', 10, 'Runtime.HandlerNotFound'],
])('%s fails its invocation in the shape of Lambda, and every other function goes on', async (_, source, timeout, errorType) => {
  const local = await running(
    appOf((stack) => {
      nodeFunction(stack, 'Broken', source, { timeout: Duration.seconds(timeout) });
      nodeFunction(stack, 'Whole', ECHO);
    }),
  );

  const [broken, whole] = await Promise.all([local.function('Broken').invoke(), local.function('Whole').invoke({ a: 1 })]);

  expect(broken).toMatchObject({ statusCode: 200, functionError: 'Unhandled', payload: { errorType } });
  expect(whole.payload).toEqual({ a: 1 });
});

test('versions and aliases lead where the template says, and the context tells how the function was addressed (FN-92)', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(
        stack,
        'Orders',
        'exports.handler = async (_, c) => [c.functionVersion, c.invokedFunctionArn.split(":").slice(7)];',
      );
      const version = new Version(stack, 'V1', { lambda: fn });
      fn.addAlias('live');
      new Alias(stack, 'Pinned', { aliasName: 'pinned', version });
    }),
  );
  const orders = local.function('Orders');

  const [latest, pinned, numbered] = [
    await orders.invoke(),
    await orders.invoke({}, { qualifier: 'pinned' }),
    await orders.invoke({}, { qualifier: '1' }),
  ];

  expect(latest.payload).toEqual(['$LATEST', []]);
  expect(pinned.payload).toEqual([pinned.executedVersion, ['pinned']]);
  expect(numbered.payload).toEqual(['1', ['1']]);
  await expect(orders.invoke({}, { qualifier: 'dead' })).rejects.toThrow(InvokeRefused);
});

test('Python functions and layers run beside those of Node.js', async () => {
  const layer = temporaryFolder();
  mkdirSync(join(layer, 'python'));
  writeFileSync(join(layer, 'python', 'greeting.py'), 'def text(name):\n    return "hello " + name\n');
  const local = await running(
    appOf((stack) => {
      new LambdaFunction(stack, 'Greeter', {
        runtime: Runtime.PYTHON_3_13,
        handler: 'index.handler',
        code: Code.fromInline(
          'import greeting\ndef handler(event, context):\n    print("greeting", event["name"])\n    return greeting.text(event["name"])\n',
        ),
        layers: [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(layer) })],
      });
    }),
  );
  const greeter = local.function('Greeter');

  expect((await greeter.invoke({ name: 'python' })).payload).toBe('hello python');
  expect((await greeter.invoke({})).payload).toMatchObject({ errorType: 'KeyError', errorMessage: "'name'" });
  expect(greeter.invocations[0]?.lines).toContain('greeting python');
});

test('a public URL is served, and its local address is what other functions see', async () => {
  const local = await running(
    appOf((stack) => {
      const site: PlainFunction = nodeFunction(
        stack,
        'Site',
        'exports.handler = async (event) => `you asked for ${event.rawPath}`;',
      );
      const url = site.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      nodeFunction(stack, 'Visitor', 'exports.handler = async () => (await fetch(process.env.SITE + "inner")).text();', {
        environment: { SITE: url.url },
      });
    }),
  );
  const { href } = local.function('Site').url as { href: string };

  const page = await fetch(`${href}some/path`);

  expect([page.status, await page.text()]).toEqual([200, 'you asked for /some/path']);
  expect((await local.function('Visitor').invoke()).payload).toBe('you asked for /inner');
  expect(local.urls()).toEqual([{ kind: 'functionUrl', function: 'App/Site', authType: 'NONE', href }]);
});

test('a handler that streams behind a streaming URL sets status, headers and body (URL-28)', async () => {
  const local = await running(
    appOf((stack) => {
      nodeFunction(
        stack,
        'Page',
        `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
           const page = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'text/html' } });
           page.write('<p>');
           page.end(event.rawPath);
         });`,
      ).addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.RESPONSE_STREAM });
    }),
  );

  const page = await fetch(`${local.function('Page').url?.href}here`);

  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([201, 'text/html', '<p>/here']);
});

test('under the virtual clock hours of retries pass at once, and settle walks to their end', async () => {
  const local = await runningFunction('exports.handler = async () => { throw new Error("no"); };', {}, { clock: 'virtual' });
  const orders = local.function('Orders');

  await orders.invoke({ id: 1 }, { type: 'Event' });
  await local.clock.advance({ seconds: 59 });
  expect(orders.invocations).toHaveLength(1);
  await local.clock.advance({ minutes: 10 });
  const minutes = orders.invocations.map(({ startedAt }) => (startedAt.getTime() - Date.UTC(2026, 0, 1)) / 60_000);
  expect(minutes).toEqual([0, 1, 3]);

  await orders.invoke({ id: 2 }, { type: 'Event' });
  await local.settle();
  expect(orders.invocations.filter(({ event }) => event.id === 2)).toHaveLength(3);
});

test('two runs under the virtual clock have the same journal, but for measured times and the temporary folder', async () => {
  const app = appOf((stack) =>
    nodeFunction(stack, 'Orders', 'exports.handler = async (e) => { if (e % 2) throw new Error("odd"); };'),
  );
  const journalOfRun = async () => {
    const local = await running(app, { clock: 'virtual' });
    for (let i = 0; i < 6; i++) await local.function('Orders').invoke(i, { type: 'Event' });
    await local.settle();
    await local.stop();
    return local.journal.entries.map((entry) =>
      JSON.stringify(entry, (key, value) => (/DurationMs$|^durationMs$/.test(key) ? 0 : value))
        .replaceAll(/[\d.]+ M?[Bms]+/g, '')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')
        .replaceAll(/lambda-kit-\d+-\w{6}/g, ''),
    );
  };

  const first = await journalOfRun();

  expect(first.length).toBeGreaterThan(50);
  expect(await journalOfRun()).toEqual(first);
});

test('settle under the system clock waits for what is under way, and fails with what is still due', async () => {
  const local = await running(
    appOf((stack) => {
      nodeFunction(stack, 'Good', ECHO);
      nodeFunction(stack, 'Bad', 'exports.handler = async () => { throw new Error("no"); };');
    }),
  );
  await local.function('Good').invoke({}, { type: 'Event' });
  await local.settle();
  expect(local.function('Good').invocations).toHaveLength(1);

  const failed = new Promise<void>((resolve) => {
    local.journal.subscribe((entry) => entry.kind === 'async.retrying' && resolve());
  });
  await local.function('Bad').invoke({}, { type: 'Event' });
  await failed;

  await expect(local.settle({ timeoutMs: 200 })).rejects.toThrow(
    /After 200 ms there are still\nApp-Bad.*: event [0-9a-f-]{36} is due at /,
  );
});

test('fails when the system clock is to be advanced', async () => {
  const local = await runningFunction(ECHO);

  await expect(local.clock.advance(1)).rejects.toThrow(/started with the system clock/);
});

test.each([
  ['undefined', undefined],
  ['a function', () => 1],
])('an event that is %s: the first is an empty object, the second is refused', async (_, event) => {
  const local = await runningFunction(ECHO);
  const invoked = local.function('Orders').invoke(event);

  if (event === undefined) expect((await invoked).payload).toEqual({});
  else await expect(invoked).rejects.toThrow(/An event must be something JSON can hold; this is function/);
});

test('fails when the port is busy, and says which; nothing is left behind', async () => {
  const first = await runningFunction(ECHO);
  const port = Number(new URL(first.endpoint).port);
  const before = runFolders();

  await expect(runningFunction(ECHO, {}, { port })).rejects.toThrow(new RegExp(`Port ${port} is taken`));

  expect(runFolders()).toEqual(before);
});

test('stop leaves no process, port or folder, even with an invocation under way, and handles are refused after it', async () => {
  const marker = `marker-${process.pid}-${Date.now()}`;
  const local = await runningFunction(
    `require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' });
     exports.handler = async (event) => event.wait ? new Promise(() => setInterval(() => {}, 1000)) : 1;`,
    { environment: { MARKER: marker }, timeout: Duration.seconds(60) },
  );
  const orders = local.function('Orders');
  await orders.invoke();
  expect(processesWith(marker).length).toBeGreaterThanOrEqual(2);
  const begun = new Promise<void>((resolve) => {
    local.journal.subscribe((entry) => entry.kind === 'invocation.started' && resolve());
  });
  const hanging = orders.invoke({ wait: true });
  await begun;
  await local.stop();

  expect(await hanging).toMatchObject({ functionError: 'Unhandled' });
  expect(processesWith(marker)).toEqual([]);
  await expect(fetch(local.endpoint)).rejects.toThrow();
  expect(() => local.function('Orders')).toThrow(/stopped/);
  await expect(local.clock.advance(1)).rejects.toMatchObject({ code: 'EXECUTOR_STOPPED' });
  await expect(local.settle()).rejects.toMatchObject({ code: 'EXECUTOR_STOPPED' });
  await local.stop();
});

test('an executor that is declared with `await using` is stopped at the end of its block', async () => {
  let kept: LocalExecutor;
  {
    await using local = await LocalExecutor.start({ app: appOf((stack) => void nodeFunction(stack, 'Orders', ECHO)) });
    kept = local;
    expect(local.isStopped).toBe(false);
  }
  expect(kept.isStopped).toBe(true);
});

test('what is not run is told with its path and why, and the rest of the app runs', async () => {
  const local = await running(
    appOf((stack) => {
      nodeFunction(stack, 'Orders', ECHO);
      new LambdaFunction(stack, 'Gem', { runtime: Runtime.RUBY_3_3, handler: 'x.y', code: Code.fromAsset(temporaryFolder()) });
      new CfnResource(stack, 'Odd', { type: 'Made::Up::Thing' });
    }),
  );

  expect(local.application.unsupported).toContainEqual(expect.objectContaining({ type: 'Made::Up::Thing' }));
  await expect(local.function('Gem').invoke()).rejects.toThrow(/ruby3.3/);
  expect((await local.function('Orders').invoke({ a: 1 })).payload).toEqual({ a: 1 });
});

test.each([
  ['a folder that is not there', () => 'no/such/folder', 'ASSEMBLY_NOT_FOUND'],
  ['an empty folder', () => temporaryFolder(), 'ASSEMBLY_EMPTY'],
  [
    'broken JSON',
    () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'manifest.json'), '{"version": "1');
      return folder;
    },
    'ASSEMBLY_INVALID',
  ],
  ['a synth command that fails', () => 'echo oh no >&2; exit 3', 'SYNTH_FAILED'],
  ['a synth command that makes nothing', () => 'echo fine', 'ASSEMBLY_EMPTY'],
])('fails when the app is %s, and leaves nothing behind', async (_, app, code) => {
  const before = runFolders();

  await expect(LocalExecutor.start({ app: app() })).rejects.toMatchObject({ code });

  expect(runFolders()).toEqual(before);
});

test('fails when the synth command fails, and quotes what it printed', async () => {
  await expect(LocalExecutor.start({ app: 'echo oh no >&2; exit 3' })).rejects.toThrow(/ended with exit code 3\.\noh no/);
});

test('fails when there is no app and no cdk.json', async () => {
  await expect(LocalExecutor.start({ cwd: temporaryFolder() })).rejects.toMatchObject({ code: 'APP_NOT_GIVEN' });
});

test('what cdk.json builds before the app is built, and an app may be a list of words', async () => {
  const folder = temporaryFolder();
  const made = appOf((stack) => nodeFunction(stack, 'Orders', ECHO)).synth().directory;
  const app = [
    'node',
    '-e',
    `"require('fs').cpSync(require('fs').readFileSync('built', 'utf8'), process.env.CDK_OUTDIR, { recursive: true })"`,
  ];
  const build = `node -e "require('fs').writeFileSync('built', '${made}')"; exit 0`;
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app, build }));

  await using local = await LocalExecutor.start({ cwd: folder });

  expect((await local.function('Orders').invoke(7)).payload).toBe(7);
});

test('the app of cdk.json is synthesized with its context, and its assembly is removed afterwards', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ app: `node ${join(folder, 'app.js')}`, context: { greeting: 'hello' } }),
  );
  writeFileSync(
    join(folder, 'app.js'),
    `const { App, Stack } = require(${JSON.stringify(require.resolve('aws-cdk-lib'))});
     const { Function: Fn, Code, Runtime } = require(${JSON.stringify(require.resolve('aws-cdk-lib/aws-lambda'))});
     const app = new App();
     new Fn(new Stack(app, 'FromJson'), 'Fn', {
       runtime: Runtime.NODEJS_24_X, handler: 'index.handler',
       code: Code.fromInline('exports.handler = async () => ' + JSON.stringify(app.node.tryGetContext('greeting'))),
     });
     app.synth();`,
  );

  const local = await LocalExecutor.start({ cwd: folder });
  const result = await local.function('FromJson/Fn').invoke();
  expect(runFolders()).toContainEqual(expect.stringMatching(/^lambda-kit-assembly-\d+-/));
  await local.stop();

  expect(result.payload).toBe('hello');
  expect(runFolders()).toEqual([]);
  expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
});

describe('interpreters', () => {
  test('the journal and the executor say what a function runs on, and whether it is what it declares (FN-34)', async () => {
    const node = join(temporaryFolder(), 'node');
    writeFileSync(node, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
    const local = await runningFunction(ECHO, {}, { interpreters: { 'nodejs24.x': node } });
    expect(await local.surroundings()).toEqual([
      { function: 'App/Orders', interpreter: { command: node, exact: false }, isolation: expect.any(String) },
    ]);

    await local.function('Orders').invoke();

    const exact = process.version.startsWith('v24.');
    expect(local.journal.entries.find((entry) => entry.kind === 'environment.ready')).toMatchObject({
      interpreter: { command: node, version: process.versions.node, exact },
    });
  });

  test.each([
    ['nodejs24.x', '/nowhere', /\/nowhere, which is named for nodejs24\.x, is no file that can be run/],
    ['node24', process.execPath, /node24, for which .* is named, is no runtime/],
  ])('fails when %s is to run on %s', async (runtime, file, message) => {
    await expect(runningFunction(ECHO, {}, { interpreters: { [runtime]: file } })).rejects.toMatchObject({
      code: 'INTERPRETER_INVALID',
      message: expect.stringMatching(message),
    });
  });
});

test('a function that takes more than its memory is killed, and its REPORT says why (INV-43)', async () => {
  const local = await runningFunction(
    'exports.handler = () => { globalThis.held = Buffer.alloc(300 << 20, 1); return new Promise((resolve) => setTimeout(resolve, 60_000)); };',
    { memorySize: 200, timeout: Duration.seconds(60) },
  );

  const result = await local.function('Orders').invoke({}, { logType: 'Tail' });

  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toEqual({
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${result.requestId} Error: Runtime exited with error: signal: killed`,
  });
  expect(result.logTail).toMatch(
    /\tMemory Size: 200 MB\tMax Memory Used: 200 MB\t.*Status: error\tError Type: Runtime\.OutOfMemory\t\n$/,
  );
});
