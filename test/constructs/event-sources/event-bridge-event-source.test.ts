import { type App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  EventBridgeEventSource,
  type EventBridgeEventSourceProps,
} from '../../../src/constructs/event-sources/event-bridge-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const RULE = 'AWS::Events::Rule';
const PLACED = { source: ['shop'], detailType: ['placed'] };

function ruled(props: Partial<EventBridgeEventSourceProps> = {}, stack = stackIn()) {
  const scene = shipIn(stack);
  const isEmpty = !('eventPattern' in props) && !('schedule' in props);
  const source = new EventBridgeEventSource('Placed', { ...(isEmpty && { eventPattern: PLACED }), ...props });
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

test('a pattern needs a rule, and a permission for it and its account (EVB-01, PRM-04)', () => {
  const { stack, ship, source } = ruled({ ruleName: 'placed', description: 'orders', enabled: false });

  expect(propertiesOf(stack, RULE)).toEqual([
    {
      Name: 'placed',
      Description: 'orders',
      EventPattern: { source: ['shop'], 'detail-type': ['placed'] },
      State: 'DISABLED',
      Targets: [{ Arn: names(stack, ship).arn, Id: 'Target0' }],
    },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: names(stack, source.rule).arn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test.each(TARGET_KINDS)('rule and permission are for the %s (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new EventBridgeEventSource('Placed', { eventPattern: PLACED }));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, RULE)).toMatchObject([{ Targets: [{ Arn: arn }] }]);
});

test('a schedule with constant JSON', () => {
  const { stack } = ruled({
    schedule: events.Schedule.rate(Duration.minutes(5)),
    event: events.RuleTargetInput.fromObject({ kind: 'tick' }),
  });

  expect(propertiesOf(stack, RULE)).toMatchObject([
    { ScheduleExpression: 'rate(5 minutes)', Targets: [{ Input: '{"kind":"tick"}' }] },
  ]);
});

test('a part of the event, and JSON with parts of it', () => {
  const path = ruled({ event: events.RuleTargetInput.fromEventPath('$.detail') });
  const template = ruled({ event: events.RuleTargetInput.fromObject({ id: events.EventField.fromPath('$.detail.id') }) });

  expect(propertiesOf(path.stack, RULE)).toMatchObject([{ Targets: [{ InputPath: '$.detail' }] }]);
  expect(propertiesOf(template.stack, RULE)).toMatchObject([
    { Targets: [{ InputTransformer: { InputPathsMap: { 'detail-id': '$.detail.id' }, InputTemplate: '{"id":<detail-id>}' } }] },
  ]);
});

test('a bus of one’s own, in another stack: that of the function needs it', () => {
  const stack = stackIn();
  const buses = new Stack(stack.node.root as App, 'Buses');
  ruled({ eventPattern: PLACED, eventBus: new events.EventBus(buses, 'Bus') }, stack);
  (stack.node.root as App).synth();

  expect([stack.dependencies, buses.dependencies]).toEqual([[buses], []]);
});

describe('a dead-letter queue (EVB-21)', () => {
  test('takes what the rule sends, and nothing else', () => {
    const stack = stackIn();
    const queue = new sqs.Queue(stack, 'Dead');
    const { source } = ruled(
      { deadLetterQueue: queue, retryAttempts: 0, maxEventAge: Duration.minutes(1), eventPattern: PLACED },
      stack,
    );

    expect(propertiesOf(stack, RULE)).toMatchObject([
      {
        Targets: [
          {
            DeadLetterConfig: { Arn: names(stack, queue).arn },
            RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
          },
        ],
      },
    ]);
    expect(propertiesOf(stack, 'AWS::SQS::QueuePolicy')).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: names(stack, queue).arn,
              Condition: { ArnEquals: { 'aws:SourceArn': names(stack, source.rule).arn } },
            },
          ],
        },
      },
    ]);
    expect(warningsIn(stack, 'EVB-20')).toBe(0);
  });

  test('has a key that EventBridge may use for this account', () => {
    const stack = stackIn();
    const key = new kms.Key(stack, 'Key');
    ruled({ deadLetterQueue: new sqs.Queue(stack, 'Dead', { encryptionMasterKey: key }), eventPattern: PLACED }, stack);
    (stack.node.root as App).synth();

    const [{ KeyPolicy } = {}] = propertiesOf(stack, 'AWS::KMS::Key');
    expect((KeyPolicy as { Statement: unknown[] }).Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: { Service: 'events.amazonaws.com' },
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test('of another stack needs a rule with a name', () => {
    const apart = (ruleName?: string) => {
      const stack = stackIn();
      const queues = new Stack(stack.node.root as App, 'Queues');
      ruled({ eventPattern: PLACED, ruleName, deadLetterQueue: new sqs.Queue(queues, 'Dead') }, stack);
      (stack.node.root as App).synth();
      return [stack.dependencies.length, queues.dependencies.length];
    };

    expect(apart('placed')).toEqual([1, 0]);
    expect(() => apart()).toThrow(/SOURCE_DEAD_LETTERS_OTHER_STACK/);
  });

  test('that is imported is warned of', () => {
    const stack = stackIn();
    const queue = sqs.Queue.fromQueueArn(stack, 'Dead', `arn:aws:sqs:${stack.region}:${stack.account}:dead`);
    ruled({ deadLetterQueue: queue, eventPattern: PLACED }, stack);

    expect(warningsIn(stack, 'must be allowed sqs:SendMessage')).toBe(1);
  });

  test('fails when it is FIFO, or in another Region or account', () => {
    const send = (arn: string) => () => {
      const stack = new Stack(stackIn().node.root as App, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
      const deadLetterQueue = sqs.Queue.fromQueueArn(stack, 'Dead', arn);
      plainIn(stack).addEventSource(new EventBridgeEventSource('Placed', { eventPattern: PLACED, deadLetterQueue }));
    };

    expect(send('arn:aws:sqs:eu-west-1:111111111111:dead.fifo')).toThrow(/SOURCE_DEAD_LETTERS_FIFO/);
    expect(send('arn:aws:sqs:us-east-1:111111111111:dead')).toThrow(/SOURCE_DEAD_LETTERS_ELSEWHERE/);
    expect(send('arn:aws:sqs:eu-west-1:222222222222:dead')).toThrow(/SOURCE_DEAD_LETTERS_ELSEWHERE/);
  });

  test('is missed when nothing is tried again (EVB-20, VAL-32)', () => {
    expect(warningsIn(ruled({ retryAttempts: 0 }).stack, 'retryAttempts is 0')).toBe(1);
  });
});

describe('a rule that is there already', () => {
  const given = (stack: Stack) => new events.Rule(stack, 'Given', { eventPattern: PLACED });

  test('can have several functions, each with its permission', () => {
    const { stack, ship, alias } = shipIn();
    const rule = given(stack);
    const source = EventBridgeEventSource.fromRule(rule, { retryAttempts: 3 });
    ship.addEventSource(source);
    alias.addEventSource(source);

    expect(source.rule).toBe(rule);
    expect(propertiesOf(stack, RULE)).toMatchObject([
      { Targets: [{ RetryPolicy: { MaximumRetryAttempts: 3 } }, { RetryPolicy: { MaximumRetryAttempts: 3 } }] },
    ]);
    expect(permissionsOf(stack)).toHaveLength(2);
  });

  test('may be in another stack, which then needs that of the function', () => {
    const { stack, ship } = shipIn();
    const rules = new Stack(stack.node.root as App, 'Rules');
    ship.addEventSource(EventBridgeEventSource.fromRule(given(rules)));
    (stack.node.root as App).synth();

    expect([stack.dependencies, rules.dependencies]).toEqual([[], [stack]]);
    expect(permissionsOf(rules)).toHaveLength(1);
  });

  test('keeps the id of the permission of aws-cdk-lib', () => {
    const ids = (connect: (rule: events.Rule, fn: ReturnType<typeof plainIn>) => void) => {
      const stack = stackIn();
      connect(given(stack), plainIn(stack));
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
    };

    expect(ids((rule, fn) => fn.addEventSource(EventBridgeEventSource.fromRule(rule)))).toEqual(
      ids((rule, fn) => rule.addTarget(new LambdaFunction(fn))),
    );
  });

  test('fails when it has five targets, or this one already (EVB-04, VAL-21)', () => {
    const stack = stackIn();
    const rule = given(stack);
    const add = (name: string) => {
      const inner = new Stack(stack, name);
      return plainIn(inner).addEventSource(EventBridgeEventSource.fromRule(rule));
    };
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) add(name);

    expect(() => add('Six')).toThrow(/at most 5 targets, and Shop\/Given has them.*RULE_TARGETS/s);
    const { stack: other, ship } = shipIn();
    const source = EventBridgeEventSource.fromRule(given(other));
    ship.addEventSource(source);
    expect(() => ship.addEventSource(source)).toThrow(/SOURCE_TWICE/);
  });
});

const longPattern = (length: number) => {
  const pattern = { source: [''] };
  return { source: ['x'.repeat(length - JSON.stringify(pattern).length)] };
};
const text = (length: number) => events.RuleTargetInput.fromObject('x'.repeat(length - 2));

test.each([
  [{ ruleName: 'x'.repeat(64) }],
  [{ ruleName: Lazy.string({ produce: () => ' ' }) }],
  [{ retryAttempts: 185 }],
  [{ retryAttempts: Lazy.number({ produce: () => 999 }) }],
  [{ maxEventAge: Duration.seconds(60) }],
  [{ maxEventAge: Duration.hours(24) }],
  [{ schedule: events.Schedule.expression('rate(1 minute)') }],
  [{ schedule: events.Schedule.expression('cron(0 8 ? * MON-FRI *)') }],
  [{ schedule: events.Schedule.expression(Lazy.string({ produce: () => 'never' })) }],
  [{ eventPattern: { detail: { total: [{ numeric: ['>', 9] }] } } }],
  [{ eventPattern: { source: events.Match.prefix('aws.') } }],
  [{ eventPattern: { account: [Lazy.string({ produce: () => '' })] } }],
  [{ eventPattern: longPattern(4096) }],
  [{ event: text(8192) }],
  [{ event: events.RuleTargetInput.fromEventPath(`$.${'x'.repeat(254)}`) }],
] as [Partial<EventBridgeEventSourceProps>][])('%j may be given', (props) => {
  expect(() => ruled(props)).not.toThrow();
});

test.each([
  [{ ruleName: 'x'.repeat(65) }, /ruleName must have from 1 to 64 characters/],
  [{ ruleName: 'a b' }, /ruleName must have/],
  [{ retryAttempts: -1 }, /retryAttempts .* but is -1/],
  [{ retryAttempts: 186 }, /retryAttempts .* but is 186/],
  [{ maxEventAge: Duration.seconds(59) }, /maxEventAge .* but is 59/],
  [{ maxEventAge: Duration.seconds(86_401) }, /maxEventAge .* but is 86401/],
  [{ maxEventAge: Duration.millis(60_500) }, /maxEventAge must be a whole number/],
  [{ eventPattern: undefined }, /RULE_IDLE/],
  [{ eventPattern: {} }, /RULE_IDLE/],
  [{ schedule: events.Schedule.expression('rate(1 minutes)') }, /rate\(1 minutes\): it must be 1 minute \(EVB-03\)/],
  [{ schedule: events.Schedule.expression('rate(10 seconds)') }, /SCHEDULE_INVALID/],
  [{ schedule: events.Schedule.expression('at(2026-12-31T00:00:00)') }, /SCHEDULE_INVALID/],
  [{ schedule: events.Schedule.expression('cron(0 8 * * * *)') }, /SCHEDULE_INVALID/],
  [{ eventPattern: { source: [] } }, /Empty arrays are not allowed \(PAT-40\)/],
  [{ eventPattern: { detail: { a: [{ PREFIX: 'x' }] } } }, /Unrecognized match type PREFIX/],
  [{ eventPattern: { detail: { a: 'x' } } }, /"a" must be an object or an array.*EVENT_PATTERN_INVALID/s],
  [{ eventPattern: longPattern(4097) }, /eventPattern must have from 2 to 4096 characters/],
  [{ event: text(8193) }, /event must have from 0 to 8192 characters/],
  [{ event: events.RuleTargetInput.fromEventPath(`$.${'x'.repeat(255)}`) }, /event must have from 0 to 256 characters/],
] as [Partial<EventBridgeEventSourceProps>, RegExp][])('fails when the source is %j', (props, problem) => {
  expect(() => ruled(props)).toThrow(problem);
});

test('fails when a schedule is for a bus of one’s own (EVB-02, VAL-21)', () => {
  const stack = stackIn();
  const eventBus = new events.EventBus(stack, 'Bus');
  const schedule = events.Schedule.rate(Duration.hours(1));
  expect(() => ruled({ schedule, eventBus }, stack)).toThrow(/RULE_SCHEDULE_OF_OWN_BUS/);
});

test('a pattern above the quota is warned of (EVB-04)', () => {
  const warned = (length: number) => warningsIn(ruled({ eventPattern: longPattern(length) }).stack, 'unless it was raised');
  expect([warned(2048), warned(2049)]).toEqual([0, 1]);
});

test('fails when the rule is asked for before there is one, when it would be for two, and when the id is taken', () => {
  const { ship, alias, source } = ruled();
  const again = new EventBridgeEventSource('Placed', { eventPattern: PLACED });

  expect(() => again.rule).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => ship.addEventSource(again)).toThrow(/SOURCE_TWICE/);
});

test('fails when the function is in another Region than its rule', () => {
  const app = stackIn().node.root as App;
  const rules = new Stack(app, 'Rules', { env: { region: 'eu-west-1' } });
  const fn = plainIn(new Stack(app, 'Functions', { env: { region: 'us-east-1' } }));
  const rule = new events.Rule(rules, 'Rule', { eventPattern: PLACED });

  expect(() => fn.addEventSource(EventBridgeEventSource.fromRule(rule))).toThrow(/SOURCE_ELSEWHERE/);
});

test('a source that is removed leaves the ids of the others', () => {
  const ids = (withOther: boolean) => {
    const { stack, ship } = shipIn();
    if (withOther) ship.addEventSource(new EventBridgeEventSource('Other', { eventPattern: PLACED }));
    ship.addEventSource(new EventBridgeEventSource('Placed', { eventPattern: PLACED }));
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
  };

  expect(ids(true)).toEqual(expect.arrayContaining(ids(false)));
});
