import { appOf } from './scratch-assembly';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';

test('topics, their subscriptions and tags are read, with the attributes as SNS takes them', () => {
  const { topics, subscriptions, unsupported, findings } = appOf({
    Alerts: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'alerts',
        DisplayName: 'Alerts',
        Tags: [{ Key: 'team', Value: 'shop' }],
        Subscription: [{ Protocol: 'email', Endpoint: 'someone@example.com' }],
      },
    },
    Ordered: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true, ContentBasedDeduplication: 'true' } },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        ...{ TopicArn: { Ref: 'Alerts' }, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:orders' },
        ...{ RawMessageDelivery: true, FilterPolicy: { level: ['urgent'] }, FilterPolicyScope: 'MessageBody' },
        RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
      },
    },
    Nobody: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Alerts' }, Protocol: 'sqs' } },
  });

  expect(findings).toEqual([]);
  expect(topics).toMatchObject([
    { name: 'alerts', arn: TOPIC, attributes: { DisplayName: 'Alerts' }, tags: { team: 'shop' } },
    { name: expect.stringMatching(/\.fifo$/), attributes: { FifoTopic: 'true', ContentBasedDeduplication: 'true' }, tags: {} },
  ]);
  expect(subscriptions).toMatchObject([
    { topicArn: TOPIC, protocol: 'email', endpoint: 'someone@example.com', attributes: {} },
    {
      ...{ topicArn: TOPIC, protocol: 'sqs', arn: expect.stringMatching(`^${TOPIC}:[0-9a-f-]{36}$`) },
      attributes: {
        ...{ RawMessageDelivery: 'true', FilterPolicy: '{"level":["urgent"]}', FilterPolicyScope: 'MessageBody' },
        RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead"}',
      },
    },
  ]);
  expect(unsupported).toMatchObject([{ address: { logicalId: 'Nobody' }, why: expect.stringContaining('Endpoint') }]);
});

test('buses and rules are read, with their patterns, schedules and targets', () => {
  const { buses, rules, findings } = appOf({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders', Description: 'Orders' } },
    Placed: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ...{ Name: 'placed', EventBusName: { 'Fn::GetAtt': ['Bus', 'Arn'] }, EventPattern: { source: ['shop'] } },
        Targets: [
          {
            ...{ Id: 'one', Arn: 'arn:aws:sqs:us-east-1:000000000000:orders', InputPath: '$.detail' },
            RetryPolicy: { MaximumRetryAttempts: '3', MaximumEventAgeInSeconds: 60 },
          },
        ],
      },
    },
    Often: { Type: 'AWS::Events::Rule', Properties: { Name: 'often', ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' } },
  });

  expect(findings).toEqual([]);
  expect(buses).toMatchObject([
    { name: 'orders', arn: 'arn:aws:events:us-east-1:000000000000:event-bus/orders', description: 'Orders' },
  ]);
  expect(rules).toMatchObject([
    {
      ...{ name: 'placed', busName: 'orders', arn: 'arn:aws:events:us-east-1:000000000000:rule/orders/placed', enabled: true },
      pattern: '{"source":["shop"]}',
      targets: [{ Id: 'one', InputPath: '$.detail', RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 } }],
    },
    { name: 'often', busName: 'default', schedule: 'rate(1 hour)', enabled: false, targets: [] },
  ]);
});

test('schedules and their groups are read, dates as instants', () => {
  const Target = { Arn: 'arn:aws:sqs:us-east-1:000000000000:orders', RoleArn: 'arn:aws:iam::000000000000:role/r', Input: '{}' };
  const { schedules, scheduleGroups, findings, unsupported } = appOf({
    Jobs: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'jobs' } },
    Nightly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ...{ Name: 'nightly', GroupName: { Ref: 'Jobs' }, ScheduleExpression: 'cron(0 2 * * ? *)', Target },
        ...{ ScheduleExpressionTimezone: 'Europe/Berlin', StartDate: '2026-02-01T00:00:00Z' },
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '15' },
      },
    },
    Far: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ...{ ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' } },
        Target: { ...Target, Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' },
      },
    },
    Bad: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' }, Target, StartDate: 'soon' },
    },
  });

  expect(scheduleGroups).toMatchObject([{ name: 'jobs', arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/jobs' }]);
  expect(schedules?.[0]).toMatchObject({
    ...{ name: 'nightly', group: 'jobs', arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/jobs/nightly' },
    settings: {
      ...{ ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin', Target },
      ...{ StartDate: Date.UTC(2026, 1, 1), FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } },
    },
  });
  expect(schedules).toHaveLength(2);
  expect(unsupported.map(({ address }) => address.logicalId)).toEqual(['Far', 'Bad']);
  expect(findings).toMatchObject([
    { code: 'PROPERTY_INVALID', message: expect.stringContaining('StartDate must be a time, not soon') },
  ]);
});

test('all targets of a rule that nothing is sent to are named', () => {
  const target = (id: string, service: string) => ({ Id: id, Arn: `arn:aws:${service}:us-east-1:000000000000:${id}` });
  const ruleWith = (...Targets: object[]) =>
    appOf({ Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets } } }).unsupported;
  const machines = [target('first', 'states'), target('queue', 'sqs'), target('second', 'ecs')];

  expect(ruleWith(...machines)).toMatchObject([
    {
      why: 'Nothing is sent to its targets arn:aws:states:us-east-1:000000000000:first, arn:aws:ecs:us-east-1:000000000000:second; what those would have received is in the journal.',
    },
  ]);
  expect(ruleWith(target('first', 'states'))).toMatchObject([
    { why: expect.stringMatching(/^Nothing is sent to its target arn/) },
  ]);
  expect(ruleWith(target('queue', 'sqs'))).toEqual([]);
});
