import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, EventBus, EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import {
  EventBus as BusTarget,
  CloudWatchLogGroup,
  LambdaFunction,
  SfnStateMachine,
  SnsTopic,
  SqsQueue,
} from 'aws-cdk-lib/aws-events-targets';
import { EventBridgeDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { EventBridgePutEvents, LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = 'exports.handler = async (event) => event;';

test('an event reaches functions, topics, log groups and other buses (EVB-01, EVB-10, EVB-14)', async () => {
  const local = await running(
    appOf((stack) => {
      const bus = new EventBus(stack, 'Orders');
      const second = new EventBus(stack, 'Second');
      const topic = new Topic(stack, 'Alerts');
      topic.addSubscription(new LambdaSubscription(nodeFunction(stack, 'Alerted', ECHO)));
      const input = RuleTargetInput.fromObject({
        order: EventField.fromPath('$.detail.id'),
        text: `order ${EventField.fromPath('$.detail.id')}`,
      });
      new Rule(stack, 'Placed', {
        eventBus: bus,
        eventPattern: { source: ['shop'], detail: { total: [{ numeric: ['>', 100] }] } },
        targets: [
          new LambdaFunction(nodeFunction(stack, 'Ship', ECHO)),
          new LambdaFunction(nodeFunction(stack, 'Bill', ECHO), { event: input }),
          new SnsTopic(topic, { message: RuleTargetInput.fromText(`order ${EventField.fromPath('$.detail.id')}`) }),
          new CloudWatchLogGroup(new LogGroup(stack, 'Log', { logGroupName: '/aws/events/orders' })),
          new BusTarget(second),
        ],
      });
      new Rule(stack, 'Copied', {
        eventBus: second,
        eventPattern: { source: ['shop'] },
        targets: [new LambdaFunction(nodeFunction(stack, 'Copy', ECHO))],
      });
    }),
    { clock: 'virtual' },
  );
  const orders = local.bus('Orders');

  const { eventId } = await orders.put({ source: 'shop', detailType: 'OrderPlaced', detail: { id: 7, total: 200 } });
  await orders.put({ source: 'shop', detailType: 'OrderPlaced', detail: { id: 8, total: 20 } });
  await local.settle();

  const event = {
    id: eventId,
    source: 'shop',
    'detail-type': 'OrderPlaced',
    time: '2026-01-01T00:00:00Z',
    detail: { id: 7, total: 200 },
  };
  expect(local.function('Ship').invocations).toMatchObject([{ event }]);
  expect(local.function('Bill').invocations).toMatchObject([{ event: { order: 7, text: 'order 7' } }]);
  expect(local.function('Alerted').invocations).toMatchObject([{ event: { Records: [{ Sns: { Message: '"order 7"' } }] } }]);
  expect(local.function('Copy').invocations).toMatchObject([{ event }]);
  expect(orders.events.map(({ rules }) => rules)).toEqual([[expect.stringContaining('Placed')], []]);
  expect(orders.deliveries.map(({ to, outcome }) => [to.split(':')[2], outcome])).toEqual([
    ...[
      ['lambda', 'delivered'],
      ['lambda', 'delivered'],
      ['sns', 'delivered'],
      ['logs', 'delivered'],
      ['events', 'delivered'],
    ],
  ]);
});

test('handlers put events through the SDK, and schedule others', async () => {
  const local = await running(
    appOf((stack) => {
      const bus = new EventBus(stack, 'Orders');
      const listen = nodeFunction(stack, 'Listen', ECHO);
      new Rule(stack, 'Placed', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: [new LambdaFunction(listen)] });
      const put = nodeFunction(
        stack,
        'Put',
        `const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
        const { SchedulerClient, CreateScheduleCommand } = require('@aws-sdk/client-scheduler');
        exports.handler = async () => {
          const entry = { EventBusName: process.env.BUS, Source: 'shop', DetailType: 'OrderPlaced', Detail: '{"id":7}' };
          const { Entries } = await new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
          await new SchedulerClient().send(new CreateScheduleCommand({
            Name: 'reminder', ScheduleExpression: 'at(2026-01-02T09:00:00)', ScheduleExpressionTimezone: 'Europe/Berlin',
            FlexibleTimeWindow: { Mode: 'OFF' }, ActionAfterCompletion: 'DELETE',
            Target: { Arn: process.env.LISTEN, RoleArn: 'arn:aws:iam::000000000000:role/scheduler', Input: '{"remind":7}' },
          }));
          return Entries[0].EventId;
        };`,
        { environment: { BUS: bus.eventBusName, LISTEN: listen.functionArn }, timeout: Duration.seconds(20) },
      );
      bus.grantPutEventsTo(put);
    }),
    { clock: 'virtual' },
  );

  const { payload } = await local.function('Put').invoke({});
  await local.settle();
  expect(local.function('Listen').invocations).toMatchObject([{ event: { id: payload, detail: { id: 7 } } }]);

  await local.clock.advance({ days: 2 });
  expect(local.function('Listen').invocations.slice(1)).toMatchObject([
    { event: { remind: 7 }, startedAt: new Date('2026-01-02T08:00:00Z') },
  ]);
});

test('rules and schedules of the template are due by the clock (EVB-03, SCH-02)', async () => {
  const local = await running(
    appOf((stack) => {
      const ruled = new LambdaFunction(nodeFunction(stack, 'Ruled', ECHO));
      new Rule(stack, 'Often', { schedule: Schedule.rate(Duration.hours(6)), targets: [ruled] });
      new Rule(stack, 'Off', { schedule: Schedule.rate(Duration.minutes(1)), targets: [ruled], enabled: false });
      new scheduler.Schedule(stack, 'Nightly', {
        schedule: scheduler.ScheduleExpression.cron({ hour: '2', minute: '0', timeZone: undefined }),
        target: new LambdaInvoke(nodeFunction(stack, 'Scheduled', ECHO), {
          input: scheduler.ScheduleTargetInput.fromObject({ at: scheduler.ContextAttribute.scheduledTime, job: 'nightly' }),
        }),
        scheduleGroup: new scheduler.ScheduleGroup(stack, 'Jobs'),
      });
      const bus = EventBus.fromEventBusName(stack, 'Default', 'default');
      new scheduler.Schedule(stack, 'Weekly', {
        schedule: scheduler.ScheduleExpression.cron({ weekDay: 'SUN', hour: '0', minute: '0' }),
        target: new EventBridgePutEvents({
          ...{ eventBus: bus, source: 'shop', detailType: 'Weekly' },
          detail: scheduler.ScheduleTargetInput.fromObject({ week: 1 }),
        }),
      });
      new Rule(stack, 'OnWeekly', {
        eventPattern: { source: ['shop'] },
        targets: [new LambdaFunction(nodeFunction(stack, 'Weekday', ECHO))],
      });
    }),
    { clock: 'virtual' },
  );

  await local.settle();
  await local.clock.advance({ days: 4 });

  const started = (name: string) => local.function(name).invocations.map(({ startedAt }) => startedAt.toISOString().slice(0, 16));
  expect(started('Ruled').slice(0, 3)).toEqual(['2026-01-01T06:00', '2026-01-01T12:00', '2026-01-01T18:00']);
  expect(started('Ruled')).toHaveLength(16);
  expect(started('Scheduled')).toEqual(['2026-01-01T02:00', '2026-01-02T02:00', '2026-01-03T02:00', '2026-01-04T02:00']);
  expect(local.function('Scheduled').invocations[0]?.event).toEqual({ at: '2026-01-01T02:00:00Z', job: 'nightly' });
  expect(local.function('Weekday').invocations).toMatchObject([{ event: { 'detail-type': 'Weekly', detail: { week: 1 } } }]);
  expect(local.application.unsupported).toEqual([]);
});

test('a bus is told what became of asynchronous events (INV-67)', async () => {
  const local = await running(
    appOf((stack) => {
      const bus = new EventBus(stack, 'Results');
      const onFailure = new EventBridgeDestination(bus);
      nodeFunction(stack, 'Work', 'exports.handler = async () => { throw new Error("no"); };', { onFailure, retryAttempts: 0 });
      new Rule(stack, 'Failed', {
        eventBus: bus,
        eventPattern: { source: ['lambda'] },
        targets: [new LambdaFunction(nodeFunction(stack, 'Listen', ECHO))],
      });
    }),
    { clock: 'virtual' },
  );

  await local.function('Work').invoke({ id: 1 }, { type: 'Event' });
  await local.settle();

  const work = local.function('Work');
  expect(work.deliveries).toMatchObject([{ to: 'onFailure', outcome: 'delivered' }]);
  expect(local.function('Listen').invocations).toMatchObject([
    {
      event: {
        ...{ source: 'lambda', 'detail-type': 'Lambda Function Invocation Result - Failure' },
        resources: [local.bus('Results').arn, `${work.arn}:$LATEST`],
        detail: { requestPayload: { id: 1 }, requestContext: { condition: 'RetriesExhausted' } },
      },
    },
  ]);
});

test('events of AWS services can be put on the default bus by tests', async () => {
  const local = await running(
    appOf((stack) => {
      new Rule(stack, 'Created', {
        eventPattern: { source: ['aws.s3'], detailType: ['Object Created'] },
        targets: [new LambdaFunction(nodeFunction(stack, 'Listen', ECHO))],
      });
    }),
    { clock: 'virtual' },
  );

  await local.bus('default').put({ source: 'aws.s3', detailType: 'Object Created', detail: { object: { key: 'a' } } });
  await local.settle();

  expect(local.function('Listen').invocations).toMatchObject([{ event: { source: 'aws.s3', detail: { object: { key: 'a' } } } }]);
});

test('what nothing here takes is told of, with its path', async () => {
  const local = await running(
    appOf((stack) => {
      const machine = new StateMachine(stack, 'Machine', {
        definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
      });
      new Rule(stack, 'Started', { eventPattern: { source: ['shop'] }, targets: [new SfnStateMachine(machine)] });
      new EventBus(stack, 'Orders').archive('Archive', { eventPattern: { source: ['shop'] }, retention: Duration.days(1) });
      new CfnRule(stack, 'Wrong', { eventPattern: { source: 'shop' } });
    }),
  );

  expect(local.application.unsupported.map(({ address, type }) => [address.path, type])).toEqual(
    expect.arrayContaining([
      ['App/Started', 'AWS::Events::Rule'],
      [expect.stringContaining('App/Orders/Archive'), 'AWS::Events::Archive'],
    ]),
  );
  expect(local.journal.entries).toContainEqual(
    expect.objectContaining({
      kind: 'notEmulated',
      what: 'App/Wrong',
      why: expect.stringContaining('must be an object or an array'),
    }),
  );
});

test('fails when there is no such bus, or EventBridge refuses the event', async () => {
  const local = await running(appOf((stack) => void new EventBus(Stack.of(stack), 'Orders')));

  expect(() => local.bus('Alerts')).toThrow(expect.objectContaining({ code: 'RESOURCE_UNKNOWN' }));
  await expect(local.bus('Orders').put({ source: '', detailType: 'x' })).rejects.toMatchObject({
    name: 'CallRefused',
    type: 'InvalidArgument',
  });
  await expect(local.bus('Orders').put({ source: 'aws.s3', detailType: 'x' })).rejects.toMatchObject({
    type: 'NotAuthorizedForSourceException',
  });
});

test('queues, buckets and buses work together: an object is told of, and what fails is set aside (EVB-10, EVB-21)', async () => {
  const local = await running(
    appOf((stack) => {
      const queue = new Queue(stack, 'Created');
      const dead = new Queue(stack, 'Dead');
      new Bucket(stack, 'Uploads', { eventBridgeEnabled: true });
      new Rule(stack, 'OnCreated', { eventPattern: { source: ['aws.s3'] }, targets: [new SqsQueue(queue)] });
      new CfnRule(stack, 'Gone', {
        eventPattern: { source: ['aws.s3'] },
        targets: [
          {
            ...{
              id: 'gone',
              arn: stack.formatArn({
                service: 'lambda',
                resource: 'function',
                resourceName: 'gone',
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            },
            deadLetterConfig: { arn: dead.queueArn },
          },
        ],
      });
    }),
    { clock: 'virtual' },
  );

  local.bucket('Uploads').put('a.txt', 'hello');
  await local.settle();

  const bucket = `arn:aws:s3:::${local.bucket('Uploads').name}`;
  const event = { source: 'aws.s3', 'detail-type': 'Object Created', resources: [bucket], detail: { object: { key: 'a.txt' } } };
  expect(local.bus('default').events).toMatchObject([{ event }]);
  expect(local.queue('Created').messages.map(({ json }) => json)).toMatchObject([event]);
  expect(local.queue('Dead').messages).toMatchObject([{ json: event, messageAttributes: { RETRY_ATTEMPTS: '0' } }]);
});
