import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { InlineFunction } from 'cdk-lambda-kit';
import { stackIn } from '../scene';
import { EVERY_KIND, inline, propertiesOf, refused, warningsOf } from './kinds';

const HOUR = { executionTimeout: Duration.hours(1) };
const synthesis = (stack: Stack) => () => Template.fromStack(stack);

describe('a durable function (FN-67)', () => {
  test.each(EVERY_KIND)('can be a %s', (_kind, make) => {
    const greeter = make(stackIn(), { durableConfig: { ...HOUR, retentionPeriod: Duration.days(7) } });

    expect(propertiesOf(greeter).DurableConfig).toEqual({ ExecutionTimeout: 3600, RetentionPeriodInDays: 7 });
    expect(warningsOf(greeter)).toEqual([]);
  });

  test('has a key that its role may use', () => {
    const stack = stackIn();
    const key = new Key(stack, 'Key');
    const greeter = inline(stack, { durableConfig: HOUR, durableEncryption: key });

    expect(propertiesOf(greeter).DurableConfig).toEqual({ ExecutionTimeout: 3600, KMSKeyArn: stack.resolve(key.keyArn) });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: stack.resolve(key.keyArn) }] },
    });
  });

  test.each([1, 31_622_400])('may take %p seconds', (seconds) => {
    expect(() => inline(stackIn(), { durableConfig: { executionTimeout: Duration.seconds(seconds) } })).not.toThrow();
  });

  test.each([
    ['takes no time', { executionTimeout: Duration.seconds(0) }, 'VALUE_OUT_OF_RANGE'],
    ['takes more than a year', { executionTimeout: Duration.seconds(31_622_401) }, 'VALUE_OUT_OF_RANGE'],
    ['is forgotten at once', { ...HOUR, retentionPeriod: Duration.days(0) }, 'VALUE_OUT_OF_RANGE'],
    ['is kept for more than 90 days', { ...HOUR, retentionPeriod: Duration.days(91) }, 'VALUE_OUT_OF_RANGE'],
    ['is kept for a part of a day', { ...HOUR, retentionPeriod: Duration.hours(36) }, 'VALUE_OUT_OF_RANGE'],
    ['has no time', {} as lambda.DurableConfig, 'DURABLE_TIMEOUT_MISSING'],
  ])('fails when it %s', (_what, durableConfig, code) => {
    expect(refused({ durableConfig })).toBe(code);
  });

  test('fails when it has a destination', () => {
    const stack = stackIn();
    const destination = new SqsDestination(new Queue(stack, 'Dead'));

    expect(refused({ durableConfig: HOUR, onFailure: destination }, stack)).toBe('DESTINATION_OF_DURABLE');
    expect(refused({ durableConfig: HOUR, onSuccess: destination }, stack)).toBe('DESTINATION_OF_DURABLE');
  });

  test('fails when there is a key, but nothing durable', () => {
    const stack = stackIn();

    expect(refused({ durableEncryption: new Key(stack, 'Key') }, stack)).toBe('DURABLE_KEY_WITHOUT_DURABLE');
  });

  test('is warned of on a runtime that is not known for it, and under a name of its own', () => {
    const runtime = lambda.Runtime.PYTHON_3_12;
    const python = new InlineFunction(stackIn(), 'Greeter', { code: 'def handler(e, c): pass', runtime, durableConfig: HOUR });

    expect(warningsOf(python)).toEqual(['DURABLE_RUNTIME']);
    expect(warningsOf(inline(stackIn(), { durableConfig: HOUR, functionName: 'greeter' }))).toEqual(['DURABLE_NAME']);
  });
});

describe('SnapStart (FN-66)', () => {
  function snapped(stack = stackIn()) {
    const code = 'def handler(e, c): pass';
    const runtime = lambda.Runtime.PYTHON_3_14;
    return new InlineFunction(stack, 'Greeter', { code, runtime, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS });
  }

  test('goes with versions and aliases', () => {
    const greeter = snapped();
    greeter.addAlias('live');

    expect(synthesis(greeter.stack)).not.toThrow();
    expect(propertiesOf(greeter).SnapStart).toEqual({ ApplyOn: 'PublishedVersions' });
  });

  test('fails at synthesis with provisioned concurrency on a version', () => {
    const greeter = snapped();
    new lambda.Version(greeter.stack, 'First', { lambda: greeter, provisionedConcurrentExecutions: 1 });

    expect(synthesis(greeter.stack)).toThrow(/snapStart must not meet the provisioned concurrency of Shop\/First/);
  });

  test('fails at synthesis with provisioned concurrency on an alias', () => {
    const greeter = snapped();
    greeter.addAlias('live', { provisionedConcurrentExecutions: 1 });

    expect(synthesis(greeter.stack)).toThrow(/provisioned concurrency of Shop\/Greeter\/Aliaslive/);
  });

  test('fails at synthesis with scaled concurrency on an alias', () => {
    const greeter = snapped();
    greeter.addAlias('live').addAutoScaling({ maxCapacity: 2 }).scaleOnUtilization({ utilizationTarget: 0.5 });

    expect(synthesis(greeter.stack)).toThrow(/SNAP_START_WITH_PROVISIONED/);
  });

  test('fails at every synthesis, as the stack is then', () => {
    const greeter = snapped();
    const app = greeter.stack.node.root as App;
    const version = greeter.currentVersion.node.defaultChild as lambda.CfnVersion;
    const provision = (provisionedConcurrentExecutions?: number) => {
      version.provisionedConcurrencyConfig = provisionedConcurrentExecutions ? { provisionedConcurrentExecutions } : undefined;
      return () => app.synth({ force: true });
    };

    expect(provision()).not.toThrow();
    expect(provision(1)).toThrow(/snapStart must not meet the provisioned concurrency of Shop\/Greeter\/CurrentVersion/);
    expect(provision()).not.toThrow();
  });

  test('does not mind what other functions have', () => {
    const greeter = snapped();
    const other = inline(new Stack(greeter.stack.node.root as never, 'Other'));
    other.addAlias('live', { provisionedConcurrentExecutions: 1 });

    expect(synthesis(greeter.stack)).not.toThrow();
  });
});

describe('tenant isolation (FN-68)', () => {
  const isolated = (stack = stackIn()) => inline(stack, { tenancyConfig: lambda.TenancyConfig.PER_TENANT });

  test('goes with an alias', () => {
    const greeter = isolated();
    greeter.addAlias('live');

    expect(synthesis(greeter.stack)).not.toThrow();
  });

  test('fails at synthesis with an event source mapping', () => {
    const greeter = isolated();
    const eventSourceArn = new Queue(greeter.stack, 'Orders').queueArn;
    new lambda.EventSourceMapping(greeter.stack, 'Mapping', { target: greeter, eventSourceArn });

    expect(synthesis(greeter.stack)).toThrow(/tenancyConfig must not meet Shop\/Mapping/);
  });

  test('fails at synthesis with an event source mapping of its alias', () => {
    const greeter = isolated();
    const eventSourceArn = new Queue(greeter.stack, 'Orders').queueArn;
    new lambda.EventSourceMapping(greeter.stack, 'Mapping', { target: greeter.addAlias('live'), eventSourceArn });

    expect(synthesis(greeter.stack)).toThrow(/tenancyConfig must not meet Shop\/Mapping/);
  });

  test('fails at synthesis with scaled concurrency on its alias', () => {
    const greeter = isolated();
    greeter.addAlias('live').addAutoScaling({ maxCapacity: 2 }).scaleOnUtilization({ utilizationTarget: 0.5 });

    expect(synthesis(greeter.stack)).toThrow(/tenancyConfig must not meet the provisioned concurrency/);
  });
});
