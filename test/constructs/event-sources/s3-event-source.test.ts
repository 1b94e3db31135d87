import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { S3EventSource as Original } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { S3EventSource, type S3EventSourceProps } from '../../../src/constructs/event-sources/s3-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const NOTIFICATIONS = 'Custom::S3BucketNotifications';
const { OBJECT_CREATED, OBJECT_CREATED_PUT, OBJECT_REMOVED } = s3.EventType;

function notified(props: Partial<S3EventSourceProps> = {}) {
  const scene = shipIn();
  const bucket = new s3.Bucket(scene.stack, 'Uploads');
  scene.ship.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED], ...props }));
  return { ...scene, bucket };
}

/** What the notification of the stack's bucket says of functions. */
function configurations(stack: Stack): unknown[] {
  return propertiesOf(stack, NOTIFICATIONS).flatMap(({ NotificationConfiguration: config }) => {
    return (config as { LambdaFunctionConfigurations?: unknown[] }).LambdaFunctionConfigurations ?? [];
  });
}

test('a bucket needs a notification, and a permission for the bucket and its account (S3-02, PRM-04)', () => {
  const { stack, ship, bucket } = notified({ filters: [{ prefix: 'in/', suffix: '.csv' }] });

  expect(configurations(stack)).toEqual([
    {
      Events: ['s3:ObjectCreated:*'],
      Filter: {
        Key: {
          FilterRules: [
            { Name: 'suffix', Value: '.csv' },
            { Name: 'prefix', Value: 'in/' },
          ],
        },
      },
      LambdaFunctionArn: names(stack, ship).arn,
    },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: names(stack, bucket).arn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('the notification waits for the permission, which S3 tests (PRM-06)', () => {
  const { stack } = notified();
  const [notification] = Object.values(Template.fromStack(stack).findResources(NOTIFICATIONS));
  const [permission] = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));

  expect(notification?.DependsOn).toContain(permission);
});

test.each(TARGET_KINDS)('the permission is on the %s that is invoked (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  target.addEventSource(new S3EventSource(new s3.Bucket(stack, 'Uploads'), { events: [OBJECT_CREATED] }));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(configurations(stack)).toMatchObject([{ LambdaFunctionArn: arn }]);
});

test('a function and its alias can have two parts of a bucket, each with its permission', () => {
  const { stack, bucket, alias } = notified({ filters: [{ prefix: 'a/' }] });
  alias.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED], filters: [{ prefix: 'b/' }] }));

  expect(permissionsOf(stack)).toHaveLength(2);
});

test('two events of one bucket need one permission', () => {
  expect(permissionsOf(notified({ events: [OBJECT_CREATED, OBJECT_REMOVED] }).stack)).toHaveLength(1);
});

test('whoever comes from aws-cdk-lib keeps everything', () => {
  const template = (source: typeof S3EventSource | typeof Original) => {
    const stack = stackIn();
    plainIn(stack).addEventSource(new source(new s3.Bucket(stack, 'Uploads'), { events: [OBJECT_CREATED] }));
    return Template.fromStack(stack).toJSON() as unknown;
  };

  expect(template(S3EventSource)).toEqual(template(Original));
});

describe('with bucket and function in two stacks', () => {
  function apart(props: Partial<S3EventSourceProps> = {}, context = {}) {
    const stack = stackIn(context);
    const app = stack.node.root as App;
    const data = new Stack(app, 'Data');
    const bucket = new s3.Bucket(data, 'Uploads');
    const { ship } = shipIn(stack);
    const source = () => new S3EventSource(bucket, { events: [OBJECT_CREATED], ...props });
    return { app, stack, data, bucket, ship, source };
  }

  test('the function may read the bucket that invokes it: its stack needs that of the bucket, not the other way', () => {
    const { app, stack, data, bucket, ship, source } = apart();
    ship.addEventSource(source());
    bucket.grantRead(ship);
    app.synth();

    expect([stack.dependencies, data.dependencies]).toEqual([[data], []]);
    expect(configurations(stack)).toHaveLength(1);
    expect(propertiesOf(stack, NOTIFICATIONS)).toMatchObject([{ Managed: false }]);
    expect(permissionsOf(stack)).toMatchObject([{ Principal: 's3.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } }]);
  });

  test('or the stack of the bucket needs that of the function, as with aws-cdk-lib', () => {
    const { app, stack, data, ship, source } = apart({ inStackOfBucket: true });
    ship.addEventSource(source());
    app.synth();

    expect([stack.dependencies, data.dependencies]).toEqual([[], [stack]]);
    expect(configurations(data)).toHaveLength(1);
  });

  test('two functions of a stack have one notification resource there', () => {
    const { stack, bucket, ship, source } = apart({ filters: [{ prefix: 'a/' }] });
    ship.addEventSource(source());
    plainIn(stack).addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED], filters: [{ prefix: 'b/' }] }));

    expect(propertiesOf(stack, NOTIFICATIONS)).toHaveLength(1);
    expect(configurations(stack)).toHaveLength(2);
  });

  test('fails when the stack of the bucket would take the notification away (S3-08, VAL-15)', () => {
    const { app, data, bucket, ship, source } = apart();
    ship.addEventSource(source());
    bucket.addEventNotification(OBJECT_REMOVED, new SqsDestination(new sqs.Queue(data, 'Removed')));

    expect(() => app.synth()).toThrow(/NOTIFICATIONS_OF_TWO_STACKS/);
  });

  test('both stacks set notifications with the flag that keeps those of others', () => {
    const { app, data, bucket, ship, source } = apart({}, { '@aws-cdk/aws-s3:keepNotificationInImportedBucket': true });
    ship.addEventSource(source());
    bucket.addEventNotification(OBJECT_REMOVED, new SqsDestination(new sqs.Queue(data, 'Removed')));

    expect(() => app.synth()).not.toThrow();
  });

  test('fails when notifications overlap across stacks', () => {
    const { data, bucket, ship, source } = apart();
    bucket.addEventNotification(OBJECT_CREATED, new SqsDestination(new sqs.Queue(data, 'Created')));
    expect(() => ship.addEventSource(source())).toThrow(/NOTIFICATIONS_OVERLAP/);
  });
});

describe('overlapping notifications (S3-06, VAL-15)', () => {
  const filtered = (prefix?: string, suffix?: string) => (prefix || suffix ? [{ prefix, suffix }] : []);
  const second = (events: s3.EventType[], before: s3.NotificationKeyFilter[], after: s3.NotificationKeyFilter[]) => {
    const { bucket, stack } = notified({ filters: before });
    plainIn(stack).addEventSource(new S3EventSource(bucket, { events, filters: after }));
  };

  test.each([
    ['no filter and none', filtered(), filtered()],
    ['no filter and a prefix', filtered(), filtered('in/')],
    ['a prefix and a longer one', filtered('in/'), filtered('in/2026/')],
    ['a prefix and the same', filtered('in/'), filtered('in/')],
    ['a prefix and a suffix', filtered('in/'), filtered(undefined, '.csv')],
    ['suffixes that overlap below prefixes that do', filtered('in/', '.csv'), filtered('in/x', 'a.csv')],
  ])('fails when two functions have %s', (_, before, after) => {
    expect(() => second([OBJECT_CREATED], before, after)).toThrow(
      /must not overlap with s3:ObjectCreated:\*[^]*NOTIFICATIONS_OVERLAP/,
    );
    expect(() => second([OBJECT_CREATED_PUT], before, after)).toThrow(/s3:ObjectCreated:Put .*NOTIFICATIONS_OVERLAP/s);
    expect(() => second([OBJECT_REMOVED], before, after)).not.toThrow();
  });

  test.each([
    ['prefixes that differ', filtered('in/'), filtered('out/')],
    ['suffixes that differ', filtered('in/', '.csv'), filtered('in/', '.json')],
    ['a prefix that only the deployment knows', filtered('in/'), filtered(Lazy.string({ produce: () => 'in/' }))],
  ])('two functions may have %s', (_, before, after) => {
    expect(() => second([OBJECT_CREATED], before, after)).not.toThrow();
  });

  test('fails when one source names an event and a part of it', () => {
    expect(() => notified({ events: [OBJECT_CREATED, OBJECT_CREATED_PUT] })).toThrow(/NOTIFICATIONS_OVERLAP/);
  });

  test('fails when a queue has the event already', () => {
    const { stack, ship } = shipIn();
    const bucket = new s3.Bucket(stack, 'Uploads');
    bucket.addEventNotification(OBJECT_CREATED, new SqsDestination(new sqs.Queue(stack, 'Created')));

    expect(() => ship.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED] }))).toThrow(/NOTIFICATIONS_OVERLAP/);
  });

  test('fails when an imported bucket is one of this app', () => {
    const { stack, ship } = shipIn();
    const bucket = new s3.Bucket(stack, 'Uploads', { bucketName: 'uploads-of-shop' });
    ship.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED] }));
    const same = (events: s3.EventType[]) => () =>
      plainIn(stack).addEventSource(new S3EventSource(s3.Bucket.fromBucketName(stack, 'Same', 'uploads-of-shop'), { events }));

    expect(same([OBJECT_CREATED])).toThrow(/NOTIFICATIONS_OVERLAP/);
    stack.node.tryRemoveChild('Plain');
    stack.node.tryRemoveChild('Same');
    expect(same([OBJECT_REMOVED])).toThrow(/BUCKET_IMPORTED_TWICE/);
  });
});

test('an imported bucket has its notifications, beside those that others set', () => {
  const { stack, ship } = shipIn();
  ship.addEventSource(
    new S3EventSource(s3.Bucket.fromBucketName(stack, 'Given', 'uploads-of-shop'), { events: [OBJECT_CREATED] }),
  );

  expect(propertiesOf(stack, NOTIFICATIONS)).toMatchObject([{ BucketName: 'uploads-of-shop', Managed: false }]);
});

test.each([
  [{ events: [] }, /NOTIFICATION_EVENTS_MISSING/],
  [{ filters: [{}] }, /filters\[0\] must have a prefix or a suffix.*NOTIFICATION_FILTER/s],
  [{ filters: [{ prefix: 'in/*' }] }, /prefix 'in\/\*' of filters\[0\] must not have a wildcard/],
  [{ filters: [{ suffix: '*.csv' }] }, /suffix '\*\.csv'/],
  [{ filters: [{ prefix: 'a' }, { prefix: 'b' }] }, /one prefix at most, but have 2/],
  [{ filters: [{ suffix: 'a' }, { suffix: 'b' }] }, /one suffix at most, but have 2/],
] as [Partial<S3EventSourceProps>, RegExp][])('fails when the source is %j (S3-04, S3-05)', (props, problem) => {
  expect(() => notified(props)).toThrow(problem);
});

test('prefix and suffix may be given one by one', () => {
  expect(configurations(notified({ filters: [{ prefix: 'in/' }, { suffix: '.csv' }] }).stack)).toHaveLength(1);
});

test('fails when the bucket is in another Region or account than the function (S3-01)', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
  const fn = plainIn(stack);
  const at = (env: { region: string; account: string }) => () => {
    const bucket = s3.Bucket.fromBucketAttributes(stack, `Bucket${JSON.stringify(env).length}${env.region}`, {
      bucketName: 'far',
      ...env,
    });
    fn.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED] }));
  };

  expect(at({ region: 'us-east-1', account: '111111111111' })).toThrow(/SOURCE_ELSEWHERE/);
  expect(at({ region: 'eu-west-1', account: '222222222222' })).toThrow(/SOURCE_ELSEWHERE/);
});

test('removing a source leaves the ids of the others', () => {
  const ids = (withOther: boolean) => {
    const { stack, ship } = shipIn();
    const other = new s3.Bucket(stack, 'Other');
    if (withOther) plainIn(stack).addEventSource(new S3EventSource(other, { events: [OBJECT_CREATED] }));
    const bucket = new s3.Bucket(stack, 'Uploads');
    ship.addEventSource(new S3EventSource(bucket, { events: [OBJECT_CREATED] }));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  };

  expect(ids(true)).toEqual(expect.arrayContaining(ids(false)));
});

test('an imported function without permissions of its own still has the notification', () => {
  const stack = stackIn();
  const fn = lambda.Function.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111111111111:function:far');
  fn.addEventSource(new S3EventSource(new s3.Bucket(stack, 'Uploads'), { events: [OBJECT_CREATED] }));

  expect(configurations(stack)).toHaveLength(1);
});
