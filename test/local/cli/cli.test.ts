import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Alias, CfnEventSourceMapping, FunctionUrlAuthType, Version } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { appOf, nodeFunction, stopAll, temporaryFolder } from '../scene';

const CLI = join(__dirname, '../../../lib/bundled/cli.js');
const started: ChildProcess[] = [];

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('The command is not bundled yet; run `npx projen bundle` first.');
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await stopAll();
});

function begin(args: readonly string[], cwd: string, variables: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  started.push(child);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    seen.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    seen.err += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ ...seen, code: code ?? signal }));
  return { child, seen, ended };
}

/** Runs `lambda-kit` to its end. */
async function lambdaKit(args: readonly string[], { cwd = temporaryFolder(), input = '', variables = {} } = {}) {
  const { child, ended } = begin(args, cwd, variables);
  child.stdin?.end(input);
  return ended;
}

/** A folder with an app in it; `--app out`. */
function assembly(build: Parameters<typeof appOf>[0]): string {
  const app: App = appOf(build);
  app.synth();
  return join(app.outdir, '..');
}

const DOUBLE =
  'exports.handler = async ({ n }) => { console.log("got", n); if (n < 0) throw new RangeError("negative"); return n * 2; };';
const doubling = () => assembly((stack) => void nodeFunction(stack, 'Double', DOUBLE, { functionName: 'double' }));

/** `lambda-kit start`, once it has said that it is ready. */
async function starting(args: readonly string[], cwd: string) {
  const running = begin(['start', ...args], cwd);
  await Promise.race([
    new Promise<void>((resolve) => running.child.stdout?.on('data', () => running.seen.out.includes('\n') && resolve())),
    running.ended.then(({ err }) => {
      throw new Error(`It ended before it was ready: ${err}`);
    }),
  ]);
  return running;
}

const leftBy = (pid: number | undefined) => ({
  folders: readdirSync(tmpdir()).filter((name) => new RegExp(`^lambda-kit-(assembly-)?${pid}-`).test(name)),
  processes: readdirSync('/proc').filter((entry) => {
    // Of an isolated process only the first two tell whose it is.
    return ['cmdline', 'mountinfo', 'environ'].some((file) => {
      try {
        return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/${file}`, 'latin1').includes(`lambda-kit-${pid}-`);
      } catch {
        return false;
      }
    });
  }),
});

describe('lambda-kit', () => {
  test('without a command prints what there is, and ends with exit code 2', async () => {
    const { out, code } = await lambdaKit([]);

    expect(out).toContain('lambda-kit invoke');
    expect(code).toBe(2);
  });

  test.each([
    [['--help']],
    [['list', '--help']],
    [['invoke', '-h']],
    [['start', '--help']],
  ])('%j explains itself', async (args) => {
    const { out, err, code } = await lambdaKit(args);

    expect(out).toContain('lambda-kit');
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test.each([[['invoke', '--help']], [['help', 'invoke']]])('%j tells what each option does', async (args) => {
    const { out } = await lambdaKit(args);

    expect(out).toMatch(/^Usage: lambda-kit invoke FUNCTION/);
    for (const option of ['-a, --app', '-e, --event', '-q, --qualifier', '-t, --type', '--interpreter', '--isolation']) {
      expect(out).toMatch(new RegExp(`^ {2}${option} .+ {2,}\\S`, 'm'));
    }
  });

  test('--version prints the version of the package', async () => {
    const { out, code } = await lambdaKit(['--version']);

    const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8'));
    expect([out, code]).toEqual([`${version}\n`, 0]);
  });

  test.each([
    [['simulate'], /^CALL_INVALID: There is no command simulate; there are list, check, invoke, start\./],
    [['list', '--jsn'], /^CALL_INVALID: Unknown option '--jsn'\.?\n\nUsage: lambda-kit list/],
    [['list', 'Orders'], /^CALL_INVALID: list takes no Orders\./],
    [['list', '--app', 'nowhere'], /^ASSEMBLY_NOT_FOUND: There is no folder .*nowhere/],
    [['list'], /^APP_NOT_GIVEN: /],
    [['list', '--app', ''], /^APP_NOT_GIVEN: The app is named by an empty text\./],
    [['--app', 'out', 'list'], /^CALL_INVALID: The command comes before its options: lambda-kit list --app …/],
    [['list', '--app', 'true'], /^ASSEMBLY_EMPTY: The synth command `true` ended well, but has written no cloud assembly;/],
    [['start', '--port', '-1'], /^CALL_INVALID: Option '--port' argument is ambiguous\.\n\nUsage/],
    [['list', '--app', 'exit 3'], /^SYNTH_FAILED: The synth command `exit 3` ended with exit code 3\./],
    [['invoke'], /^CALL_INVALID: invoke needs the function/],
    [['start', '--port', 'http'], /^CALL_INVALID: --port is a whole number from 0 to 65535; this is http\./],
    [['start', '--port', '70000'], /^CALL_INVALID: --port/],
    [['start', '--authentication', 'strict'], /^CALL_INVALID: --authentication is any or verify; this is strict\./],
    [
      ['start', '--identity-policies', 'strict'],
      /^CALL_INVALID: --identity-policies is enforce or report or ignore; this is strict\./,
    ],
    [['start', '--account-concurrency', '0'], /^CALL_INVALID: --account-concurrency is a whole number from 1 up; this is 0\./],
    [
      ['start', '--interpreter', 'node'],
      /^CALL_INVALID: An interpreter is named as nodejs22\.x=\/path\/to\/node; this is node\./,
    ],
  ])('fails when called as %j, with exit code 2 and nothing on standard output', async (args, message) => {
    const { out, err, code } = await lambdaKit(args);

    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('lambda-kit list', () => {
  const rich = () =>
    assembly((stack) => {
      const fn = nodeFunction(stack, 'Orders', DOUBLE, { functionName: 'orders', memorySize: 256 });
      const version = new Version(stack, 'V1', { lambda: fn });
      new Alias(stack, 'Live', { aliasName: 'live', version }).addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
      new CfnEventSourceMapping(stack, 'FromQueue', {
        functionName: fn.functionName,
        eventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q',
      });
    });

  test('prints functions with their versions, aliases and URLs, and what is not run to standard error', async () => {
    const { out, err, code } = await lambdaKit(['list', '--app', 'out'], { cwd: rich() });

    expect(out.split('\n')[0]).toMatch(/^FUNCTION +RUNTIME +RUNS ON +MEMORY +TIMEOUT +VERSIONS +ALIASES +URLS$/);
    expect(out).toMatch(/^App\/Orders +nodejs24\.x +\d+\.\d+\.\d+( \(nearest\))? +256 MB +20 s +1 +live -> 1 +IAM on live$/m);
    expect(out).toMatch(/^FUNCTION +SET OFF BY +WHICH +HOW +HERE$/m);
    expect(out).toMatch(/^App\/Orders:live +URL +App\/Live\/FunctionUrl +IAM +yes$/m);
    expect(out).toMatch(
      /^App\/Orders +queue +arn:aws:sqs:us-east-1:000000000000:q +batches of 10 +no: .* is no queue of this app/m,
    );
    expect(err).toMatch(/^not run: App\/FromQueue \(AWS::Lambda::EventSourceMapping\): /m);
    expect(code).toBe(0);
  });

  test('--json gives the same as an object', async () => {
    const { out, code } = await lambdaKit(['list', '--app', 'out', '--json'], { cwd: rich() });

    const listed = JSON.parse(out);
    expect(listed.functions).toEqual([
      expect.objectContaining({
        path: 'App/Orders',
        name: 'orders',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:orders',
        runtime: 'nodejs24.x',
        interpreter: { command: expect.stringMatching(/^\//), version: expect.any(String), exact: expect.any(Boolean) },
        memoryMb: 256,
        versions: ['1'],
        aliases: [{ name: 'live', version: '1' }],
        urls: [{ authType: 'AWS_IAM', invokeMode: 'BUFFERED', qualifier: 'live' }],
        sources: [
          { kind: 'functionUrl', source: 'App/Live/FunctionUrl', qualifier: 'live', how: ['IAM'], enabled: true },
          {
            ...{ kind: 'queue', source: 'arn:aws:sqs:us-east-1:000000000000:q', how: ['batches of 10'], enabled: true },
            why: expect.stringContaining('is no queue of this app'),
          },
        ],
      }),
    ]);
    expect(listed.unsupported).toEqual([
      expect.objectContaining({ path: 'App/FromQueue', type: 'AWS::Lambda::EventSourceMapping' }),
    ]);
    expect(code).toBe(0);
  });

  test('many routes and long patterns are shortened in the table, and whole with --json', async () => {
    const cwd = assembly((stack) => {
      const fn = nodeFunction(stack, 'Orders', DOUBLE);
      const integration = new HttpLambdaIntegration('Orders', fn);
      const api = new HttpApi(stack, 'Api');
      for (let at = 0; at < 6; at++) api.addRoutes({ path: `/${at}`, methods: [HttpMethod.GET], integration });
      const eventPattern = { source: Array.from({ length: 30 }, (_, at) => `source.${at}`) };
      new Rule(stack, 'Rule', { eventPattern, enabled: false, targets: [new LambdaFunction(fn)] });
    });

    const { out } = await lambdaKit(['list', '--app', 'out'], { cwd });
    const listed = JSON.parse((await lambdaKit(['list', '--app', 'out', '--json'], { cwd })).out);

    expect(out).toMatch(/^App\/Orders +HTTP API +App\/Api +GET \/0, GET \/1, GET \/2, and 3 more +yes$/m);
    expect(out).toMatch(/^App\/Orders +rule +App\/Rule +\{"source":\["source\.0",[^ ]+… +disabled$/m);
    const [api, rule] = listed.functions[0].sources;
    expect(api.how).toHaveLength(6);
    expect(rule.how[0]).toMatch(/"source\.29"\]\}$/);
    expect(rule.enabled).toBe(false);
  });

  test('an app without functions is said to have none', async () => {
    const { out, code } = await lambdaKit(['list', '--app', 'out'], { cwd: assembly(() => undefined) });

    expect([out, code]).toEqual(['The app has no functions.\n', 0]);
  });
});

describe('an interpreter that is named', () => {
  const which = () => assembly((stack) => void nodeFunction(stack, 'Which', 'exports.handler = async () => process.env.WHICH;'));

  function own(cwd: string): string {
    const script = `#!/bin/sh\nWHICH="$WHICH named" exec "${process.execPath}" "$@"\n`;
    writeFileSync(join(cwd, 'my-node'), script, { mode: 0o755 });
    return 'nodejs24.x=my-node';
  }

  test('with --interpreter runs the functions of its runtime, and is listed', async () => {
    const cwd = which();
    const named = own(cwd);

    const invoked = await lambdaKit(['invoke', 'Which', '--app', 'out', '--interpreter', named], { cwd });
    const listed = await lambdaKit(['list', '--app', 'out', '--json', '--interpreter', named], { cwd });

    expect(invoked.out).toBe('" named"\n');
    expect(JSON.parse(listed.out).functions[0].interpreter.command).toBe(join(cwd, 'my-node'));
  });

  test('fails when it is not there', async () => {
    const { err, code } = await lambdaKit(['list', '--app', 'out', '--interpreter', 'nodejs24.x=/nowhere'], { cwd: which() });

    expect(err).toMatch(/^INTERPRETER_INVALID: \/nowhere, which is named for nodejs24\.x, is no file that can be run\./);
    expect(code).toBe(2);
  });
});

describe('lambda-kit invoke', () => {
  test('prints the result to standard output and the log to standard error', async () => {
    const cwd = doubling();
    writeFileSync(join(cwd, 'event.json'), '{"n": 21}');

    const { out, err, code } = await lambdaKit(['invoke', 'double', '--app', 'out', '--event', 'event.json'], { cwd });

    expect(out).toBe('42\n');
    expect(err).toMatch(/^START RequestId: [\s\S]*\tINFO\tgot 21\n[\s\S]*^REPORT RequestId: /m);
    expect(code).toBe(0);
  });

  test('reads the event from standard input with --event -', async () => {
    const { out } = await lambdaKit(['invoke', 'App/Double', '--app', 'out', '--event', '-'], {
      cwd: doubling(),
      input: '{"n":4}',
    });

    expect(out).toBe('8\n');
  });

  test('an event may begin with a byte order mark', async () => {
    const { out } = await lambdaKit(['invoke', 'Double', '--app', 'out', '-e', '-'], {
      cwd: doubling(),
      input: '\uFEFF{"n":4}',
    });

    expect(out).toBe('8\n');
  });

  test('takes a version or an alias behind the function, as `list` prints it', async () => {
    const cwd = doubling();
    const latest = await lambdaKit(['invoke', 'Double:$LATEST', '--app', 'out', '-e', '-'], { cwd, input: '{"n":4}' });
    const dead = await lambdaKit(['invoke', 'Double:dead', '--app', 'out'], { cwd });

    expect(latest.out).toBe('8\n');
    expect(dead.err).toContain('App/Double has no dead; there are: $LATEST.');
  });

  test('Ctrl-C while it runs ends it without a result, with exit code 130', async () => {
    const cwd = assembly(
      (stack) =>
        void nodeFunction(
          stack,
          'Slow',
          'exports.handler = () => { console.log("began"); return new Promise(() => setInterval(() => {}, 1000)); };',
        ),
    );
    const { child, seen, ended } = begin(['invoke', 'Slow', '--app', 'out'], cwd);
    while (!seen.err.includes('began')) await once(child.stderr as NodeJS.ReadableStream, 'data');

    child.kill('SIGINT');
    const { out, err, code } = await ended;

    expect([out, code]).toEqual(['', 130]);
    expect(err).not.toContain('REPORT');
  });

  test('Ctrl-C while it waits for an event ends it', async () => {
    const { child, ended } = begin(['invoke', 'Double', '--app', 'out', '-e', '-'], doubling());
    child.stdin?.write('{"n":');
    // The first of the signals that it catches is SIGHUP.
    while (
      !(Number.parseInt(/SigCgt:\s*(\S+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]?.slice(-1) ?? '0', 16) & 1)
    )
      await new Promise((resolve) => setImmediate(resolve));

    child.kill('SIGINT');

    expect(await ended).toMatchObject({ out: '', err: '', code: 130 });
  });

  test('lines of other functions say whose they are', async () => {
    const cwd = assembly((stack) => {
      const second = nodeFunction(stack, 'Second', 'exports.handler = async () => console.log("second");', {
        functionName: 'second',
      });
      const first = `
        const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
        exports.handler = async () => {
          await new LambdaClient().send(new InvokeCommand({ FunctionName: 'second' }));
          console.log('first');
        };`;
      second.grantInvoke(nodeFunction(stack, 'First', first));
    });

    const { err } = await lambdaKit(['invoke', 'First', '--app', 'out'], { cwd });

    expect(err).toMatch(/^App\/Second: .*\tINFO\tsecond$/m);
    expect(err).toMatch(/^(?!App).*\tINFO\tfirst$/m);
  });

  test('schedules are not set off meanwhile (SCH-04)', async () => {
    const cwd = assembly((stack) => {
      const lambda = nodeFunction(stack, 'Double', DOUBLE);
      const target = new LambdaInvoke(lambda, {});
      new Schedule(stack, 'Often', { schedule: ScheduleExpression.rate(Duration.minutes(1)), target });
    });

    const { out, err, code } = await lambdaKit(['invoke', 'Double', '--app', 'out', '-e', '-'], { cwd, input: '{"n":2}' });

    expect([out, code]).toEqual(['4\n', 0]);
    expect(err.match(/START RequestId/g)).toHaveLength(1);
  });

  test('a function that fails prints its error and ends with exit code 1', async () => {
    const { out, code } = await lambdaKit(['invoke', 'Double', '--app', 'out', '-e', '-'], {
      cwd: doubling(),
      input: '{"n":-1}',
    });

    expect(JSON.parse(out)).toMatchObject({ errorType: 'RangeError', errorMessage: 'negative' });
    expect(code).toBe(1);
  });

  test('an event of type Event is run to its end, without a result', async () => {
    const { out, err, code } = await lambdaKit(['invoke', 'Double', '--app', 'out', '--type', 'Event', '-e', '-'], {
      cwd: doubling(),
      input: '{"n":1}',
    });

    expect(out).toBe('');
    expect(err).toContain('got 1');
    expect(code).toBe(0);
  });

  test('an event that fails ends with exit code 1, also when one that its function has sent did not', async () => {
    const sending = `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
exports.handler = async () => {
  const FunctionName = process.env.DOUBLE;
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"n":1}' }));
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName, Payload: '{"n":2}' }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  throw new Error('afterwards');
};`;
    const cwd = assembly((stack) => {
      const double = nodeFunction(stack, 'Double', DOUBLE);
      const environment = { DOUBLE: double.functionName };
      double.grantInvoke(
        nodeFunction(stack, 'Sending', sending, { environment, retryAttempts: 0, timeout: Duration.seconds(30) }),
      );
    });

    const { err, code } = await lambdaKit(['invoke', 'Sending', '--app', 'out', '--type', 'Event'], { cwd });

    expect(err).toContain('got 1');
    expect(code).toBe(1);
  });

  test.each([
    [['Double', '--event', '{"n":1}'], '', /^EVENT_INVALID: --event takes the name of a file, or - for standard input; this is /],
    [['Double', '--event', 'none.json'], '', /^EVENT_INVALID: There is no file .*none\.json with an event\./],
    [['Double', '--event', '-'], ' ', /^EVENT_INVALID: Standard input is empty; an event that says nothing is \{\}\./],
    [['Nope'], '{}', /^FUNCTION_UNKNOWN: There is no function Nope; there are\n {2}App\/Double/],
    [['Double', '--event', '.'], '', /^EVENT_INVALID: The event file cannot be read: EISDIR/],
    [['Double', '--event', '-'], '{"n":', /^EVENT_INVALID: Standard input is not JSON: /],
    [['Double', '--type', 'Later'], '', /^CALL_INVALID: --type is one of RequestResponse, Event, DryRun; this is Later\./],
    [['Double', 'Another'], '', /^CALL_INVALID: invoke takes one function, and also got Another\./],
    [
      ['Double', '--qualifier', 'dead'],
      '',
      /^ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:double:dead\nApp\/Double has no dead; there are: \$LATEST\.\n/,
    ],
  ])('fails when called as %j with input %j, with exit code 2', async (args, input, message) => {
    const { out, err, code } = await lambdaKit(['invoke', ...args, '--app', 'out'], { cwd: doubling(), input });

    expect(err).toMatch(message);
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('lambda-kit start', () => {
  const withUrl = () =>
    assembly((stack) => {
      nodeFunction(
        stack,
        'Site',
        'exports.handler = async (event) => { console.log("visit"); return event.rawPath ?? "direct"; };',
        {
          functionName: 'site',
        },
      ).addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    });

  test('is ready with one line, serves until Ctrl-C and leaves nothing behind', async () => {
    const { child, seen, ended } = await starting(['--app', 'out'], withUrl());
    expect(seen.out).toMatch(/^Ready: 1 function at http:\/\/127\.0\.0\.1:\d+\n$/);
    // What comes first of two pipes is not said; the test's time limit ends this when it does not come.
    while (!/App\/Site \(public URL\): \S+\n/.test(seen.err)) await new Promise((resolve) => setImmediate(resolve));
    const href = /App\/Site \(public URL\): (\S+)/.exec(seen.err)?.[1] as string;

    const page = await fetch(`${href}shop`);
    expect(await page.text()).toBe('/shop');
    expect(leftBy(child.pid).processes.length).toBeGreaterThan(0);
    child.kill('SIGINT');
    const { code, err } = await ended;

    expect(code).toBe(0);
    expect(err).toMatch(/^App\/Site: .*\tINFO\tvisit$/m);
    expect(err).toMatch(/^GET \/shop -> 200$/m);
    expect(leftBy(child.pid)).toEqual({ folders: [], processes: [] });
  });

  test('a Ctrl-C that comes twice, from the terminal and from npm, ends it as one does', async () => {
    const { child, ended } = await starting(['--app', 'out'], withUrl());

    // Two of one kind would become one on the way.
    child.kill('SIGINT');
    child.kill('SIGTERM');

    expect((await ended).code).toBe(0);
    expect(leftBy(child.pid)).toEqual({ folders: [], processes: [] });
  });

  test('ends in order when nobody reads what it says any more', async () => {
    const { child, seen, ended } = await starting(['--app', 'out'], withUrl());
    const [endpoint] = /http:\S+/.exec(seen.out) ?? [];

    child.stderr?.destroy();
    await fetch(`${endpoint}/2015-03-31/functions/site/invocations`, { method: 'POST', body: '{}' }).catch(() => undefined);

    expect((await ended).code).toBe(0);
    expect(leftBy(child.pid)).toEqual({ folders: [], processes: [] });
  });

  /** A function that puts an item into a table that it has no grant for. */
  const careless = () =>
    assembly((stack) => {
      const table = new Table(stack, 'Visits', { tableName: 'visits', partitionKey: { name: 'id', type: AttributeType.STRING } });
      const source = `
        const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
        exports.handler = () => new DynamoDBClient().send(new PutItemCommand({ TableName: 'visits', Item: { id: { S: '1' } } }));`;
      nodeFunction(stack, 'Count', source, { functionName: 'count' }).node.addDependency(table);
    });
  const grant = 'Grant it with table.grantWriteData(fn), or add the action to its role with fn.addToRolePolicy(…).';
  const sentence = `dynamodb:PutItem on App/Visits (arn:aws:dynamodb:us-east-1:000000000000:table/visits): no policy of its role allows it. ${grant}`;

  test('tells once what a handler does that its role does not allow, or refuses it with --identity-policies enforce', async () => {
    const app = careless();
    for (const [args, said, error] of [
      [[], `App/Count: would be refused ${sentence}\n`, null],
      [['--identity-policies', 'enforce'], `App/Count: was refused ${sentence}\n`, 'Unhandled'],
      [['--identity-policies', 'ignore'], undefined, null],
    ] as const) {
      const { child, seen, ended } = await starting(['--app', 'out', ...args], app);
      const [endpoint] = /http:\S+/.exec(seen.out) ?? [];
      const call = () => fetch(`${endpoint}/2015-03-31/functions/count/invocations`, { method: 'POST', body: '{}' });
      const { headers } = await call();
      await call();
      child.kill('SIGTERM');
      const { err } = await ended;

      expect(headers.get('x-amz-function-error')).toBe(error);
      expect(err.split('\n').filter((line) => line.includes('dynamodb:PutItem on App'))).toEqual(
        said === undefined ? [] : [said.trim()],
      );
    }
  });

  test('invoke tells it too', async () => {
    const { err, code } = await lambdaKit(['invoke', 'Count', '--app', 'out'], { cwd: careless() });
    expect(err).toContain(`App/Count: would be refused ${sentence}\n`);
    expect(code).toBe(0);
  });

  test('with --account-concurrency throttles what is beyond the quota of the account (CON-01)', async () => {
    const app = assembly((stack) => {
      nodeFunction(stack, 'Slow', 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 1_000));', {
        functionName: 'slow',
      });
    });
    const { child, seen, ended } = await starting(['--app', 'out', '--account-concurrency', '1'], app);
    const [endpoint] = /http:\S+/.exec(seen.out) ?? [];
    const call = () => fetch(`${endpoint}/2015-03-31/functions/slow/invocations`, { method: 'POST', body: '{}' });

    const statuses = (await Promise.all([call(), call()])).map(({ status }) => status);
    child.kill('SIGTERM');
    await ended;

    expect(statuses.sort()).toEqual([200, 429]);
  });

  test('--json tells everything in one object, and SIGTERM ends it with exit code 0', async () => {
    const { child, seen, ended } = await starting(['--app', 'out', '--json'], withUrl());

    const ready = JSON.parse(seen.out);
    expect(ready).toMatchObject({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      functions: [
        {
          path: 'App/Site',
          runtime: 'nodejs24.x',
          interpreter: { exact: expect.any(Boolean) },
          urls: [expect.stringContaining(ready.endpoint)],
        },
      ],
      apis: [],
      unsupported: [],
    });
    const answer = await fetch(`${ready.endpoint}/2015-03-31/functions/site/invocations`, { method: 'POST', body: '{}' });
    expect(await answer.json()).toBe('direct');
    child.kill('SIGTERM');

    expect((await ended).code).toBe(0);
  });

  test('a killed executor leaves no process and no folder', async () => {
    const { child, seen, ended } = await starting(['--app', 'out', '--json'], withUrl());
    await fetch(`${JSON.parse(seen.out).endpoint}/2015-03-31/functions/site/invocations`, { method: 'POST', body: '{}' });
    expect(leftBy(child.pid).processes.length).toBeGreaterThan(0);

    child.kill('SIGKILL');
    await ended;

    // What cleans up is a process of its own, which takes a moment; the test's time limit ends this when it does not come.
    for (let left = leftBy(child.pid); left.folders.length + left.processes.length > 0; left = leftBy(child.pid)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(leftBy(child.pid)).toEqual({ folders: [], processes: [] });
  });

  test('Ctrl-C while the app is synthesized ends the synth command with it', async () => {
    const cwd = temporaryFolder();
    const { child, ended } = begin(['start', '--app', 'echo $$ > pid; sleep 600; echo never'], cwd);
    while (!existsSync(join(cwd, 'pid')) || readFileSync(join(cwd, 'pid'), 'utf8') === '')
      await new Promise((resolve) => setImmediate(resolve));
    const shell = readFileSync(join(cwd, 'pid'), 'utf8').trim();

    child.kill('SIGINT');
    const { code, err } = await ended;

    expect([err, code]).toEqual(['', 130]);
    expect(existsSync(`/proc/${shell}`)).toBe(false);
    expect(leftBy(child.pid).folders).toEqual([]);
  });

  test('ends by itself when there is no folder for temporary files, since nothing is left open', async () => {
    const variables = { TMPDIR: '/no/such/folder' };

    const { err, code } = await lambdaKit(['start', '--app', 'out'], { cwd: withUrl(), variables });

    expect(err).toMatch(/^TEMPORARY_FOLDER_UNUSABLE: No folder can be made in \/no\/such\/folder: ENOENT.*\n.*set TMPDIR/);
    expect(code).toBe(2);
  });

  test('fails when the port is busy, and says which', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { err, out, code } = await lambdaKit(['start', '--app', 'out', '--port', `${port}`], { cwd: withUrl() });
    other.close();

    expect(err).toMatch(new RegExp(`^PORT_BUSY: Port ${port} is taken`));
    expect([out, code]).toEqual(['', 2]);
  });
});
