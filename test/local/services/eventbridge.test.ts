import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { Parcel, Taken } from '../../../src/local/engine/outlet';
import { eventBridgeService } from '../../../src/local/services/eventbridge/api';
import { busOutlet } from '../../../src/local/services/eventbridge/outlet';
import { Router } from '../../../src/local/services/eventbridge/router';
import { BusStore } from '../../../src/local/services/eventbridge/store';
import { Timetable } from '../../../src/local/services/handover/timetable';
import { closeServed, servedServices } from '../../support/served-services';
import { down, gone, handoverScene } from './handover-scene';

const ACCOUNT = '210987654321';
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;
const DEAD = `arn:aws:sqs:eu-west-1:${ACCOUNT}:dead`;
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;
const busArn = (name: string) => `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/${name}`;
const open: EventBridgeClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

/** EventBridge with the bus `orders`; `receives` answers what is sent to queues and functions. */
async function eventBridge(receives?: (parcel: Parcel) => Taken | undefined) {
  const scene = handoverScene(receives);
  const { clock, courier, turnFor, outlets } = scene;
  const store = new BusStore(() => clock.now());
  const router = new Router({ courier, clock, turnFor, timetable: new Timetable(clock) });
  const ports = { store, router, clock, turnFor };
  outlets.events = busOutlet(ports);
  const served = await servedServices([eventBridgeService(ports)]);
  const client = new EventBridgeClient(served.client);
  open.push(client);
  await client.send(new CreateEventBusCommand({ Name: 'orders' }));
  const rule = async (targets: readonly Partial<Target>[], more: Partial<PutRuleCommandInput> = {}) => {
    const Name = more.Name ?? 'placed';
    const EventPattern = more.ScheduleExpression === undefined ? '{"source":["shop"]}' : undefined;
    const put = { Name, EventBusName: 'orders', ...(EventPattern && { EventPattern }), ...more };
    await client.send(new PutRuleCommand(put));
    const Targets = targets.map((target, at) => ({ Id: `t${at}`, Arn: QUEUE, ...target }));
    if (Targets.length > 0) await client.send(new PutTargetsCommand({ Rule: Name, EventBusName: put.EventBusName, Targets }));
  };
  const put = (...entries: Partial<PutEventsRequestEntry>[]) =>
    client.send(
      new PutEventsCommand({
        Entries: entries.map((entry) => ({
          ...{ EventBusName: 'orders', Source: 'shop', DetailType: 'OrderPlaced', Detail: '{"id":7}', ...entry },
        })),
      }),
    );
  return { ...scene, client, rule, put, bugs: served.bugs };
}

describe('an event', () => {
  test('reaches the targets of the rules that it matches (EVB-01, EVB-10)', async () => {
    const { put, rule, taken, journal } = await eventBridge();
    await rule([{ Arn: FUNCTION }, {}]);
    await rule([{}], { Name: 'cancelled', EventPattern: '{"detail-type":["OrderCancelled"]}' });

    const { FailedEntryCount, Entries } = await put({
      Detail: '{ "id": 12345678901234567890, "note": "a  b" }',
      Time: new Date('2025-12-31T23:59:59.500Z'),
      Resources: ['one'],
    });

    expect(FailedEntryCount).toBe(0);
    expect(taken).toMatchObject([
      {
        targetArn: FUNCTION,
        sender: { principal: 'events.amazonaws.com', arn: expect.stringMatching(/:rule\/orders\/placed$/) },
      },
      { targetArn: QUEUE },
    ]);
    expect(taken[0]?.body).toBe(
      `{"version":"0","id":"${Entries?.[0]?.EventId}","detail-type":"OrderPlaced","source":"shop","account":"${ACCOUNT}",` +
        '"time":"2025-12-31T23:59:59Z","region":"eu-west-1","resources":["one"],"detail":{"id":12345678901234567890,"note":"a  b"}}',
    );
    expect(journal.entries).toContainEqual(
      expect.objectContaining({ kind: 'bus.received', bus: busArn('orders'), rules: ['placed'] }),
    );
  });

  test('for a bus that is not there is accepted, and lost', async () => {
    const { put, rule, taken } = await eventBridge();
    await rule([{}]);
    expect(await put({ EventBusName: 'nowhere' })).toMatchObject({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }],
    });
    expect(taken).toEqual([]);
  });

  test('that cannot be is refused by itself (EVB-22)', async () => {
    const { put, rule, taken } = await eventBridge();
    await rule([{}]);

    const { FailedEntryCount, Entries } = await put(
      { Source: '' },
      { DetailType: '' },
      { Detail: '' },
      { Detail: '[1]' },
      { Detail: '{' },
      { Source: 'aws.s3' },
      {},
    );

    expect(FailedEntryCount).toBe(6);
    const missing = (name: string) => `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    expect(Entries).toMatchObject([
      { ErrorCode: 'InvalidArgument', ErrorMessage: missing('Source') },
      { ErrorCode: 'InvalidArgument', ErrorMessage: missing('DetailType') },
      { ErrorCode: 'InvalidArgument', ErrorMessage: missing('Detail') },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      { EventId: expect.any(String) },
    ]);
    expect(taken).toHaveLength(1);
  });

  test('fails when there are eleven, or too much in them (EVB-22)', async () => {
    const { put } = await eventBridge();
    await expect(put(...Array.from({ length: 11 }, () => ({})))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value '\[PutEventsRequestEntry\(time=null, source=shop, resources=null, detailType=OrderPlaced, detail=\{"id":7\}, eventBusName=orders, .*\)\]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10$/,
      ),
    });
    const Detail = JSON.stringify({ text: 'x'.repeat(140_000) });
    await expect(put({ Detail }, { Detail })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });

  test('of another bus is sent on once, and not to a third', async () => {
    const { put, rule, taken, client, handovers } = await eventBridge();
    await client.send(new CreateEventBusCommand({ Name: 'second' }));
    await rule([{ Arn: busArn('second') }]);
    await rule([{ Arn: busArn('default') }, { Arn: FUNCTION }], { Name: 'again', EventBusName: 'second' });

    const { Entries } = await put({});

    expect(taken.map(({ targetArn }) => targetArn)).toEqual([FUNCTION]);
    expect(JSON.parse(taken[0]?.body ?? '').id).toBe(Entries?.[0]?.EventId);
    expect(handovers()).toContainEqual(
      expect.objectContaining({ to: busArn('default'), outcome: 'failed', why: expect.stringContaining('third') }),
    );
  });
});

describe('a target', () => {
  const detail = { id: 7, name: 'Ada', tags: ['a', 'b'], address: { city: 'Rome' }, total: 1.5, none: null };
  const input = async (target: Partial<Target>, Detail = JSON.stringify(detail)) => {
    const { put, rule, taken } = await eventBridge();
    await rule([target]);
    await put({ Detail });
    return taken[0]?.body;
  };
  const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
    input({ InputTransformer: { InputTemplate, InputPathsMap } });

  test('gets a constant (EVB-11)', async () => {
    expect(await input({ Input: '{"a": 1}' })).toBe('{"a": 1}');
  });

  test.each([
    ['$.detail.address', '{"city":"Rome"}'],
    ['$.detail.name', '"Ada"'],
    ['$.detail.tags[1]', '"b"'],
    ['$.detail-type', '"OrderPlaced"'],
    ["$['detail']['total']", '1.5'],
  ])('gets the part at %s (EVB-12)', async (InputPath, expected) => {
    expect(await input({ InputPath })).toBe(expected);
  });

  test('gets digits as they are', async () => {
    expect(await input({ InputPath: '$.detail' }, '{"id":12345678901234567890.10}')).toBe('{"id":12345678901234567890.10}');
  });

  test.each<[string, Record<string, string>, string]>([
    ['"order of <who>, <id>"', { who: '$.detail.name', id: '$.detail.id' }, '"order of Ada, 7"'],
    [
      '{"who": <who>, "id": <id>, "at": <at>}',
      { who: '$.detail.name', id: '$.detail.id', at: '$.detail.address' },
      '{"who": "Ada", "id": 7, "at": {"city":"Rome"}}',
    ],
    [
      '{"at": "<at>", "tags": "<tags>"}',
      { at: '$.detail.address', tags: '$.detail.tags' },
      '{"at": "{city:Rome}", "tags": "[a,b]"}',
    ],
    ['{"tags": <tags>, "none": <none>}', { tags: '$.detail.tags', none: '$.detail.none' }, '{"tags": ["a","b"], "none": null}'],
    ['{"a": <missing>, "b": "x<missing>"}', { missing: '$.detail.missing' }, '{"a": "", "b": "x"}'],
    [
      '{"rule": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>}',
      {},
      '{"rule": "placed", "at": "2026-01-01T00:00:00Z"}',
    ],
    ['{"a": "\\"<id>\\" <", "b": <id>}', { id: '$.detail.id' }, '{"a": "\\"7\\" <", "b": 7}'],
    ['<all>', { all: '$.detail.tags[*]' }, '["a","b"]'],
  ])('gets the template %s filled (EVB-13, EVB-14)', async (InputTemplate, paths, expected) => {
    expect(await template(InputTemplate, paths)).toBe(expected);
  });

  test('gets the whole event in a template, with or without its detail (EVB-14)', async () => {
    const filled = JSON.parse(
      (await template('{"e": <aws.events.event>, "j": <aws.events.event.json>, "r": <aws.events.rule-arn>}')) ?? '',
    );
    expect(filled.e).toMatchObject({ detailType: 'OrderPlaced', source: 'shop' });
    expect(filled.e.detail).toBeUndefined();
    expect(filled.j).toMatchObject({ 'detail-type': 'OrderPlaced', detail });
    expect(filled.r).toBe(`arn:aws:events:eu-west-1:${ACCOUNT}:rule/orders/placed`);
  });

  test('that is a function gets nothing that is no JSON (EVB-15)', async () => {
    const { put, rule, taken, handovers } = await eventBridge();
    await rule([
      {
        Arn: FUNCTION,
        InputTransformer: { InputTemplate: 'order <id>', InputPathsMap: { id: '$.detail.id' } },
        DeadLetterConfig: { Arn: DEAD },
      },
    ]);

    const { Entries } = await put({});

    expect(taken.map(({ targetArn }) => targetArn)).toEqual([DEAD]);
    expect(JSON.parse(taken[0]?.body ?? '').id).toBe(Entries?.[0]?.EventId);
    expect(handovers()).toMatchObject([
      { outcome: 'failed', why: expect.stringContaining('no JSON: order 7') },
      { outcome: 'deadLettered' },
    ]);
  });

  test('that is a FIFO queue gets its group', async () => {
    const { put, rule, taken } = await eventBridge();
    await rule([{ Arn: `${QUEUE}.fifo`, SqsParameters: { MessageGroupId: 'one' } }]);
    const { Entries } = await put({});
    expect(taken).toMatchObject([{ groupId: 'one', deduplicationId: Entries?.[0]?.EventId }]);
  });

  test('that is a data stream gets its partition key, or the id of the event', async () => {
    const { put, rule, taken } = await eventBridge();
    const Arn = `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/orders`;
    await rule([
      { Arn, KinesisParameters: { PartitionKeyPath: '$.detail-type' } },
      { Id: 'plain', Arn },
    ]);
    const { Entries } = await put({});
    expect(taken).toMatchObject([{ groupId: 'OrderPlaced' }, { groupId: Entries?.[0]?.EventId }]);
  });

  test('that nothing here takes is named, and can be read in the journal', async () => {
    const { put, rule, handovers } = await eventBridge();
    const Arn = `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:orders`;
    await rule([{ Arn, RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` }]);
    await put({});
    expect(handovers()).toMatchObject([{ to: Arn, outcome: 'kept', why: expect.stringContaining('stateMachine:orders') }]);
  });

  test.each<[string, Partial<Target>, string]>([
    [
      'it has two inputs (EVB-11)',
      { Input: '{}', InputPath: '$' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t0.',
    ],
    ['its input is no JSON (EVB-11)', { Input: '{' }, 'JSON syntax error in input for target t0'],
    [
      'its template names what there is not (EVB-13)',
      { InputTransformer: { InputTemplate: '"<a>"', InputPathsMap: { b: '$.b' } } },
      'InputTemplate for target t0 contains invalid placeholder a.',
    ],
    [
      'its template has the whole event outside of JSON (EVB-14)',
      { InputTransformer: { InputTemplate: '[<aws.events.event.json>]' } },
      'InputTemplate for target t0 contains placeholder aws.events.event.json valid only for JSON template.',
    ],
    [
      'it is a FIFO queue without a group',
      { Arn: `${QUEUE}.fifo` },
      'Parameter(s) SqsParameters must be specified for target: t0.',
    ],
    [
      'it is tried too often (EVB-20)',
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      expect.stringContaining('less than or equal to 185') as never,
    ],
  ])('fails when %s', async (_, target, message) => {
    const { rule, client } = await eventBridge();
    await expect(rule([target])).rejects.toMatchObject({ name: 'ValidationException', message });
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'placed', EventBusName: 'orders' }));
    expect(Targets).toEqual([]);
  });
});

describe('what cannot be delivered', () => {
  test('is tried for a day, after waits that grow, 185 times at most (EVB-20)', async () => {
    const { put, rule, taken, clock, courier, handovers } = await eventBridge(() => down);
    await rule([{ Arn: FUNCTION }]);

    await put({});
    expect(courier.pending).toHaveLength(1);
    await clock.advance({ hours: 25 });

    expect(courier.pending).toEqual([]);
    const waits = taken.slice(1).map(({ at }, before) => at - (taken[before]?.at ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(500);
    expect(waits[0]).toBeLessThan(1500);
    expect(waits.slice(20).every((wait) => wait >= 240_000 && wait < 720_000)).toBe(true);
    expect(taken.length).toBeGreaterThan(150);
    expect(taken.length).toBeLessThanOrEqual(186);
    expect(handovers().at(-1)?.outcome).toBe('failed');
  });

  test('goes to the dead-letter queue as it came, with the reason (EVB-21)', async () => {
    const { put, rule, taken, clock } = await eventBridge(({ targetArn }) => (targetArn === FUNCTION ? down : undefined));
    await rule([
      {
        ...{
          Arn: FUNCTION,
          Input: '{"constant":true}',
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
        },
        DeadLetterConfig: { Arn: DEAD },
      },
    ]);

    const { Entries } = await put({});
    await clock.advance({ minutes: 5 });

    expect(taken.map(({ targetArn }) => targetArn)).toEqual([FUNCTION, FUNCTION, FUNCTION, DEAD]);
    expect(JSON.parse(taken[3]?.body ?? '')).toMatchObject({ id: Entries?.[0]?.EventId, detail: { id: 7 } });
    expect(taken[3]?.attributes).toMatchObject({
      RULE_ARN: { stringValue: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/orders/placed` },
      TARGET_ARN: { stringValue: FUNCTION },
      EXHAUSTED_RETRY_CONDITION: { stringValue: 'MaximumRetryAttempts' },
      RETRY_ATTEMPTS: { stringValue: '2' },
      ERROR_MESSAGE: { stringValue: 'It is down.' },
    });
  });

  test('and never will be, is not tried again', async () => {
    const { put, rule, taken, clock } = await eventBridge(() => gone);
    await rule([{ Arn: FUNCTION }]);
    await put({});
    await clock.advance({ hours: 1 });
    expect(taken).toHaveLength(1);
  });

  test('is given up when it is too old (EVB-20)', async () => {
    const { put, rule, taken, clock, courier } = await eventBridge(() => down);
    await rule([{ Arn: FUNCTION, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }]);
    await put({});
    await clock.advance({ minutes: 2 });
    expect(courier.pending).toEqual([]);
    expect((taken.at(-1)?.at ?? 0) - (taken[0]?.at ?? 0)).toBeLessThanOrEqual(60_000);
  });
});

describe('a rule', () => {
  test('is made, described, switched, listed, tagged and removed', async () => {
    const { client, rule, put, taken } = await eventBridge();
    await rule([{}], { Description: 'Placed orders' });
    const at = { Name: 'placed', EventBusName: 'orders' };
    const RuleArn = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/orders/placed`;

    expect(await client.send(new DescribeRuleCommand(at))).toMatchObject({
      ...{ Name: 'placed', Arn: RuleArn, EventBusName: 'orders', State: 'ENABLED', Description: 'Placed orders' },
      ...{ EventPattern: '{"source":["shop"]}', CreatedBy: ACCOUNT },
    });
    await client.send(new DisableRuleCommand(at));
    await put({});
    expect(taken).toEqual([]);
    await client.send(new EnableRuleCommand(at));
    await put({});
    expect(taken).toHaveLength(1);

    expect((await client.send(new ListRulesCommand({ EventBusName: 'orders', NamePrefix: 'pl' }))).Rules).toHaveLength(1);
    const byTarget = new ListRuleNamesByTargetCommand({ TargetArn: QUEUE, EventBusName: 'orders' });
    expect((await client.send(byTarget)).RuleNames).toEqual(['placed']);
    await client.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: 'a', Value: 'b' }] }));
    expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags).toEqual([
      { Key: 'a', Value: 'b' },
    ]);

    const remove = new DeleteRuleCommand(at);
    await expect(client.send(remove)).rejects.toThrow("Rule can't be deleted since it has targets.");
    const ids = { Rule: 'placed', EventBusName: 'orders', Ids: ['t0', 'none'] };
    expect(await client.send(new RemoveTargetsCommand(ids))).toMatchObject({ FailedEntryCount: 1 });
    await client.send(remove);
    await client.send(remove);
    await expect(client.send(new DescribeRuleCommand(at))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule placed does not exist on EventBus orders.',
    });
  });

  test('with a schedule is due again and again, counted from when it was made (EVB-03, EVB-10)', async () => {
    const { rule, taken, clock, client } = await eventBridge();
    await clock.advance({ seconds: 30 });
    await rule([{ Arn: FUNCTION }], { Name: 'often', EventBusName: 'default', ScheduleExpression: 'rate(5 minutes)' });
    await rule([{ Input: '{"nightly":true}' }], {
      Name: 'nightly',
      EventBusName: 'default',
      ScheduleExpression: 'cron(0 2 * * ? *)',
    });

    await clock.advance({ minutes: 11 });

    expect(taken.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-01-01T00:05:30.000Z', '2026-01-01T00:10:30.000Z']);
    expect(JSON.parse(taken[0]?.body ?? '')).toEqual({
      ...{ version: '0', id: expect.any(String), 'detail-type': 'Scheduled Event', source: 'aws.events', account: ACCOUNT },
      ...{ time: '2026-01-01T00:05:30Z', region: 'eu-west-1', detail: {} },
      resources: [`arn:aws:events:eu-west-1:${ACCOUNT}:rule/often`],
    });
    await client.send(new DisableRuleCommand({ Name: 'often' }));
    await clock.advance({ hours: 3 });
    expect(taken.slice(2)).toMatchObject([{ body: '{"nightly":true}', at: Date.UTC(2026, 0, 1, 2) }]);
  });

  test.each<[string, Partial<PutRuleCommandInput>, string]>([
    [
      'it has nothing to go by (EVB-02)',
      { EventPattern: '' },
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      'it has a schedule on a bus of its own (EVB-02)',
      { ScheduleExpression: 'rate(1 minute)' },
      'ScheduleExpression is supported only on the default event bus.',
    ],
    ['its schedule is none (EVB-03)', { ScheduleExpression: 'rate(1 minutes)' }, 'Parameter ScheduleExpression is not valid.'],
    [
      'its name has a blank (EVB-04)',
      { Name: 'a b' },
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    ['its bus is not there', { EventBusName: 'none' }, 'Event bus none does not exist.'],
    [
      'its pattern is none (PAT-40)',
      { EventPattern: '{"source":"shop"}' },
      'Event pattern is not valid. Reason: "source" must be an object or an array',
    ],
  ])('fails when %s', async (_, more, message) => {
    const { rule } = await eventBridge();
    await expect(rule([], more)).rejects.toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  test('fails when it gets a sixth target (EVB-04)', async () => {
    const { rule } = await eventBridge();
    await expect(rule(Array.from({ length: 6 }, () => ({})))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  });

  test('can be tried out with a pattern and an event', async () => {
    const { client } = await eventBridge();
    const tried = (EventPattern: string, Event: string) => client.send(new TestEventPatternCommand({ EventPattern, Event }));
    expect(await tried('{"a":[1]}', '{"a":1}')).toMatchObject({ Result: true });
    expect(await tried('{"a":[1]}', '{"a":2}')).toMatchObject({ Result: false });
    await expect(tried('{"a":[]}', '{}')).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
    await expect(tried('{"a":[1]}', '[]')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('buses are made, described, listed and removed; there is always a default one (EVB-05)', async () => {
  const { client } = await eventBridge();
  await expect(client.send(new CreateEventBusCommand({ Name: 'orders' }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'Event bus orders already exists.',
  });
  expect(await client.send(new DescribeEventBusCommand({}))).toMatchObject({ Name: 'default', Arn: busArn('default') });
  expect((await client.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'orders']);
  await client.send(new DeleteEventBusCommand({ Name: 'orders' }));
  await client.send(new DeleteEventBusCommand({ Name: 'orders' }));
  await expect(client.send(new DescribeEventBusCommand({ Name: 'orders' }))).rejects.toThrow('Event bus orders does not exist.');
  await expect(client.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toThrow('Cannot delete event bus default.');
});

test('fails when an operation is not emulated', async () => {
  const { client } = await eventBridge();
  const { StartReplayCommand } = await import('@aws-sdk/client-eventbridge');
  const start = new StartReplayCommand({
    ...{ ReplayName: 'r', EventSourceArn: 'arn', EventStartTime: new Date(0), EventEndTime: new Date(1) },
    Destination: { Arn: busArn('orders') },
  });
  await expect(client.send(start)).rejects.toThrow('does not emulate StartReplay');
});
