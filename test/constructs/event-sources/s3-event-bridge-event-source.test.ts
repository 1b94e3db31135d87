import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  S3EventBridgeEventSource,
  type S3EventBridgeEventSourceProps,
  S3EventBridgeType,
} from '../../../src/constructs/event-sources/s3-event-bridge-event-source';
import { matchesEventPattern } from '../../../src/model/event-pattern';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { TARGET_KINDS, TARGETS, warningsIn } from './targets';

const RULE = 'AWS::Events::Rule';

function notified(props: S3EventBridgeEventSourceProps = {}) {
  const scene = shipIn();
  const bucket = new s3.Bucket(scene.stack, 'Uploads');
  const source = new S3EventBridgeEventSource(bucket, props);
  scene.ship.addEventSource(source);
  return { ...scene, bucket, source };
}

test('a bucket needs a rule, a permission for it, and to tell EventBridge; no custom resource', () => {
  const { stack, ship, bucket, source } = notified({ events: [S3EventBridgeType.OBJECT_CREATED] });

  expect(propertiesOf(stack, RULE)).toEqual([
    {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [names(stack, bucket).ref] } },
      },
      State: 'ENABLED',
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
  expect(propertiesOf(stack, 'AWS::S3::Bucket')).toEqual([
    { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  ]);
  Template.fromStack(stack).resourceCountIs('Custom::S3BucketNotifications', 0);
});

test.each(TARGET_KINDS)('the permission is on the %s that is invoked (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new S3EventBridgeEventSource(new s3.Bucket(stack, 'Uploads')));

  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: stack.resolve(target.functionArn) as unknown }]);
});

test('keys are matched by prefix, by suffix, and by both', () => {
  const keys = [{ prefix: 'in/' }, { suffix: '.csv' }, { prefix: 'a\\', suffix: '.txt' }];
  const [rule] = propertiesOf(notified({ keys }).stack, RULE);
  const { detail } = rule?.EventPattern as { detail: { object: object } };
  const matches = (key: string) => matchesEventPattern({ object: detail.object }, { object: { key } });

  expect(['in/x', 'x.csv', 'a\\1.txt'].map(matches)).toEqual([true, true, true]);
  expect(['x', 'a.txt', 'a\\1'].map(matches)).toEqual([false, false, false]);
});

test('two functions may have the same objects', () => {
  const { stack, alias, bucket } = notified();
  alias.addEventSource(new S3EventBridgeEventSource(bucket));

  expect(propertiesOf(stack, RULE)).toHaveLength(2);
});

test('two rules of one bucket for one function have ids of their own', () => {
  const { ship, bucket } = notified();

  expect(() => ship.addEventSource(new S3EventBridgeEventSource(bucket))).toThrow(/SOURCE_TWICE/);
  expect(() => ship.addEventSource(new S3EventBridgeEventSource(bucket, { ruleId: 'Second' }))).not.toThrow();
});

test('a bucket with notifications, also with later ones, tells EventBridge through their custom resource', () => {
  const { stack, bucket } = notified();
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new SqsDestination(new sqs.Queue(stack, 'Created')));

  expect(propertiesOf(stack, 'Custom::S3BucketNotifications')).toMatchObject([
    { NotificationConfiguration: { EventBridgeConfiguration: {}, QueueConfigurations: [{}] } },
  ]);
  expect(propertiesOf(stack, 'AWS::S3::Bucket')).toEqual([{}]);
});

test('nothing is changed of a bucket that tells EventBridge already', () => {
  expect(propertiesOf(notified({ eventBridgeEnabled: true }).stack, 'AWS::S3::Bucket')).toEqual([{}]);
});

test('an imported bucket is warned of, unless it is said to tell EventBridge', () => {
  const warned = (eventBridgeEnabled: boolean) => {
    const { stack, ship } = shipIn();
    const bucket = s3.Bucket.fromBucketName(stack, 'Given', 'given');
    ship.addEventSource(new S3EventBridgeEventSource(bucket, { eventBridgeEnabled }));
    return warningsIn(stack, 'EventBridge');
  };

  expect([warned(false), warned(true)]).toEqual([1, 0]);
});

test('bucket and function may be in two stacks: that of the function needs the other', () => {
  const stack = stackIn();
  const data = new Stack(stack.node.root as App, 'Data');
  const { ship } = shipIn(stack);
  ship.addEventSource(new S3EventBridgeEventSource(new s3.Bucket(data, 'Uploads')));
  (stack.node.root as App).synth();

  expect([stack.dependencies, data.dependencies]).toEqual([[data], []]);
});

test.each([
  [{ events: [] }, /NOTIFICATION_EVENTS_MISSING/],
  [{ keys: [{}] }, /keys\[0\] must have a prefix or a suffix/],
  [{ keys: [{ prefix: 'a*' }] }, /must not have a wildcard/],
  [{ retryAttempts: 186 }, /retryAttempts .* from 0 to 185, but is 186/],
] as [S3EventBridgeEventSourceProps, RegExp][])('fails when the source is %j', (props, problem) => {
  expect(() => notified(props)).toThrow(problem);
});

test('fails when the rule is asked for before there is one, and when there would be two', () => {
  const { stack, alias, source } = notified();
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => new S3EventBridgeEventSource(new s3.Bucket(stack, 'New')).rule).toThrow(/SOURCE_NOT_BOUND/);
});
