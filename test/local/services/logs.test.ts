import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogGroup, LogGroupClass, LogRetention, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { logsService } from '../../../src/local/services/cloudwatch-logs/api';
import { LogStore } from '../../../src/local/services/cloudwatch-logs/store';
import { closeServed, HOME, servedServices } from '../../support/served-services';
import { appOf, nodeFunction, running, runningFunction, stopAll, temporaryFolder } from '../scene';

const NOON = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;
const NAMES = { logGroupName: '/app/orders', logStreamName: 'one' };
const open: CloudWatchLogsClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await Promise.all([closeServed(), stopAll()]);
});

/** CloudWatch Logs with the group `/app/orders` and its stream `one`, at noon. */
async function logs(kept?: number) {
  const clock = { at: NOON, now: () => clock.at };
  const store = new LogStore(clock.now, undefined, kept);
  const served = await servedServices([logsService({ store, clock, functions: () => [], isStream: () => false })]);
  const client = new CloudWatchLogsClient({
    ...served.client,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    disableHostPrefix: true,
  });
  open.push(client);
  await client.send(new CreateLogGroupCommand({ logGroupName: NAMES.logGroupName }));
  await client.send(new CreateLogStreamCommand(NAMES));
  const put = (messages: readonly string[], at = clock.at, logStreamName = 'one') =>
    client.send(
      new PutLogEventsCommand({
        ...NAMES,
        logStreamName,
        logEvents: messages.map((message, i) => ({ timestamp: at + i, message })),
      }),
    );
  const filtered = async (filterPattern: string) => {
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: NAMES.logGroupName, filterPattern }));
    return events?.map(({ message }) => message);
  };
  const failure = (command: object) => client.send(command as never).catch((error: unknown) => error);
  return { clock, options: served.client, client, put, filtered, failure };
}

test('groups and streams of the template are there from the start, with their retention (INV-88)', async () => {
  const local = await running(
    appOf((stack) => {
      const group = new LogGroup(stack, 'Group', { logGroupName: '/app/orders', retention: RetentionDays.ONE_WEEK });
      new LogStream(stack, 'Stream', { logGroup: group, logStreamName: 'audit' });
      new LogGroup(stack, 'Rare', {
        logGroupName: '/app/rare',
        logGroupClass: LogGroupClass.INFREQUENT_ACCESS,
        retention: RetentionDays.INFINITE,
      });
      new LogRetention(stack, 'Retention', { logGroupName: '/aws/lambda/ship', retention: RetentionDays.ONE_DAY });
      nodeFunction(stack, 'Orders', 'exports.handler = async () => 1;', { logGroup: group });
      nodeFunction(stack, 'Ship', 'exports.handler = async () => 1;', { functionName: 'ship' });
    }),
    { clock: 'virtual' },
  );
  const { region } = local.application.functions[0] as (typeof local.application.functions)[0];
  const client = new CloudWatchLogsClient({ endpoint: local.endpoint, region, credentials: local.credentials });
  open.push(client);
  const groups = async () => (await client.send(new DescribeLogGroupsCommand({}))).logGroups;
  const atFirst = await groups();
  await local.function('Orders').invoke();
  await local.function('Ship').invoke();
  const streams = (await client.send(new DescribeLogStreamsCommand({ logGroupName: '/app/orders' }))).logStreams;

  expect(atFirst).toMatchObject([
    { logGroupName: '/app/orders', retentionInDays: 7, logGroupClass: 'STANDARD', storedBytes: 0 },
    { logGroupName: '/app/rare', logGroupClass: 'INFREQUENT_ACCESS' },
    { logGroupName: '/aws/lambda/ship', retentionInDays: 1 },
  ]);
  expect(atFirst?.[1]).not.toHaveProperty('retentionInDays');
  expect((await groups())?.map(({ retentionInDays }) => retentionInDays)).toEqual([7, undefined, 1]);
  expect(streams?.map(({ logStreamName }) => logStreamName)).toEqual([expect.stringContaining('[$LATEST]'), 'audit']);
  expect(local.application.unsupported).toEqual([]);
});

describe('the log of a function', () => {
  test('is in a group and a stream of its own, line by line, as CloudWatch Logs has it (INV-80, INV-88)', async () => {
    const local = await runningFunction('exports.handler = async (event) => { console.log("got", event.n); };', {
      functionName: 'orders',
    });
    const { requestId } = await local.function('orders').invoke({ n: 7 });
    const fn = local.application.functions[0] as (typeof local.application.functions)[0];
    const client = new CloudWatchLogsClient({ endpoint: local.endpoint, region: fn.region, credentials: local.credentials });
    open.push(client);
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
    const logGroupName = '/aws/lambda/orders';
    const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName }));
    const { events = [] } = await client.send(
      new GetLogEventsCommand({ logGroupName, logStreamName: logStreams[0]?.logStreamName, startFromHead: true }),
    );

    expect(logGroups).toMatchObject([
      {
        logGroupName,
        arn: `arn:aws:logs:${fn.region}:${fn.account}:log-group:${logGroupName}:*`,
        storedBytes: expect.any(Number),
      },
    ]);
    expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual([
      expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    ]);
    expect(events.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^INIT_START .*\n$/),
      `START RequestId: ${requestId} Version: $LATEST\n`,
      expect.stringMatching(new RegExp(`^\\S+Z\t${requestId}\tINFO\tgot 7\n$`)),
      `END RequestId: ${requestId}\n`,
      expect.stringMatching(new RegExp(`^REPORT RequestId: ${requestId}\t.*\t\n$`)),
    ]);
  });

  test('is written to a file for each group, behind what is there', async () => {
    const logFolder = join(temporaryFolder(), 'made', 'logs');
    const how = { logFolder, clock: 'virtual' as const };
    for (const n of [1, 2]) {
      const local = await runningFunction(
        'exports.handler = async (n) => { console.log("got", n); };',
        { functionName: 'orders' },
        how,
      );
      await local.function('orders').invoke(n);
      await local.stop();
    }

    expect(readdirSync(logFolder)).toEqual(['aws.lambda.orders.log']);
    const lines = readFileSync(join(logFolder, 'aws.lambda.orders.log'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('got'))).toEqual([
      expect.stringMatching(/^2026-01-01T00:00:00\.000Z 2026\/01\/01\/\[\$LATEST\][0-9a-f]{32} .*\tINFO\tgot 1$/),
      expect.stringContaining('got 2'),
    ]);
  });

  test('fails when the folder for files cannot be made, also where Node.js would try for ever', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');

    for (const logFolder of [join(file, 'logs'), '/proc/none/logs']) {
      await expect(runningFunction('exports.handler = 1;', {}, { logFolder })).rejects.toMatchObject({ code: 'LOGS_UNWRITABLE' });
    }
  });
});

describe('GetLogEvents', () => {
  const messagesOf = (answer: { events?: readonly { message?: string }[] }) =>
    answer.events?.map(({ message }) => message).join('');

  test('pages forwards from the head, stays at the end, and goes on when more has come', async () => {
    const { client, put } = await logs();
    await put([...'abcde']);
    const get = (nextToken?: string) =>
      client.send(new GetLogEventsCommand({ ...NAMES, startFromHead: true, limit: 2, nextToken }));

    const pages = [await get()];
    for (let i = 0; i < 3; i++) pages.push(await get(pages.at(-1)?.nextForwardToken));
    expect(pages.map(messagesOf)).toEqual(['ab', 'cd', 'e', '']);
    expect(pages[3]?.nextForwardToken).toBe(pages[2]?.nextForwardToken);
    await put(['f'], NOON + MINUTE);
    expect(messagesOf(await get(pages[3]?.nextForwardToken))).toBe('f');
    expect(messagesOf(await get(pages[3]?.nextBackwardToken))).toBe('de');
  });

  test('begins with the latest, and pages backwards', async () => {
    const { client, put } = await logs();
    await put([...'abcde']);
    const get = (nextToken?: string) => client.send(new GetLogEventsCommand({ ...NAMES, limit: 3, nextToken }));

    const last = await get();
    const first = await get(last.nextBackwardToken);
    const none = await get(first.nextBackwardToken);
    expect([last, first, none].map(messagesOf)).toEqual(['cde', 'ab', '']);
    expect(messagesOf(await get(none.nextForwardToken))).toBe('abc');
  });

  test('takes a time from its begin to before its end, and the ARN of the group', async () => {
    const { client, put } = await logs();
    await put([...'abcd']);
    const logGroupIdentifier = `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/app/orders`;

    const answer = await client.send(
      new GetLogEventsCommand({ logGroupIdentifier, logStreamName: 'one', startTime: NOON + 1, endTime: NOON + 3 }),
    );
    expect(answer.events).toEqual([
      { timestamp: NOON + 1, message: 'b', ingestionTime: NOON },
      { timestamp: NOON + 2, message: 'c', ingestionTime: NOON },
    ]);
  });

  test('a page has at most 1 MiB', async () => {
    const { client, put } = await logs();
    await put(['x'.repeat(900_000)]);
    await put(['y'.repeat(900_000)]);

    const { events } = await client.send(new GetLogEventsCommand({ ...NAMES, startFromHead: true }));
    expect(events?.map(({ message }) => message?.charAt(0))).toEqual(['x']);
  });
});

describe('FilterLogEvents', () => {
  test('reads all streams of the group by time, or some of them, page by page', async () => {
    const { client, put } = await logs();
    await client.send(new CreateLogStreamCommand({ ...NAMES, logStreamName: 'two' }));
    await put(['a', 'c'], NOON);
    await put(['b', 'd'], NOON, 'two');
    await put(['e'], NOON + MINUTE);
    const { logGroupName } = NAMES;
    const collect = async (more: object) => {
      const found: string[] = [];
      for await (const { events = [] } of paginateFilterLogEvents({ client, pageSize: 2 }, { logGroupName, ...more })) {
        found.push(events.map(({ message }) => message).join(''));
      }
      return found;
    };

    expect(await collect({})).toEqual(['ab', 'cd', 'e']);
    expect(await collect({ logStreamNames: ['two'] })).toEqual(['bd']);
    expect(await collect({ logStreamNamePrefix: 'o', startTime: NOON + 1, endTime: NOON + MINUTE })).toEqual(['ce']);
    const { events, searchedLogStreams } = await client.send(new FilterLogEventsCommand({ logGroupName, limit: 1 }));
    expect(searchedLogStreams).toEqual([]);
    expect(events).toEqual([
      { logStreamName: 'one', timestamp: NOON, message: 'a', ingestionTime: NOON, eventId: expect.stringMatching(/^\d{56}$/) },
    ]);
  });

  const LINES = [
    '[ERROR 400] BAD REQUEST\n',
    '[ERROR 419] MISSING ARGUMENTS\n',
    '[WARN] slow\n',
    '{"level":"ERROR","status":404,"ip":"10.0.0.1","user":{"id":"u1","tags":["a","b"],"ok":true},"none":null,"a.b":1}\n',
    '{"level":"INFO","status":200,"user":{"id":"u2","tags":[],"(real) name":"Ann"}}\n',
  ];

  test.each<[string, number[]]>([
    ['', [0, 1, 2, 3, 4]],
    ['ERROR', [0, 1, 3]],
    ['error', []],
    ['ERROR ARGUMENTS', [1]],
    ['"BAD REQUEST"', [0]],
    ['"\\"level\\":"', [3, 4]],
    ['?ARGUMENTS ?slow', [1, 2]],
    ['?slow ERROR', [0, 1, 3]],
    ['ERROR -ARGUMENTS', [0, 3]],
    ['-ERROR -INFO', [2]],
    ['-"[ERROR" -INFO', [2, 3]],
    ['%ERROR 4\\d9%', [1]],
    ['{ $.level = "ERROR" }', [3]],
    ['{$.level="*R*"}', [3]],
    ['{ $.level = ERR* }', [3]],
    ['{ $.level != "ERROR" }', [4]],
    ['{ $.status = 404 }', [3]],
    ['{ $.status = 4* }', [3]],
    ['{ $.status >= 200 && $.status < 404 }', [4]],
    ['{ ($.status = 200) || ($.status = 404 && $.user.id = "u1") }', [3, 4]],
    ['{ $.status = 200 || $.status = 404 && $.user.id = "nobody" }', [4]],
    ['{ $.user.tags[1] = "b" }', [3]],
    ['{ $.user.tags[*] = "a" }', [3]],
    ['{ $.user.tags[2] = "b" }', []],
    ["{ $.['a.b'] = 1 }", [3]],
    ["{ $.user['(real) name'] = Ann }", [4]],
    ['{ $.ip = 10.0.* }', [3]],
    ['{ $.ip = %^10\\.% }', [3]],
    ['{ $.none IS NULL }', [3]],
    ['{ $.user.ok IS TRUE }', [3]],
    ['{ $.user.ok IS FALSE }', []],
    ['{ $.none NOT EXISTS }', [4]],
    ['{ $.none EXISTS }', [3]],
    ['{ $.toString EXISTS }', []],
  ])('the pattern %s finds what it says', async (pattern, found) => {
    const { put, filtered } = await logs();
    await put(LINES);

    expect(await filtered(pattern)).toEqual(found.map((line) => LINES[line]));
  });

  const ACCESSES = [
    '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534\n',
    '127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /index.html HTTP/1.0" 404 5324\n',
    '127.0.0.2 - - [10/Oct/2000:13:50:35 -0700] "GET /a \\"b\\".html HTTP/1.0" 403 -\n',
    '2026-11-20T12:00:00.000Z\tc342155b-1ec0\tINFO\thello again, world\n',
    'REPORT RequestId: c342155b-1ec0\tDuration: 3.04 ms\tBilled Duration: 4 ms\n',
  ];

  test.each<[string, number[]]>([
    ['[ip, id, user, time, request, status, size]', [0, 1, 2, 4]],
    ['[ip, id, user, time, request, status = 4*, size]', [1, 2]],
    ['[ip, id, user, time, request = *html*, status = 4* && status != 404, size]', [2]],
    ['[ip, id, user, time, request, status = 404 || status = "200", size]', [0, 1]],
    ['[ip, id, user, time, request, status, size > 2000]', [1]],
    ['[ip, id, user, time, request, status < 300, size]', [0]],
    ['[ip, id, user=frank, time="10/Oct/2000:13:2*", ...]', [0]],
    ['[..., status=40*, size]', [1, 2]],
    ['[..., request=%/[a-z_]+\.gif%, status, ]', [0]],
    ['[ip=127.*, ..., size!=-]', [0, 1]],
    ['[timestamp=*Z, request_id="*-*", event]', [3]],
    ['[timestamp=*Z, request_id="*-*", level, message="hello again, world"]', [3]],
    ['[label=REPORT, name, id, duration_label="Duration:", duration > 3, unit=ms, ...]', [4]],
    ['[a, b, c, d, e, f, g, h, i, j, k, l, m]', []],
    ['[...]', [0, 1, 2, 3, 4]],
  ])('the pattern of fields %s finds what it says', async (pattern, found) => {
    const { put, filtered } = await logs();
    await put(ACCESSES);

    expect(await filtered(pattern)).toEqual(found.map((line) => ACCESSES[line]));
  });

  test.each([
    ['[ip, user'],
    ['[ip, user = ]'],
    ['[ip, = 4]'],
    ['[ip, other && user = 4]'],
    ['[ip, user = "open]'],
    ['[ip, user > many]'],
    ['[..., user, ...]'],
    ['["ip", user]'],
    ['"open'],
    ['{ $.a = 1'],
    ['{ }'],
    ['{ a = 1 }'],
    ['{ $.a }'],
    ['{ $.a ~ 1 }'],
    ['{ $.a > "x" }'],
    ['{ $.a toString 1 }'],
    ['{ $.a IS MAYBE }'],
    ['{ ($.a = 1 }'],
    ['{ $.a = 1 $.b = 2 }'],
    ['{ $.a = "open }'],
    ['{ $.a[ = 1 }'],
    [`{ ${'('.repeat(500)}$.a = 1${')'.repeat(500)} }`],
    ['%(a)%'],
    ['%[%'],
    ['x'.repeat(1025)],
  ])('fails when the pattern is %s', async (filterPattern) => {
    const { failure } = await logs();

    expect(await failure(new FilterLogEventsCommand({ logGroupName: '/app/orders', filterPattern }))).toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Invalid filter pattern'),
    });
  });
});

describe('PutLogEvents', () => {
  test('puts late and unordered batches where their times are', async () => {
    const { client, put } = await logs();
    await put(['b'], NOON);
    await put(['a'], NOON - MINUTE);
    await put(['c'], NOON);

    const { events } = await client.send(new GetLogEventsCommand(NAMES));
    expect(events?.map(({ message }) => message)).toEqual(['a', 'b', 'c']);
  });

  test('leaves out what is too old or too early, and says from where to where', async () => {
    const { client, clock } = await logs();
    const at = (timestamp: number) => ({ timestamp, message: String(timestamp - NOON) });
    const late = await client.send(
      new PutLogEventsCommand({ ...NAMES, logEvents: [at(NOON - 14 * DAY - 1), at(NOON - 14 * DAY)] }),
    );
    const early = await client.send(new PutLogEventsCommand({ ...NAMES, logEvents: [at(NOON), at(NOON + 120 * MINUTE + 1)] }));

    expect(late.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(early.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    const { events } = await client.send(new GetLogEventsCommand(NAMES));
    expect(events?.map(({ message }) => message)).toEqual([String(-14 * DAY), '0']);
    expect(clock.at).toBe(NOON);
  });

  test.each<[string, { timestamp: number; message: string }[]]>([
    ['is empty', []],
    ['is not in the order of time', [2, 1].map((timestamp) => ({ timestamp: NOON + timestamp, message: 'x' }))],
    ['spans more than a day', [0, DAY + 1].map((ms) => ({ timestamp: NOON - DAY + ms, message: 'x' }))],
    ['has more than 1 MiB', [{ timestamp: NOON, message: 'x'.repeat(1_048_551) }]],
    ['has more than 10 000 events', Array.from({ length: 10_001 }, () => ({ timestamp: NOON, message: 'x' }))],
  ])('fails when the batch %s', async (_, logEvents) => {
    const { failure } = await logs();

    expect(await failure(new PutLogEventsCommand({ ...NAMES, logEvents }))).toMatchObject({ name: 'InvalidParameterException' });
  });
});

test('groups and streams are listed by name, by prefix, by part and by last event, page by page', async () => {
  const { client, put } = await logs();
  for (const name of ['/app/b', '/app/a', '/other']) await client.send(new CreateLogGroupCommand({ logGroupName: name }));
  for (const name of ['two', 'three']) await client.send(new CreateLogStreamCommand({ ...NAMES, logStreamName: name }));
  await put(['x'], NOON, 'two');
  await put(['x'], NOON + MINUTE, 'one');
  const groups = async (input: object) => {
    const { logGroups = [], nextToken } = await client.send(new DescribeLogGroupsCommand(input));
    return { names: logGroups.map(({ logGroupName }) => logGroupName).join(' '), nextToken };
  };
  const streams = async (input: object) => {
    const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/app/orders', ...input }));
    return logStreams.map(({ logStreamName }) => logStreamName).join(' ');
  };

  const first = await groups({ limit: 3 });
  expect([first.names, (await groups({ limit: 3, nextToken: first.nextToken })).names]).toEqual([
    '/app/a /app/b /app/orders',
    '/other',
  ]);
  expect((await groups({ logGroupNamePrefix: '/app/' })).names).toBe('/app/a /app/b /app/orders');
  expect((await groups({ logGroupNamePattern: 'OTH' })).names).toBe('/other');
  expect(await streams({})).toBe('one three two');
  expect(await streams({ logStreamNamePrefix: 't', descending: true })).toBe('two three');
  expect(await streams({ orderBy: 'LastEventTime', descending: true })).toBe('one two three');
});

test('events are forgotten when the group’s retention has passed, and not before', async () => {
  const { client, clock, put, filtered } = await logs();
  await put(['old'], NOON);
  await client.send(new PutRetentionPolicyCommand({ logGroupName: '/app/orders', retentionInDays: 3 }));
  clock.at = NOON + 3 * DAY;
  await put(['new']);
  expect(await filtered('')).toEqual(['old', 'new']);
  clock.at = NOON + 3 * DAY + 1;
  expect(await filtered('')).toEqual(['new']);
  const described = async () => (await client.send(new DescribeLogGroupsCommand({}))).logGroups?.[0];
  expect(await described()).toMatchObject({ retentionInDays: 3, storedBytes: 'new'.length + 26 });

  await client.send(new DeleteRetentionPolicyCommand({ logGroupName: '/app/orders' }));
  clock.at = NOON + 5000 * DAY;
  expect(await filtered('')).toEqual(['new']);
  expect((await described())?.retentionInDays).toBeUndefined();
});

test('what came first is forgotten first when there is too much, with streams that it leaves empty', async () => {
  const { client, put, filtered } = await logs(10_000);
  await client.send(new CreateLogStreamCommand({ ...NAMES, logStreamName: 'two' }));
  await put(['first'], NOON, 'two');
  for (let i = 0; i < 20; i++) await put([`${i} ${'x'.repeat(1000)}`], NOON + i);

  const left = (await filtered('')) ?? [];
  expect(left.map((message) => message?.split(' ')[0])).toEqual(['11', '12', '13', '14', '15', '16', '17', '18', '19']);
  const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/app/orders' }));
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['one']);
});

test('groups and streams that are deleted are gone, with their events', async () => {
  const { client, put, failure } = await logs();
  await put(['x']);
  await client.send(new DeleteLogStreamCommand(NAMES));
  expect(await failure(new GetLogEventsCommand(NAMES))).toBeInstanceOf(ResourceNotFoundException);
  await client.send(new DeleteLogGroupCommand({ logGroupName: '/app/orders' }));
  expect((await client.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
});

test('a group of another region is another group', async () => {
  const { options, failure } = await logs();
  const elsewhere = new CloudWatchLogsClient({ ...options, region: 'us-east-1' });
  open.push(elsewhere);

  expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  expect(await failure(new CreateLogGroupCommand({ logGroupName: '/app/orders' }))).toBeInstanceOf(
    ResourceAlreadyExistsException,
  );
});

test.each<[string, object, string]>([
  ['the group is not there', new DescribeLogStreamsCommand({ logGroupName: 'gone' }), 'ResourceNotFoundException'],
  ['the stream is not there', new GetLogEventsCommand({ ...NAMES, logStreamName: 'gone' }), 'ResourceNotFoundException'],
  [
    'a stream to search is not there',
    new FilterLogEventsCommand({ logGroupName: '/app/orders', logStreamNames: ['gone'] }),
    'ResourceNotFoundException',
  ],
  ['the stream exists', new CreateLogStreamCommand(NAMES), 'ResourceAlreadyExistsException'],
  ['the name of a group has a blank', new CreateLogGroupCommand({ logGroupName: 'a b' }), 'InvalidParameterException'],
  ['the name of a group is missing', new CreateLogGroupCommand({ logGroupName: undefined }), 'InvalidParameterException'],
  [
    'the name of a stream has a colon',
    new CreateLogStreamCommand({ ...NAMES, logStreamName: 'a:b' }),
    'InvalidParameterException',
  ],
  ['neither name nor identifier is given', new FilterLogEventsCommand({}), 'InvalidParameterException'],
  [
    'a limit is too high',
    new FilterLogEventsCommand({ logGroupName: '/app/orders', limit: 10_001 }),
    'InvalidParameterException',
  ],
  ['a limit is too low', new DescribeLogGroupsCommand({ limit: 0 }), 'InvalidParameterException'],
  ['a token is made up', new GetLogEventsCommand({ ...NAMES, nextToken: 'f/1/s' }), 'InvalidParameterException'],
  [
    'a retention is not one of AWS’s',
    new PutRetentionPolicyCommand({ logGroupName: '/app/orders', retentionInDays: 2 }),
    'InvalidParameterException',
  ],
  [
    'streams are ordered by event and have a prefix',
    new DescribeLogStreamsCommand({ logGroupName: '/app/orders', orderBy: 'LastEventTime', logStreamNamePrefix: 'o' }),
    'InvalidParameterException',
  ],
  ['the operation is not emulated', new StartLiveTailCommand({ logGroupIdentifiers: ['a'] }), 'NotEmulatedException'],
])('fails when %s', async (_, command, name) => {
  const { failure } = await logs();

  expect(await failure(command)).toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
});
