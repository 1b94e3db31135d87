import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Parcel, Taken } from '../../../src/local/engine/outlet';
import { Timetable } from '../../../src/local/services/handover/timetable';
import { schedulerService } from '../../../src/local/services/scheduler/api';
import { Planner } from '../../../src/local/services/scheduler/planner';
import { ScheduleStore } from '../../../src/local/services/scheduler/store';
import { closeServed, servedServices } from '../../support/served-services';
import { down, handoverScene } from './handover-scene';

const ACCOUNT = '210987654321';
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;
const DEAD = `arn:aws:sqs:eu-west-1:${ACCOUNT}:dead`;
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/scheduler`;
const ARN = `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule/default/nightly`;
const open: SchedulerClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

/** Scheduler; `receives` answers what is sent to queues, functions and buses. */
async function scheduler(receives?: (parcel: Parcel) => Taken | undefined) {
  const scene = handoverScene(receives);
  const { clock, courier, turnFor, outlets } = scene;
  outlets.events = outlets.sqs as NonNullable<typeof outlets.sqs>;
  const store = new ScheduleStore(() => clock.now());
  const planner = new Planner({ courier, clock, turnFor, timetable: new Timetable(clock) });
  const served = await servedServices([schedulerService({ store, planner, clock })]);
  const client = new SchedulerClient(served.client);
  open.push(client);
  const given = (more: Partial<CreateScheduleCommandInput>): CreateScheduleCommandInput => ({
    ...{ Name: 'nightly', ScheduleExpression: 'cron(0 2 * * ? *)', FlexibleTimeWindow: { Mode: 'OFF' } },
    ...more,
    Target: { Arn: FUNCTION, RoleArn, Input: '{"job":1}', ...more.Target },
  });
  const create = (more: Partial<CreateScheduleCommandInput> = {}) => client.send(new CreateScheduleCommand(given(more)));
  const update = (more: Partial<CreateScheduleCommandInput> = {}) => client.send(new UpdateScheduleCommand(given(more)));
  const times = () => scene.taken.map(({ at }) => new Date(at).toISOString().replace(':00.000Z', ''));
  return { ...scene, client, create, update, times, bugs: served.bugs };
}

test('a schedule is made, described, changed, listed and removed', async () => {
  const { client, create, update, clock } = await scheduler();
  expect(await create({ Description: 'At night', ClientToken: 'once' })).toMatchObject({ ScheduleArn: ARN });
  expect(await create({ ClientToken: 'once' })).toMatchObject({ ScheduleArn: ARN });
  await expect(create()).rejects.toMatchObject({ name: 'ConflictException', message: 'Schedule nightly already exists.' });

  const got = await client.send(new GetScheduleCommand({ Name: 'nightly' }));
  expect(got).toMatchObject({
    ...{ Arn: ARN, GroupName: 'default', State: 'ENABLED', ScheduleExpressionTimezone: 'UTC', ActionAfterCompletion: 'NONE' },
    ...{ ScheduleExpression: 'cron(0 2 * * ? *)', Description: 'At night', FlexibleTimeWindow: { Mode: 'OFF' } },
    Target: { Arn: FUNCTION, RoleArn, Input: '{"job":1}', RetryPolicy: { MaximumRetryAttempts: 185 } },
    CreationDate: new Date('2026-01-01T00:00:00Z'),
  });
  await clock.advance({ minutes: 1 });
  await update({ State: 'DISABLED', StartDate: new Date('2026-02-01T00:00:00Z') });
  expect(await client.send(new GetScheduleCommand({ Name: 'nightly' }))).toMatchObject({
    ...{ State: 'DISABLED', StartDate: new Date('2026-02-01T00:00:00Z'), LastModificationDate: new Date('2026-01-01T00:01:00Z') },
  });
  expect((await client.send(new ListSchedulesCommand({ State: 'DISABLED' }))).Schedules).toMatchObject([
    { Arn: ARN, Name: 'nightly', GroupName: 'default', State: 'DISABLED', Target: { Arn: FUNCTION } },
  ]);
  expect((await client.send(new ListSchedulesCommand({ NamePrefix: 'daily' }))).Schedules).toEqual([]);
  await client.send(new DeleteScheduleCommand({ Name: 'nightly' }));
  await expect(client.send(new GetScheduleCommand({ Name: 'nightly' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Schedule nightly does not exist.',
  });
});

test('groups are made, tagged and removed with their schedules', async () => {
  const { client, create, taken, clock } = await scheduler();
  const { ScheduleGroupArn } = await client.send(new CreateScheduleGroupCommand({ Name: 'jobs' }));
  await create({ GroupName: 'jobs' });

  await client.send(new TagResourceCommand({ ResourceArn: ScheduleGroupArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect((await client.send(new ListTagsForResourceCommand({ ResourceArn: ScheduleGroupArn }))).Tags).toEqual([
    { Key: 'a', Value: 'b' },
  ]);
  expect((await client.send(new ListScheduleGroupsCommand({}))).ScheduleGroups?.map(({ Name }) => Name)).toEqual([
    'default',
    'jobs',
  ]);
  expect(await client.send(new GetScheduleGroupCommand({ Name: 'jobs' }))).toMatchObject({
    Arn: ScheduleGroupArn,
    State: 'ACTIVE',
  });

  await client.send(new DeleteScheduleGroupCommand({ Name: 'jobs' }));
  await clock.advance({ hours: 3 });
  expect(taken).toEqual([]);
  await expect(create({ GroupName: 'jobs' })).rejects.toMatchObject({ message: 'Schedule group jobs does not exist.' });
  await expect(client.send(new DeleteScheduleGroupCommand({ Name: 'default' }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

describe('a schedule is due', () => {
  test('at a time of a zone, in summer and in winter (SCH-04, SIM-18)', async () => {
    const { create, clock, times } = await scheduler();
    await create({ ScheduleExpression: 'cron(30 2 28-30 3 ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await clock.advance({ days: 100 });
    // On the 29th, the clocks go from 2 to 3.
    expect(times()).toEqual(['2026-03-28T01:30', '2026-03-30T00:30']);
  });

  test('at once and then again and again, where it is a rate without a start', async () => {
    const { create, clock, times } = await scheduler();
    await create({ ScheduleExpression: 'rate(20 minutes)' });
    await clock.advance({ minutes: 50 });
    expect(times()).toEqual(['2026-01-01T00:00', '2026-01-01T00:20', '2026-01-01T00:40']);
  });

  test('from its start to its end', async () => {
    const { create, clock, times } = await scheduler();
    await create({
      ScheduleExpression: 'rate(1 day)',
      ...{ StartDate: new Date('2026-01-10T08:00:00Z'), EndDate: new Date('2026-01-12T08:00:00Z') },
    });
    await clock.advance({ days: 30 });
    expect(times()).toEqual(['2026-01-10T08:00', '2026-01-11T08:00', '2026-01-12T08:00']);
  });

  test('once, and is removed where it says so (SCH-03)', async () => {
    const { client, create, clock, times } = await scheduler();
    const ScheduleExpression = 'at(2026-01-01T12:00:00)';
    await create({ ScheduleExpression, ScheduleExpressionTimezone: 'America/New_York', ActionAfterCompletion: 'DELETE' });
    await create({ Name: 'kept', ScheduleExpression });
    await clock.advance({ days: 1 });

    expect(times()).toEqual(['2026-01-01T12:00', '2026-01-01T17:00']);
    const { Schedules } = await client.send(new ListSchedulesCommand({}));
    expect(Schedules?.map(({ Name }) => Name)).toEqual(['kept']);
  });

  test('within its window (SCH-03)', async () => {
    const { create, clock, taken } = await scheduler();
    await create({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: { Arn: FUNCTION, RoleArn, Input: '"<aws.scheduler.scheduled-time>"' },
    });
    await clock.advance({ hours: 5 });

    expect(taken).toHaveLength(5);
    const delays = taken.map(({ at, body }) => at - Date.parse(JSON.parse(body) as string));
    expect(delays.every((delay) => delay >= 0 && delay < 15 * 60_000)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(1);
  });

  test('no more once it is disabled, changed or removed', async () => {
    const { client, create, update, clock, times } = await scheduler();
    await create();
    await update({ ScheduleExpression: 'cron(0 3 * * ? *)' });
    await clock.advance({ days: 1 });
    await update({ State: 'DISABLED' });
    await clock.advance({ days: 1 });
    await update({});
    await clock.advance({ days: 1 });
    await client.send(new DeleteScheduleCommand({ Name: 'nightly' }));
    await clock.advance({ days: 1 });
    expect(times()).toEqual(['2026-01-01T03:00', '2026-01-03T02:00']);
  });
});

describe('a target', () => {
  test('gets the input with what the schedule knows put in (SCH-02)', async () => {
    const { create, clock, taken } = await scheduler();
    const known = ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number', 'other'];
    await create({
      Target: { Arn: FUNCTION, RoleArn, Input: JSON.stringify(known.map((name) => `<aws.scheduler.${name}>`)) },
    });
    await clock.advance({ hours: 2 });

    expect(JSON.parse(taken[0]?.body ?? '')).toEqual([
      ...[ARN, '2026-01-01T02:00:00Z', expect.stringMatching(/^[0-9a-f]{16}$/), '1', '<aws.scheduler.other>'],
    ]);
    expect(taken[0]?.sender).toMatchObject({ principal: 'scheduler.amazonaws.com', arn: ARN, hasRole: true });
  });

  test('gets an event of its own kind where there is no input', async () => {
    const { create, clock, taken } = await scheduler();
    await create({ Target: { Arn: QUEUE, RoleArn, Input: undefined } });
    await clock.advance({ hours: 2 });
    expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({
      source: 'aws.scheduler',
      resources: [ARN],
      time: '2026-01-01T02:00:00Z',
    });
  });

  test('that is a bus gets an event, a FIFO queue its group', async () => {
    const { create, clock, taken } = await scheduler();
    const EventBridgeParameters = { Source: 'shop', DetailType: 'Nightly' };
    await create({ Target: { Arn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`, RoleArn, EventBridgeParameters } });
    await create({ Name: 'queue', Target: { Arn: `${QUEUE}.fifo`, RoleArn, SqsParameters: { MessageGroupId: 'one' } } });
    await clock.advance({ hours: 2 });
    expect(taken).toMatchObject([{ source: 'shop', detailType: 'Nightly', body: '{"job":1}' }, { groupId: 'one' }]);
  });

  test('that cannot be reached is tried again, and then goes to the dead-letter queue (SCH-03)', async () => {
    const { create, clock, taken } = await scheduler(({ targetArn }) => (targetArn === FUNCTION ? down : undefined));
    await create({
      ScheduleExpression: 'at(2026-01-01T02:00:00)',
      Target: {
        ...{ Arn: FUNCTION, RoleArn, Input: '{"attempt":"<aws.scheduler.attempt-number>"}' },
        ...{ RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: DEAD } },
      },
    });
    await clock.advance({ hours: 3 });

    expect(taken.map(({ targetArn, body }) => [targetArn, body])).toEqual([
      [FUNCTION, '{"attempt":"1"}'],
      [FUNCTION, '{"attempt":"2"}'],
      [DEAD, '{"attempt":"2"}'],
    ]);
    expect(taken[2]?.attributes).toMatchObject({
      SCHEDULE_ARN: { stringValue: ARN },
      TARGET_ARN: { stringValue: FUNCTION },
      SCHEDULED_TIME: { stringValue: '2026-01-01T02:00:00Z' },
      EXHAUSTED_RETRY_CONDITION: { stringValue: 'MaximumRetryAttempts' },
      RETRY_ATTEMPTS: { stringValue: '1' },
    });
  });
});

test.each([
  ...['cron(0 1 * * * *)', 'cron(7 20 * * NOT *)', 'cron(INVALID)', 'cron(71 8 1 * ? *)', 'cron()', 'rate(10 seconds)', 'rate()'],
  ...[
    'rate(foo minutes)',
    'rate(-10 minutes)',
    'rate( 10 minutes )',
    ' rate(10 minutes)',
    'at(2021-12-31T23:59:59Z)',
    'at(2021-12-31)',
  ],
])('fails when the expression is %s (SCH-04)', async (ScheduleExpression) => {
  const { create } = await scheduler();
  await expect(create({ ScheduleExpression })).rejects.toMatchObject({
    name: 'ValidationException',
    message: `Invalid Schedule Expression ${ScheduleExpression}.`,
  });
});

test.each([
  ...[
    'cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)',
    'cron(30-30 13-13 ? * 2,4,6 *)',
    'cron(1-31/30 1-1 ? * 1,7 *)',
    'cron(*/15 * * * ? *)',
  ],
  ...['cron(0 18 ? * MON-FRI *)', 'cron(0-59/10 0-23/2 ? * * *)'],
])('the expression %s is taken (SCH-04)', async (ScheduleExpression) => {
  const { create } = await scheduler();
  expect(await create({ ScheduleExpression })).toMatchObject({ ScheduleArn: ARN });
});

test.each<[string, Partial<CreateScheduleCommandInput>]>([
  ['its name has a blank', { Name: 'every night' }],
  ['its zone is none', { ScheduleExpressionTimezone: 'Europe/Nowhere' }],
  ['its window has no length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
  ['its window is a day and a minute', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } }],
  ['it has ended already', { EndDate: new Date('2025-12-31T00:00:00Z') }],
  ['it ends before it starts', { StartDate: new Date('2026-02-02T00:00:00Z'), EndDate: new Date('2026-02-01T00:00:00Z') }],
  ['it tries too often', { Target: { Arn: FUNCTION, RoleArn, RetryPolicy: { MaximumRetryAttempts: 186 } } }],
  ['its target is none', { Target: { Arn: 'orders', RoleArn } }],
])('fails when %s (SCH-03)', async (_, more) => {
  const { create, bugs } = await scheduler();
  await expect(create(more)).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  expect(bugs).toEqual([]);
});
