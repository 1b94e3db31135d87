import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import type { Code } from '../../../src/model/code';
import { json, payloadOf } from '../../contract/driver';
import { type DriverNeeds, DriverScene, ENDPOINT, filesIn, type StartOptions } from '../../support/driver-scene';

let scene: DriverScene;
beforeEach(async () => {
  scene = await DriverScene.open(driver, 'nodejs22.x');
});
afterEach(() => scene.end());

function driver(needs: DriverNeeds): ProcessDriver {
  const sdkFolders = [join(needs.folder.path, 'elsewhere', 'node_modules')];
  return new ProcessDriver({
    ...needs,
    endpointUrl: ENDPOINT,
    path: process.env.PATH ?? '',
    launchers: [nodeLauncher({ sdkFolders })],
  });
}

const inline = (source: string): Code => ({ kind: 'inline', source });

/** Code inside of a project, as `cdk.out` lies in the app's folder. */
function project(code: Record<string, string>, around: Record<string, string> = {}): Code {
  const folder = filesIn(join(scene.folder.path, 'project'), around);
  return { kind: 'directory', path: filesIn(join(folder, 'cdk.out', 'asset.1'), code) };
}

async function result(code: Code, options: StartOptions & { readonly event?: unknown } = {}): Promise<unknown> {
  const { event = {}, ...rest } = options;
  const environment = await scene.start({ code, ...rest });
  if (environment.init.failure) return payloadOf(environment.init.failure) ?? environment.init.failure;
  const { outcome } = await environment.invoke(event);
  return 'payload' in outcome ? payloadOf(outcome) : outcome;
}

describe('the handler is found', () => {
  test.each([
    ['index.handler', { 'index.js': "exports.handler = async () => 'CommonJS';" }, 'CommonJS'],
    ['index.handler', { 'index.cjs': "exports.handler = async () => 'CommonJS';" }, 'CommonJS'],
    ['index.handler', { 'index.mjs': "export const handler = async () => 'ES module';" }, 'ES module'],
    [
      'index.handler',
      { 'index.js': "export const handler = async () => 'by type';", 'package.json': '{"type":"module"}' },
      'by type',
    ],
    [
      'index.handler',
      { 'index.mjs': 'const word = await Promise.resolve("awaited"); export const handler = async () => word;' },
      'awaited',
    ],
    ['index.handler', { 'index.mjs': "export default { handler: async () => 'in default' };" }, 'in default'],
    ['src/app/main.api.get', { 'src/app/main.js': "exports.api = { get: async () => 'nested' };" }, 'nested'],
    ['index.handler', { 'index.js': "exports.handler = async () => 'js before mjs';", 'index.mjs': '' }, 'js before mjs'],
    ['lib.handler', { 'lib/index.js': "exports.handler = async () => 'a folder';" }, 'a folder'],
    ['pkg.handler', { 'node_modules/pkg/index.js': "exports.handler = async () => 'a package';" }, 'a package'],
  ])('as %s in %p', async (handler, files, expected) => {
    expect(await result(project(files), { handler })).toBe(expected);
  });

  test.each([
    [
      '../index.handler',
      'Runtime.MalformedHandlerName',
      /^'\.\.\/index\.handler' is not a valid handler name\. Use absolute paths/,
    ],
    ['index.word', 'Runtime.HandlerNotFound', /^index\.word is not a function$/],
    [
      'other.handler',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'other'\nRequire stack:\n- \/var\/runtime\/index\.mjs$/,
    ],
  ])('fails when it is %s', async (handler, errorType, errorMessage) => {
    const error = await result(project({ 'index.js': "exports.word = 'x';" }), { handler });

    expect(error).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
  });

  test('a syntax error in an ES module is told with its place', async () => {
    expect(await result(project({ 'index.mjs': 'export const = 1;' }))).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: "SyntaxError: Unexpected token '='",
    });
  });

  test('a module whose top-level await never ends exits', async () => {
    expect(await result(project({ 'index.mjs': 'await new Promise(() => {}); export const handler = 1;' }))).toEqual({
      kind: 'exited',
      code: 13,
    });
  });
});

describe('modules are found as in Lambda', () => {
  const AROUND = {
    'package.json': '{"type":"module"}',
    'node_modules/left-pad/package.json': '{"main":"index.js"}',
    'node_modules/left-pad/index.js': "module.exports = 'the project';",
  };

  test.each([
    ['CommonJS', { 'index.js': "const found = require('left-pad'); exports.handler = async () => found;" }],
    ['an ES module', { 'index.mjs': "import found from 'left-pad'; export const handler = async () => found;" }],
    ['a dynamic import', { 'index.js': "exports.handler = async () => (await import('left-pad')).default;" }],
  ])('%s has its own node_modules', async (_, files) => {
    const own = { 'node_modules/left-pad/index.js': "module.exports = 'its own';" };

    expect(await result(project({ ...files, ...own }, AROUND))).toBe('its own');
  });

  test('fails when CommonJS needs a module that only the project around has', async () => {
    const code = project(
      { 'index.js': "require('./util'); exports.handler = async () => 1;", 'util.js': "require('left-pad')" },
      AROUND,
    );

    expect(await result(code)).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: `Error: Cannot find module 'left-pad'\nRequire stack:\n- ${code.kind === 'directory' && code.path}/util.js\n- ${
        code.kind === 'directory' && code.path
      }/index.js\n- /var/runtime/index.mjs`,
    });
  });

  test('fails when a file that an ES module imports needs one', async () => {
    const code = project(
      { 'index.mjs': "export * from './lib/main.mjs';", 'lib/main.mjs': "import'left-pad';export const handler = 1;" },
      AROUND,
    );

    expect(await result(code)).toMatchObject({
      errorMessage: expect.stringMatching(/^Cannot find package 'left-pad' imported from .*main\.mjs$/),
    });
  });

  test('fails when an ES module needs one', async () => {
    const code = project({ 'index.mjs': "import 'left-pad'; export const handler = async () => 1;" }, AROUND);

    expect(await result(code)).toMatchObject({
      errorType: 'Error',
      errorMessage: `Cannot find package 'left-pad' imported from ${code.kind === 'directory' && code.path}/index.mjs`,
    });
  });

  test('fails when a dynamic import needs one', async () => {
    const code = project({ 'index.js': "exports.handler = async () => import('left-pad');" }, AROUND);

    expect(await result(code)).toMatchObject({
      errorMessage: expect.stringMatching(/^Cannot find package 'left-pad' imported from/),
    });
  });

  test('a package.json above the code does not make its files ES modules', async () => {
    expect(
      await result(
        project({ 'index.js': "exports.handler = async () => require('./a');", 'a.js': 'module.exports = 1;' }, AROUND),
      ),
    ).toBe(1);
    expect(
      await result(
        project(
          { 'main.mjs': "import a from './a.js'; export const handler = async () => a;", 'a.js': 'module.exports = 1;' },
          AROUND,
        ),
        { handler: 'main.handler' },
      ),
    ).toBe(1);
  });

  test('layers come after the code, the later one first', async () => {
    const layer = (name: string, files: Record<string, string>): Code => ({
      kind: 'directory',
      path: filesIn(join(scene.folder.path, name), files),
    });
    const code = project({
      'index.mjs':
        "import a from 'a'; import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); export const handler = async () => [a, require('a'), require('b'), require('c')];",
      'node_modules/c/index.js': "module.exports = 'c of the code';",
    });
    const layers = [
      layer('one', {
        'nodejs/node_modules/a/index.js': "module.exports = 'a of one';",
        'nodejs/node22/node_modules/b/index.js': "module.exports = 'b of one';",
        'nodejs/node_modules/c/index.js': "module.exports = 'c of one';",
      }),
      layer('two', { 'nodejs/node_modules/a/index.js': "module.exports = 'a of two';" }),
      { kind: 'absent', why: 'It is in another account.' } as const,
    ];

    expect(await result(code, { layers })).toEqual(['a of two', 'a of two', 'b of one', 'c of the code']);
    expect(scene.notices).toEqual(['a layer of orders: It is in another account.']);
  });

  test.each([
    ['CommonJS', { 'index.js': "const { word } = require('@aws-sdk/client-s3'); exports.handler = async () => word;" }],
    ['an ES module', { 'index.mjs': "import { word } from '@aws-sdk/client-s3'; export const handler = async () => word;" }],
  ])('%s has the AWS SDK of the runtime, with what that needs', async (_, files) => {
    filesIn(join(scene.folder.path, 'elsewhere', 'node_modules'), {
      '@aws-sdk/client-s3/index.js': "exports.word = require('inner');",
      'inner/index.js': "module.exports = 'the SDK';",
    });

    expect(await result(project(files))).toBe('the SDK');
    expect(await result(project({ ...files, 'node_modules/@aws-sdk/client-s3/index.js': "exports.word = 'its own';" }))).toBe(
      'its own',
    );
  });

  test.each([
    ['CommonJS', { 'index.js': "require('@aws-sdk/client-s3');" }],
    ['an ES module', { 'index.mjs': "import '@aws-sdk/client-s3';" }],
  ])('fails when %s needs the AWS SDK and it is not installed, and says what to install', async (_, files) => {
    expect(await result(project(files))).toMatchObject({
      errorMessage: expect.stringMatching(
        /Cannot find (module|package) '@aws-sdk\/client-s3'[^]*run "npm install --save-dev @aws-sdk\/client-s3"/,
      ),
    });
  });

  test('fails when a newer runtime needs version 2 of the SDK', async () => {
    filesIn(join(scene.folder.path, 'elsewhere', 'node_modules'), { 'aws-sdk/index.js': 'module.exports = 2;' });
    const code = project({ 'index.js': "exports.handler = async () => require('aws-sdk');" });

    expect(await result(code)).toMatchObject({ errorMessage: expect.stringMatching(/^Cannot find module 'aws-sdk'/) });
    expect(await result(code, { runtime: 'nodejs16.x' })).toBe(2);
  });
});

describe('a handler with a callback', () => {
  const OLD = 'nodejs20.x';
  const NO_WARNING = 'AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING';

  test.each([
    ["(event, context, callback) => { setTimeout(() => callback(null, 'called back'), 5); }", 'called back'],
    ["(event, context) => { context.succeed('succeeded'); }", 'succeeded'],
    ["(event, context) => { context.done(null, 'done'); }", 'done'],
    ['(event, context, callback) => { setTimeout(() => {}, 5); }', null],
    ["(event, context, callback) => { callback(null, 'first'); callback(null, 'second'); }", 'first'],
    ["() => 'the value of a plain function counts for nothing'", null],
    ["() => ({ then: (resolve) => resolve('thenable') })", 'thenable'],
  ])('%s answers', async (source, expected) => {
    const code = inline(`exports.handler = ${source};`);

    const answer = await result(code, { runtime: OLD });

    expect(answer).toEqual(expected);
  });

  test.each([
    ["(event, context, callback) => callback(new Error('told'))", { errorType: 'Error', errorMessage: 'told' }],
    ["(event, context, callback) => callback('a string')", { errorType: 'string', errorMessage: 'a string', trace: [] }],
    ['(event, context) => context.fail()', { errorType: 'string', errorMessage: 'handled', trace: [] }],
    ["() => { throw new Error('at once'); }", { errorType: 'Error', errorMessage: 'at once' }],
  ])('%s fails', async (source, expected) => {
    expect(await result(inline(`exports.handler = ${source};`), { runtime: OLD })).toMatchObject(expected);
  });

  test('the answer waits for the event loop, unless the context says not to', async () => {
    const code = inline(`
      let later = 0;
      exports.handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = event.wait;
        setTimeout(() => later++, event.ms);
        callback(null, later);
      };`);
    const environment = await scene.start({ code, runtime: OLD });

    const waited = await environment.invoke({ wait: true, ms: 40 });
    const hurried = await environment.invoke({ wait: false, ms: 60_000 });

    expect([waited, hurried].map(json)).toEqual([0, 1]);
    expect(waited.durationMs).toBeGreaterThanOrEqual(39);
  });

  test.each([
    ['is warned of at Init', '(event, context, callback) => {}', {}, true],
    ['is not warned of where the variable for that is set', '(event, context, callback) => {}', { [NO_WARNING]: '' }, false],
    ['is not one when it is asynchronous', 'async (event, context, callback) => {}', {}, false],
    ['is not one when it takes no callback', '(event, context) => {}', {}, false],
    ['is not one when it streams', 'awslambda.streamifyResponse((event, stream, context) => {})', {}, false],
  ])('%s (INV-85)', async (_, source, environment, isWarned) => {
    const { lines } = await scene.start({ code: inline(`exports.handler = ${source};`), runtime: OLD, environment });

    const warning =
      /^\S+Z\tundefined\tWARN\tAWS Lambda plans to remove support for callback-based function handlers starting with/;
    expect(lines).toEqual(isWarned ? [expect.stringMatching(warning)] : []);
  });

  test('fails when the runtime is nodejs24 or newer (FN-90)', async () => {
    const code = inline('exports.handler = (event, context, callback) => callback(null, 1);');

    expect(await result(code, { runtime: 'nodejs24.x' })).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(/^ERROR: AWS Lambda has removed support for callback-based function handlers/),
    });
  });

  test('there the value of a plain function counts, and the context has no callbacks', async () => {
    const code = inline('exports.handler = (event, context) => ({ keys: Object.keys(context), fail: typeof context.fail });');

    const answer = (await result(code, { runtime: 'nodejs24.x' })) as { keys: string[]; fail: string };

    expect(answer.fail).toBe('undefined');
    expect(answer.keys).not.toContain('succeed');
  });
});

test('the members of the context stand in Lambda’s order (FN-90)', async () => {
  const code = inline('exports.handler = async (event, context) => JSON.stringify(context);');
  const environment = await scene.start({ code });

  const context = JSON.parse(json(await environment.invoke({}, { clientContext: '{}' })) as string);

  expect(Object.keys(context)).toEqual([
    'callbackWaitsForEmptyEventLoop',
    'functionVersion',
    'functionName',
    'memoryLimitInMB',
    'logGroupName',
    'logStreamName',
    'clientContext',
    'invokedFunctionArn',
    'awsRequestId',
  ]);
});

test('the context of nodejs24 and newer begins with what is told of the invocation (FN-90)', async () => {
  const code = inline('exports.handler = async (event, context) => [Object.keys(context), context.xRayTraceId];');

  expect(await result(code, { runtime: 'nodejs24.x' })).toEqual([
    [
      ...['clientContext', 'identity', 'invokedFunctionArn', 'awsRequestId', 'tenantId', 'xRayTraceId'],
      ...['getRemainingTimeInMillis', 'functionName', 'functionVersion', 'memoryLimitInMB', 'logGroupName', 'logStreamName'],
    ],
    'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  ]);
});

describe('what goes wrong beside the handler', () => {
  test('a promise that never settles is told as such (INV-37)', async () => {
    const environment = await scene.start({
      code: inline('exports.handler = async ({ hang }) => hang && new Promise(() => {});'),
    });

    expect(payloadOf((await environment.invoke({ hang: true })).outcome)).toMatchObject({
      errorType: 'Runtime.NodeJsExit',
      errorMessage: expect.stringMatching(
        /^The Lambda runtime client detected an unexpected Node\.js exit code\. This is most commonly caused by a Promise that was never settled\./,
      ),
    });
    expect(json(await environment.invoke({ hang: false }))).toBe(false);
  });

  test.each([
    ['an exception', "setTimeout(() => { throw new TypeError('stray'); }, 1)", 'TypeError', 'stray', 'Uncaught Exception'],
    [
      'a rejection',
      "Promise.reject(new TypeError('stray'))",
      'Runtime.UnhandledPromiseRejection',
      'TypeError: stray',
      'Unhandled Promise Rejection',
    ],
  ])('%s that nobody catches fails the invocation and ends the environment (INV-38)', async (_, source, errorType, errorMessage, title) => {
    const environment = await scene.start({
      code: inline(`exports.handler = async () => { ${source}; await new Promise((resolve) => setTimeout(resolve, 2000)); };`),
    });

    const { outcome, ended } = await environment.invoke({});

    expect(ended).toBe(true);
    expect(environment.died).toBe(false);
    expect(outcome).toMatchObject({ kind: 'failed', errorType });
    expect(payloadOf(outcome)).toEqual({
      errorType,
      errorMessage,
      trace: expect.arrayContaining([`${errorType}: ${errorMessage}`]),
    });
    const [line] = environment.lines;
    expect(line).toContain(
      `\t${environment.lastRequestId}\tERROR\t${title} \t{"errorType":"${errorType}","errorMessage":"${errorMessage}"`,
    );
  });

  test('an error of the handler is logged as Lambda logs it (INV-85)', async () => {
    const environment = await scene.start({
      code: inline(
        "exports.handler = async () => { throw Object.assign(new Error('no'), { code: 'E_NO', stack: 'Error: no' }); };",
      ),
    });

    await environment.invoke({});

    expect(environment.lines.map((line) => line.replace(/^\S+/, 'TIME'))).toEqual([
      `TIME\t${environment.lastRequestId}\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"no","code":"E_NO","stack":["Error: no"]}`,
    ]);
  });

  test('in JSON format the error itself is the message (INV-86)', async () => {
    const environment = await scene.start({
      code: inline("exports.handler = async () => { throw Object.assign(new RangeError('no'), { stack: 'Error: no' }); };"),
      logging: { format: 'JSON', group: '/aws/lambda/orders' },
    });

    await environment.invoke({});

    expect(environment.lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 'ERROR',
        requestId: environment.lastRequestId,
        message: { errorType: 'RangeError', errorMessage: 'no', stackTrace: ['Error: no'] },
      },
    ]);
  });

  test('with the JSON format also what is written past the console needs the configured level (FN-63)', async () => {
    const environment = await scene.start({
      code: inline(`exports.handler = async () => {
        const write = (record) => process.stdout.write((typeof record === 'string' ? record : JSON.stringify(record)) + '\\n');
        const timestamp = new Date().toISOString();
        write('plain');
        write({ level: 'error', timestamp, message: 'own' });
        write({ level: 'error', message: 'without a time' });
        write({ level: 'debug', timestamp, message: 'too little' });
        require('node:child_process').execFileSync('echo', ['of a child'], { stdio: 'inherit' });
        console.warn('of the console');
      };`),
      logging: { format: 'JSON', applicationLevel: 'WARN', group: '/aws/lambda/orders' },
    });

    await environment.invoke({});

    expect(environment.lines.map((line) => JSON.parse(line).message)).toEqual(['own', 'of the console']);
  });

  test('before the first invocation the log has no request id', async () => {
    const environment = await scene.start({ code: inline("console.log('loading'); exports.handler = async () => 1;") });

    expect(environment.lines).toEqual([expect.stringMatching(/^\S+Z\tundefined\tINFO\tloading$/)]);
  });

  test('a heap that grows beyond the function’s memory ends the environment by a signal (INV-43)', async () => {
    const environment = await scene.start({
      code: inline('exports.handler = async () => { const kept = []; for (;;) kept.push(new Array(10_000).fill({})); };'),
    });

    const { outcome } = await environment.invoke({}, { timeoutMs: 15_000 });

    // V8 aborts, or all of it together is too much: whichever comes first.
    expect(outcome).toMatchObject({ kind: 'exited', signal: expect.stringMatching(/^SIG(ABRT|KILL)$/) });
  });
});

describe('a result that is no JSON', () => {
  const CIRCLE = 'const circle = {}; circle.circle = circle;';
  const told = (errorType: string) => ({
    kind: 'failed',
    errorType,
    payload: expect.objectContaining({ errorType, errorMessage: 'Unable to stringify response body' }),
  });

  test.each([
    ['returned', 'nodejs22.x', 'async () => circle', 'Error'],
    ['returned', 'nodejs24.x', 'async () => circle', 'Runtime.JSONStringifyError'],
    ['given to context.succeed', 'nodejs22.x', '(event, context) => context.succeed(circle)', 'Error'],
    [
      'given to a callback that does not wait',
      'nodejs22.x',
      '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, circle); }',
      'Error',
    ],
    ['returned, with a big integer in it', 'nodejs22.x', 'async () => ({ n: 1n })', 'Error'],
  ])('fails when it is %s in %s, and the environment goes on', async (_, runtime, source, errorType) => {
    const code = inline(`${CIRCLE} let calls = 0; exports.handler = ((handler) => ${counting(source)})(${source});`);
    const environment = await scene.start({ code, runtime });

    const first = await environment.invoke({});
    const second = await environment.invoke({});

    for (const { outcome, ended } of [first, second]) {
      expect({ ...outcome, payload: payloadOf(outcome) }).toEqual(told(errorType));
      expect(ended).toBeUndefined();
    }
  });

  test.each([
    ['that waits for the event loop', 'callback(null, circle)'],
    [
      'outside of the handler’s call',
      'context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => callback(null, circle), 1)',
    ],
  ])('fails as an uncaught exception when it is given to a callback %s', async (_, source) => {
    const environment = await scene.start({
      code: inline(`${CIRCLE} exports.handler = (event, context, callback) => { ${source}; };`),
    });

    const { outcome, ended } = await environment.invoke({});

    expect({ ...outcome, payload: payloadOf(outcome) }).toEqual(told('Error'));
    expect(ended).toBe(true);
    expect(environment.lines.at(-1)).toContain('\tERROR\tUncaught Exception \t{"errorType":"Error"');
  });

  /** Async handlers must stay so. */
  function counting(source: string): string {
    return source.startsWith('async') ? 'async () => (calls++, handler())' : 'handler';
  }
});

describe('errors of every kind', () => {
  test.each([
    ['nodejs22.x', "Object.assign(new Error('a\\x7fb'), { name: 'N\\x7f' })", { errorType: 'N%7F', errorMessage: 'a%7Fb' }],
    ['nodejs24.x', "Object.assign(new Error('a\\x7fb'), { name: 'N\\x7f' })", { errorType: 'N%7F', errorMessage: 'a%7Fb' }],
    ['nodejs22.x', "{ name: 'Like', message: 'an error', stack: 'one\\ntwo' }", { errorType: 'Like', trace: ['one', 'two'] }],
    [
      'nodejs24.x',
      "{ name: 'Like', message: 'an error', stack: 'one' }",
      { errorType: 'object', errorMessage: '[object Object]' },
    ],
    ['nodejs22.x', "{ name: 'Like', message: '', stack: 'one' }", { errorType: 'object', errorMessage: '[object Object]' }],
    ['nodejs22.x', "Object.assign(new Error('x'), { stack: undefined })", { errorType: 'handled' }],
    ['nodejs24.x', "Object.assign(new Error('x'), { stack: undefined })", { errorType: 'Error', trace: [] }],
    ['nodejs22.x', "Symbol('sign')", { errorType: 'TypeError', errorMessage: 'Cannot convert a Symbol value to a string' }],
    ['nodejs24.x', "Symbol('sign')", { errorType: 'symbol', errorMessage: 'Symbol(sign)', trace: [] }],
    ['nodejs22.x', 'undefined', { errorType: 'string', errorMessage: 'handled' }],
    ['nodejs24.x', 'undefined', { errorType: 'undefined', errorMessage: 'undefined', trace: [] }],
  ])('in %s a handler that throws %s is told of', async (runtime, thrown, expected) => {
    const code = inline(`exports.handler = async () => { throw ${thrown}; };`);

    expect(await result(code, { runtime })).toMatchObject(expected);
  });
});

describe('what nobody catches from nodejs24 on is left to Node.js', () => {
  const runtime = 'nodejs24.x';

  test.each([
    ['a rejection, before the answer is told,', "Promise.reject(new TypeError('stray')); return 'an answer';", 1],
    [
      'an exception',
      "setTimeout(() => { throw new TypeError('stray'); }); await new Promise((done) => setTimeout(done, 9000));",
      1,
    ],
    ['a promise that never settles', 'await new Promise(() => {});', 0],
  ])('%s ends the environment', async (_, source, code) => {
    const environment = await scene.start({ code: inline(`exports.handler = async () => { ${source} };`), runtime });

    const { outcome } = await environment.invoke({});

    expect(outcome).toEqual({ kind: 'exited', code });
    expect(environment.lines.includes('TypeError: stray')).toBe(code === 1);
    expect(environment.lines.join()).not.toContain('ERROR');
  });

  test('before the first invocation the log has a dash for the request id (INV-85)', async () => {
    const code = inline("console.log('loading'); throw new RangeError('no');");
    const environment = await scene.start({ code, runtime });

    expect(payloadOf(environment.init.failure)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' });
    expect(environment.lines).toEqual([
      expect.stringMatching(/Z\t-\tINFO\tloading$/),
      expect.stringMatching(/Z\t-\tERROR\tInit Error \t\{"errorType":"RangeError","errorMessage":"no",/),
    ]);
  });

  test('a module that never finishes loading exits', async () => {
    const environment = await scene.start({
      code: project({ 'index.mjs': 'await new Promise(() => {}); export const handler = async () => 1;' }),
      runtime,
    });

    expect(environment.init.failure).toEqual({ kind: 'exited', code: 0 });
  });
});

describe('a streaming handler (RT-17)', () => {
  test.each([
    ["async (event, stream) => { stream.write('one, '); stream.write(Buffer.from('two')); stream.end(); }", 'one, two'],
    [
      "async (event, stream) => { await require('node:stream/promises').pipeline(require('node:stream').Readable.from(['a', 'b']), stream); }",
      'ab',
    ],
    [
      "async (event, stream) => { const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); http.write('body'); http.end(); }",
      '{"statusCode":201}\0\0\0\0\0\0\0\0body',
    ],
  ])('%s answers with all that it wrote', async (source, expected) => {
    const environment = await scene.start({ code: inline(`exports.handler = awslambda.streamifyResponse(${source});`) });

    const { outcome } = await environment.invoke({});

    expect(outcome.kind === 'succeeded' && Buffer.from(outcome.payload).toString()).toBe(expected);
  });

  test.each([
    ["async (event, stream) => { stream.write('x'); throw new Error('midway'); }", 'Error', 'midway'],
    ["(event, stream) => { stream.write('x'); }", 'Error', 'Streaming does not support non-async handlers.'],
    [
      "async (event, stream) => { stream.write('x'); stream.setContentType('text/plain'); }",
      'Runtime.InvalidStreamingOperation',
      'Cannot set content-type, too late.',
    ],
  ])('%s fails', async (source, errorType, errorMessage) => {
    expect(await result(inline(`exports.handler = awslambda.streamifyResponse(${source});`))).toMatchObject({
      errorType,
      errorMessage,
    });
  });
});

test('Node features that Lambda turns off are off, unless NODE_OPTIONS turns them on', async () => {
  const code = project({
    'index.js': "exports.handler = async () => Object.keys(require('./esm.mjs'));",
    'esm.mjs': 'export const x = 1;',
  });

  expect(await result(code, { runtime: 'nodejs20.x' })).toMatchObject({
    errorMessage: expect.stringMatching(/require\(\) of ES Module/),
  });
  expect(await result(code, { runtime: 'nodejs20.x', environment: { NODE_OPTIONS: '--experimental-require-module' } })).toEqual([
    'x',
  ]);
});
