import { gunzipSync } from 'node:zlib';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscriptionFilter, FilterPattern, LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { KinesisDestination, LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { LogsEventSource } from 'cdk-lambda-kit';
import type { LocalExecutor } from '../../src/local/executor';
import { functionSourcesOf } from '../../src/model/function-sources';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const KEEP = 'exports.handler = async () => {};';
const SAY = 'exports.handler = async ({ say }) => { for (const line of say) process.stdout.write(line + "\\n"); };';

interface Sent {
  readonly messageType: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly {
    readonly id: string;
    readonly timestamp: number;
    readonly message: string;
    readonly extractedFields?: object;
  }[];
}

const decoded = (data: string | Uint8Array): Sent =>
  JSON.parse(gunzipSync(typeof data === 'string' ? Buffer.from(data, 'base64') : data).toString());
/** What the function has got, in order. */
const sentTo = (local: LocalExecutor, name: string) =>
  local.function(name).invocations.map(({ event }) => decoded(event.awslogs.data));
const handovers = (local: LocalExecutor) => local.journal.entries.flatMap((entry) => (entry.kind === 'handover' ? [entry] : []));

/** The function `Orders` writes what it is told to its log group, to which `subscribe` subscribes. */
function orders(
  subscribe: (stack: Stack, group: LogGroup, listen: LambdaFunction) => void,
  { clock = 'virtual', source = SAY }: { clock?: 'virtual' | 'system'; source?: string } = {},
) {
  return running(
    appOf((stack) => {
      const logGroup = new LogGroup(stack, 'Log', { logGroupName: '/app/orders', removalPolicy: RemovalPolicy.DESTROY });
      const fn = nodeFunction(stack, 'Orders', source, { logGroup, environment: { GROUP: '/app/orders' } });
      logGroup.grantWrite(fn);
      subscribe(stack, logGroup, nodeFunction(stack, 'Listen', KEEP));
    }),
    { clock },
  );
}

test('what a function writes to its log group sets off an alias, with what the filter wants of it (LOG-01, LOG-04)', async () => {
  const local = await orders((stack, logGroup, listen) => {
    const live = new Alias(stack, 'Live', { aliasName: 'live', version: listen.currentVersion });
    new SubscriptionFilter(stack, 'Filter', {
      ...{ logGroup, filterName: 'errors', destination: new LambdaDestination(live) },
      filterPattern: FilterPattern.allTerms('ERROR'),
    });
  });
  const at = local.clock.now();

  await local.function('Orders').invoke({ say: ['ERROR one', 'INFO two', 'ERROR three'] });
  await local.settle();

  const { functions } = local.application;
  expect(sentTo(local, 'Listen')).toEqual([
    {
      messageType: 'DATA_MESSAGE',
      owner: functions[0]?.account,
      logGroup: '/app/orders',
      logStream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/.*\[\$LATEST\][0-9a-f]{32}$/),
      subscriptionFilters: ['errors'],
      logEvents: ['ERROR one\n', 'ERROR three\n'].map((message) => ({
        ...{ id: expect.stringMatching(/^\d{56}$/), timestamp: expect.any(Number), message },
      })),
    },
  ]);
  expect(sentTo(local, 'Listen')[0]?.logEvents[0]?.timestamp).toBe(Number(at));
  expect(local.function('Listen').invocations).toMatchObject([{ version: '1' }]);
  expect(handovers(local)).toMatchObject([
    {
      from: expect.stringMatching(/:log-group:\/app\/orders$/),
      by: 'errors',
      to: expect.stringMatching(/:live$/),
      outcome: 'delivered',
    },
  ]);
  expect(local.application.unsupported).toEqual([]);
  const listen = functions.find(({ address }) => address.path === 'App/Listen');
  expect(functionSourcesOf(local.application).get(listen?.arn ?? '')).toEqual([
    { kind: 'logFilter', source: 'App/Log', qualifier: 'live', how: ['filter "ERROR"'] },
  ]);
});

test('each log stream has an invocation of its own, also of the group that a function has by itself (LOG-05)', async () => {
  const local = await running(
    appOf((stack) => {
      const one = nodeFunction(stack, 'One', SAY, { functionName: 'one' });
      nodeFunction(stack, 'Listen', KEEP).addEventSource(
        new LogsEventSource(one.logGroup, { filterPattern: FilterPattern.literal('[level=WARN, code, text]') }),
      );
    }),
    { clock: 'virtual' },
  );

  await Promise.all([1, 2].map((n) => local.function('One').invoke({ say: [`WARN ${n} "so so"`, 'INFO 3'] })));
  await local.settle();

  const sent = sentTo(local, 'Listen');
  expect(new Set(sent.map(({ logStream }) => logStream)).size).toBe(2);
  expect(sent.map(({ logGroup, logEvents }) => [logGroup, logEvents.map(({ extractedFields }) => extractedFields)])).toEqual(
    expect.arrayContaining(['1', '2'].map((code) => ['/aws/lambda/one', [{ level: 'WARN', code, text: 'so so' }]])),
  );
  expect(local.application).toMatchObject({ unsupported: [], logGroups: [{ name: '/aws/lambda/one' }] });
});

/** A handler that puts events into streams of its own while it writes to its log; all that happened, but for real time. */
async function twoWriters() {
  const local = await orders(
    (stack, logGroup, listen) => {
      for (const [id, text] of Object.entries({ All: '', Put: 'put' })) {
        new SubscriptionFilter(stack, id, {
          ...{ logGroup, filterName: id, filterPattern: FilterPattern.literal(text) },
          destination: new LambdaDestination(listen),
        });
      }
    },
    {
      source: `
      const { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } = require('@aws-sdk/client-cloudwatch-logs');
      const logs = new CloudWatchLogsClient();
      exports.handler = async ({ n }) => {
        const names = { logGroupName: process.env.GROUP, logStreamName: 'put-' + n };
        await logs.send(new CreateLogStreamCommand(names));
        console.log('begin', n);
        await Promise.all([1, 2].map(async (i) => {
          const timestamp = Date.parse('2026-01-01T00:00:00Z');
          if (i === 1) await logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp, message: 'put ' + n }] }));
          else process.stdout.write('meanwhile ' + n + '\\n');
        }));
      };`,
    },
  );
  for (let n = 0; n < 3; n++) await local.function('Orders').invoke({ n }, { type: 'Event' });
  await local.settle();
  const messages = sentTo(local, 'Listen').map(({ subscriptionFilters: [by], logStream, logEvents }) => {
    return [by, logStream.replace(/^\d.*/, 'own'), logEvents.map(({ message }) => message).filter((text) => /put/.test(text))];
  });
  const journal = local.journal.entries.flatMap((entry) => {
    if (entry.kind !== 'handover') return entry.kind === 'async.accepted' ? [JSON.stringify(entry)] : [];
    // Of its REPORT, which tells of real time.
    const { body, ...same } = entry;
    const { logEvents, ...about } = decoded(JSON.parse(body).awslogs.data);
    const told = logEvents.filter(({ message }) => !/^(INIT_START|REPORT|20\d\d-)/.test(message));
    return [JSON.stringify({ ...same, about, told: told.map(({ id, message }) => [id, message]) })];
  });
  return { messages, journal };
}

test('what handlers put is sent as well, and two runs under the virtual clock are alike', async () => {
  const first = await twoWriters();
  const second = await twoWriters();

  for (const n of [0, 1, 2]) {
    for (const by of ['All', 'Put']) expect(first.messages).toContainEqual([by, `put-${n}`, [`put ${n}`]]);
  }
  expect(second.journal).toEqual(first.journal);
});

test('under the system clock it is sent a moment later, and settle waits for it', async () => {
  const local = await orders(
    (_, logGroup, listen) =>
      listen.addEventSource(new LogsEventSource(logGroup, { filterPattern: FilterPattern.allTerms('now') })),
    { clock: 'system' },
  );

  await local.function('Orders').invoke({ say: ['now'] });
  expect(local.function('Listen').invocations).toEqual([]);
  await local.settle();

  expect(sentTo(local, 'Listen').map(({ logEvents }) => logEvents.map(({ message }) => message))).toEqual([['now\n']]);
});

test('fails, and tells why, when the function’s policy does not let CloudWatch Logs invoke it (LOG-02)', async () => {
  const filter = (stack: Stack, id: string, logGroup: LogGroup, listen: LambdaFunction) => {
    new CfnSubscriptionFilter(stack, id, {
      ...{ logGroupName: logGroup.logGroupName, filterPattern: id, destinationArn: listen.functionArn },
    });
  };
  const local = await orders((stack, logGroup, listen) => {
    filter(stack, 'one', logGroup, listen);
    const other = nodeFunction(stack, 'Other', KEEP);
    filter(stack, 'two', logGroup, other);
    new CfnPermission(stack, 'Regional', {
      ...{ action: 'lambda:InvokeFunction', functionName: other.functionName, sourceArn: logGroup.logGroupArn },
      ...{ principal: `logs.${stack.region}.amazonaws.com`, sourceAccount: stack.account },
    });
  });

  await local.function('Orders').invoke({ say: ['one', 'two'] });
  await local.settle();

  expect(handovers(local)).toMatchObject([
    { outcome: 'failed', why: expect.stringContaining('does not let logs.amazonaws.com invoke it for arn:aws:logs:') },
    { outcome: 'delivered' },
  ]);
  expect(local.function('Listen').invocations).toEqual([]);
  expect(local.function('Other').invocations).toHaveLength(1);
});

test('a stream gets the events compressed, by log stream; what goes elsewhere is kept in the journal', async () => {
  const local = await orders((stack, logGroup) => {
    new SubscriptionFilter(stack, 'ToStream', {
      ...{ logGroup, filterPattern: FilterPattern.allTerms('hello') },
      destination: new KinesisDestination(new Stream(stack, 'Stream')),
    });
    new CfnSubscriptionFilter(stack, 'ToFirehose', {
      ...{ logGroupName: logGroup.logGroupName, filterPattern: 'hello', roleArn: 'arn:aws:iam::123456789012:role/r' },
      destinationArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/all',
    });
  });

  await local.function('Orders').invoke({ say: ['hello'] });
  await local.settle();

  const [record] = local.stream('Stream').records;
  const sent = decoded(record?.data as Uint8Array);
  expect(sent).toMatchObject({ messageType: 'DATA_MESSAGE', logEvents: [{ message: 'hello\n' }] });
  expect(record?.partitionKey).toBe(sent.logStream);
  expect(
    handovers(local)
      .map(({ outcome, body }) => [outcome, JSON.parse(body).logEvents.length])
      .sort(),
  ).toEqual([
    ['delivered', 1],
    ['kept', 1],
  ]);
  expect(local.application.unsupported).toMatchObject([
    { address: { logicalId: 'ToFirehose' }, why: expect.stringContaining('not sent to firehose') },
  ]);
});

test('fails to settle, and says why, when a function is subscribed to what it writes itself (LOG-06)', async () => {
  const local = await orders(
    (stack, logGroup, listen) => {
      const [fn] = stack.node.findAll().filter((each): each is LambdaFunction => each.node.path === 'App/Orders');
      new SubscriptionFilter(stack, 'Loop', {
        ...{ logGroup, filterPattern: FilterPattern.allEvents(), destination: new LambdaDestination(fn ?? listen) },
      });
    },
    { source: KEEP },
  );

  await local.function('Orders').invoke();
  await expect(local.settle({ timeoutMs: 1500 })).rejects.toThrow(
    /has been sent log events \d+ times, and writes to this log group itself \(LOG-06\)/,
  );
  const { length } = local.function('Orders').invocations;
  const at = local.clock.now();
  await local.clock.advance(5000);

  expect(length).toBeGreaterThan(3);
  // Once a second, and only while time is walked.
  expect(Number(local.clock.now()) - Number(at)).toBe(5000);
  expect(local.function('Orders').invocations.length - length).toBeGreaterThanOrEqual(4);
  expect(local.function('Orders').invocations.length - length).toBeLessThanOrEqual(6);
});

test('fails to take a filter that CloudWatch Logs would not take, and tells of it (LOG-03)', async () => {
  const local = await orders((stack, logGroup, listen) => {
    const filterOf = (id: string, text: string) =>
      new SubscriptionFilter(stack, id, {
        ...{ logGroup, filterPattern: FilterPattern.literal(text), destination: new LambdaDestination(listen) },
      });
    for (const [id, text] of Object.entries({ One: '', Bad: '{ open', Two: 'b', Three: 'c' })) filterOf(id, text);
  });

  expect(local.journal.entries).toMatchObject([
    { kind: 'notEmulated', what: 'App/Bad', why: expect.stringMatching(/^Invalid filter pattern/) },
    { kind: 'notEmulated', what: 'App/Three', why: expect.stringContaining('has 2 subscription filters') },
  ]);
});
