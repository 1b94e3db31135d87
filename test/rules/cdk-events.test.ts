import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as destinations from 'aws-cdk-lib/aws-logs-destinations';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as scheduled from 'aws-cdk-lib/aws-scheduler-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { PushedApp } from './pushed-app';

test('a function on a FIFO topic is found; a queue between them is fine', () => {
  const scene = new PushedApp();
  const topic = new sns.Topic(scene.stack, 'Topic', { fifo: true });
  topic.addSubscription(new subscriptions.LambdaSubscription(scene.fn()));
  topic.addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(scene.stack, 'Queue', { fifo: true })));

  expect(scene.findings()).toEqual(['SNS-02 S/Fn/Topic']);
});

test('topics of the stack, of other stacks and of other Regions are fine', () => {
  const scene = new PushedApp({ account: '111111111111', region: 'us-east-1' });
  const alias = scene.fn().addAlias('live');
  const other = scene.another('Other', { account: '111111111111', region: 'us-east-1' });
  for (const topic of [
    new sns.Topic(scene.stack, 'Here'),
    new sns.Topic(other, 'There'),
    sns.Topic.fromTopicArn(scene.stack, 'Far', 'arn:aws:sns:eu-west-1:111111111111:far'),
  ]) {
    topic.addSubscription(new subscriptions.LambdaSubscription(alias));
  }

  expect(scene.findings()).toEqual([]);
});

test('a log group with three filters, and a function on its own log group, are found', () => {
  const scene = new PushedApp();
  const logGroup = new logs.LogGroup(scene.stack, 'Group');
  const fn = scene.fn('Fn', { logGroup });
  for (const id of ['A', 'B', 'C']) {
    const destination = new destinations.LambdaDestination(id === 'A' ? fn : scene.fn(id));
    new logs.SubscriptionFilter(scene.stack, `To${id}`, { logGroup, destination, filterPattern: logs.FilterPattern.allEvents() });
  }

  expect(scene.findings()).toEqual(['LOG-06 S/ToA', 'LOG-03 S/ToC']);
});

test('a rule with a schedule on a bus of its own, and a target without a permission, are found', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  new events.CfnRule(scene.stack, 'Rule', {
    eventBusName: 'own',
    scheduleExpression: 'rate(5 minutes)',
    targets: [{ id: 'T', arn: fn.functionArn }],
  });

  expect(scene.findings()).toEqual(['EVB-01 S/Rule', 'EVB-02 S/Rule']);
});

test('a rule whose permission is for the function and whose target is an alias is found', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const rule = new events.CfnRule(scene.stack, 'Rule', {
    eventPattern: { source: ['x'] },
    targets: [{ id: 'T', arn: fn.addAlias('live').functionArn }],
  });
  fn.addPermission('Permission', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: rule.attrArn });

  expect(scene.findings()).toEqual(['PRM-02 S/Fn/Permission']);
});

test('rules and schedules for functions and aliases are fine', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const alias = fn.addAlias('live');
  const input = { event: events.RuleTargetInput.fromText(`at ${events.EventField.time}`) };
  const bus = new events.EventBus(scene.stack, 'Bus');
  new events.Rule(scene.stack, 'Rule', {
    eventBus: bus,
    eventPattern: { source: ['x'] },
    targets: [new targets.LambdaFunction(alias, input)],
  });
  new events.Rule(scene.stack, 'Timer', {
    schedule: events.Schedule.cron({ minute: '0/15', weekDay: 'MON-FRI' }),
    targets: [new targets.LambdaFunction(fn, { deadLetterQueue: new sqs.Queue(scene.stack, 'Dlq'), retryAttempts: 0 })],
  });
  new scheduler.Schedule(scene.stack, 'Schedule', {
    schedule: scheduler.ScheduleExpression.at(new Date('2027-01-01T00:00:00Z')),
    timeWindow: scheduler.TimeWindow.flexible(Duration.hours(1)),
    target: new scheduled.LambdaInvoke(alias, { input: scheduler.ScheduleTargetInput.fromObject({ a: 1 }) }),
  });

  expect(scene.findings()).toEqual([]);
});

test('a pipe whose role may invoke the function, but not the alias that is its target, is found', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const role = new iam.Role(scene.stack, 'Role', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
  new pipes.CfnPipe(scene.stack, 'Pipe', {
    source: 'arn:aws:sqs:us-east-1:000000000000:q',
    target: fn.addAlias('live').functionArn,
    roleArn: role.roleArn,
  });

  expect(scene.findings()).toEqual(['PIP-01 S/Pipe']);
});

test('a user pool that waits for less time than its trigger may run is found, for each pool once', () => {
  const scene = new PushedApp();
  const [slow, quick] = [scene.fn('Slow', { timeout: Duration.seconds(10) }), scene.fn('Quick')];
  const lambdaTriggers = { preSignUp: slow, postConfirmation: slow, preAuthentication: quick.addAlias('live') };
  new cognito.UserPool(scene.stack, 'Pool', { lambdaTriggers });

  expect(scene.findings()).toEqual(['COG-03 S/Slow']);
});

test('a version as trigger of a user pool is found', () => {
  const scene = new PushedApp();
  new cognito.UserPool(scene.stack, 'Pool', { lambdaTriggers: { preSignUp: scene.fn().currentVersion } });

  expect(scene.findings()).toEqual(['COG-02-version S/Pool']);
});
