import { type App, Duration, Lazy, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression, ScheduleGroup, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ScheduleEventSource, type ScheduleEventSourceProps } from '../../../src/constructs/event-sources/schedule-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const hourly = ScheduleExpression.rate(Duration.hours(1));

function scheduled(props: Partial<ScheduleEventSourceProps> = {}, stack = stackIn()) {
  const scene = shipIn(stack);
  const source = new ScheduleEventSource('Hourly', { schedule: hourly, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

/** The role of the schedule, which comes after that of the function. */
function trustOf(stack: Stack): unknown {
  const trusts = propertiesOf(stack, 'AWS::IAM::Role').map(({ AssumeRolePolicyDocument: document }) => document);
  return trusts.find((document) => JSON.stringify(document).includes('scheduler.amazonaws.com'));
}

const groupArn = (name: string) => ({
  'Fn::Join': [
    '',
    [
      ...['arn:', { Ref: 'AWS::Partition' }, ':scheduler:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
      `:schedule-group/${name}`,
    ],
  ],
});

test('a schedule needs a role that invokes exactly the function, and no permission (SCH-01)', () => {
  const { stack, ship } = scheduled();

  const { arn } = names(stack, ship);
  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([
    { FlexibleTimeWindow: { Mode: 'OFF' }, ScheduleExpression: 'rate(1 hour)', State: 'ENABLED', Target: { Arn: arn } },
  ]);
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn }]);
  expect(permissionsOf(stack)).toEqual([]);
});

test('only schedules of its group and account can take the role (PRM-09)', () => {
  const stack = stackIn();
  const scheduleGroup = new ScheduleGroup(stack, 'Group');
  const trust = (SourceArn: unknown) => ({
    Statement: [
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': SourceArn },
        },
      },
    ],
  });

  expect(trustOf(scheduled().stack)).toMatchObject(trust(groupArn('default')));
  scheduled({ scheduleGroup }, stack);
  expect(trustOf(stack)).toMatchObject(trust(names(stack, scheduleGroup).arn));
});

test.each(TARGET_KINDS)('schedule and role are for the %s alone (PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new ScheduleEventSource('Hourly', { schedule: hourly }));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([{ Target: { Arn: arn } }]);
  expect(statementsOf(stack)).toMatchObject([{ Action: 'lambda:InvokeFunction', Resource: arn }]);
});

test('once, at a rate, and by cron with a time zone', () => {
  const expression = (schedule: ScheduleExpression) => propertiesOf(scheduled({ schedule }).stack, SCHEDULE)[0];
  const cron = ScheduleExpression.cron({ minute: '0', hour: '8', weekDay: 'MON-FRI', timeZone: TimeZone.EUROPE_BERLIN });

  expect(expression(ScheduleExpression.at(new Date('2026-12-24T18:00:00Z')))).toMatchObject({
    ScheduleExpression: 'at(2026-12-24T18:00:00)',
  });
  expect(expression(cron)).toMatchObject({
    ScheduleExpression: 'cron(0 8 ? * MON-FRI *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
  });
});

test('everything that is said of the schedule is in the template', () => {
  const { stack } = scheduled({
    scheduleName: 'hourly',
    description: 'every hour',
    enabled: false,
    input: ScheduleTargetInput.fromObject({ kind: 'tick' }),
    timeWindow: TimeWindow.flexible(Duration.minutes(15)),
    start: new Date('2026-12-01T00:00:00Z'),
    end: new Date('2026-12-31T00:00:00Z'),
    retryAttempts: 3,
    maxEventAge: Duration.hours(1),
  });

  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([
    {
      Name: 'hourly',
      Description: 'every hour',
      State: 'DISABLED',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      StartDate: '2026-12-01T00:00:00.000Z',
      EndDate: '2026-12-31T00:00:00.000Z',
      Target: {
        Input: '{"kind":"tick"}',
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
      },
    },
  ]);
});

test('the role may use the key, and send to the dead-letter queue with its key', () => {
  const stack = stackIn();
  const key = new kms.Key(stack, 'Key');
  const queueKey = new kms.Key(stack, 'QueueKey');
  const queue = new sqs.Queue(stack, 'Dead', { encryptionMasterKey: queueKey });
  const { ship } = scheduled({ key, deadLetterQueue: queue }, stack);

  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([
    { KmsKeyArn: names(stack, key).arn, Target: { DeadLetterConfig: { Arn: names(stack, queue).arn } } },
  ]);
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: names(stack, ship).arn },
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, key).arn },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: names(stack, queue).arn },
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: names(stack, queueKey).arn },
  ]);
});

test('queue and group may be in other stacks: that of the function needs them', () => {
  const stack = stackIn();
  const others = new Stack(stack.node.root as App, 'Others');
  const queueOfOthers = new sqs.Queue(others, 'Dead', { encryption: sqs.QueueEncryption.KMS });
  scheduled({ deadLetterQueue: queueOfOthers, scheduleGroup: new ScheduleGroup(others, 'Group') }, stack);
  (stack.node.root as App).synth();

  expect([stack.dependencies, others.dependencies]).toEqual([[others], []]);
});

const input = (bytes: number) => ScheduleTargetInput.fromObject('x'.repeat(bytes - 2));
const at = (expression: string) => ScheduleExpression.expression(expression);

test.each([
  [{ scheduleName: 'x'.repeat(64) }],
  [{ scheduleName: Lazy.string({ produce: () => 'a b' }) }],
  [{ input: input(262_144) }],
  [{ input: ScheduleTargetInput.fromText('{"at": "<aws.scheduler.scheduled-time>"}') }],
  [{ retryAttempts: 0, deadLetterQueue: undefined }],
  [{ maxEventAge: Duration.seconds(60) }],
  [{ schedule: at('cron(*/15 * * * ? *)') }],
  [{ schedule: at(Lazy.string({ produce: () => 'never' })) }],
] as [Partial<ScheduleEventSourceProps>][])('%j may be given', (props) => {
  expect(() => scheduled(props)).not.toThrow();
});

test.each([
  [{ scheduleName: 'x'.repeat(65) }, /scheduleName must have from 1 to 64 characters/],
  [{ scheduleName: 'a b' }, /scheduleName must have/],
  [{ input: input(262_145) }, /input must have at most 262144 bytes, but has 262145 \(SCH-02\)/],
  [{ input: ScheduleTargetInput.fromText('tick') }, /input must be JSON, but is 'tick' \(SCH-02\)/],
  [{ retryAttempts: 186 }, /retryAttempts .* but is 186/],
  [{ retryAttempts: -1 }, /retryAttempts .* but is -1/],
  [{ maxEventAge: Duration.seconds(59) }, /maxEventAge .* but is 59/],
  [{ maxEventAge: Duration.seconds(86_401) }, /maxEventAge .* but is 86401/],
  [{ schedule: at('rate(10 seconds)') }, /SCHEDULE_INVALID/],
  [{ schedule: at('cron(0 1 * * * *)') }, /exactly one of day of the month and day of the week must be \? \(SCH-04\)/],
  [{ schedule: at('cron(71 8 1 * ? *)') }, /the minute cannot be 71/],
  [{ schedule: at('at(2021-12-31T23:59:59Z)') }, /without a time zone/],
  [{ schedule: ScheduleExpression.expression('rate(1 hour)', TimeZone.of('x'.repeat(51))) }, /timeZone must have from 1 to 50/],
  [{ start: new Date(2), end: new Date(2) }, /SCHEDULE_TIME_FRAME/],
] as [
  Partial<ScheduleEventSourceProps>,
  RegExp,
][])('fails when the source is %j (SCH-02 to SCH-04, VAL-27)', (props, problem) => {
  expect(() => scheduled(props)).toThrow(problem);
});

test('fails when the dead-letter queue is FIFO (SCH-03)', () => {
  const stack = stackIn();
  expect(() => scheduled({ deadLetterQueue: new sqs.Queue(stack, 'Dead', { fifo: true }) }, stack)).toThrow(
    /SOURCE_DEAD_LETTERS_FIFO/,
  );
});

test('a rate with the wrong plural, an unknown time zone, and no try but the first are warned of (SCH-05)', () => {
  const warned = (props: Partial<ScheduleEventSourceProps>, text: string) => warningsIn(scheduled(props).stack, text);
  const zone = (name: string) => ({ schedule: ScheduleExpression.expression('rate(1 hour)', TimeZone.of(name)) });

  expect(warned({ schedule: at('rate(1 hours)') }, 'it must be 1 hour')).toBe(1);
  expect([warned(zone('Europe/Nowhere'), 'not known here'), warned(zone('Europe/Oslo'), 'not known here')]).toEqual([1, 0]);
  expect(warned({ retryAttempts: 0 }, 'retryAttempts is 0')).toBe(1);
});

test('fails when the schedule is asked for before there is one, when it would be for two, and when the id is taken', () => {
  const { ship, alias, source } = scheduled();
  const again = new ScheduleEventSource('Hourly', { schedule: hourly });

  expect(source.schedule.node.path).toBe('Shop/Ship/Hourly');
  expect(() => again.schedule).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => ship.addEventSource(again)).toThrow(/SOURCE_TWICE/);
});

test('a source that is removed leaves the ids of the others', () => {
  const ids = (withOther: boolean) => {
    const stack = stackIn();
    const fn = plainIn(stack);
    if (withOther) fn.addEventSource(new ScheduleEventSource('Daily', { schedule: hourly }));
    fn.addEventSource(new ScheduleEventSource('Hourly', { schedule: hourly }));
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
  };

  expect(ids(true)).toEqual(expect.arrayContaining(ids(false)));
});
