import { Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FunctionAlias, Traffic } from 'cdk-lambda-kit';
import { stackIn } from './scene';

function functionWith(props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stackIn(), 'Orders', {
    runtime: lambda.Runtime.PYTHON_3_13,
    handler: 'index.handler',
    code: lambda.Code.fromInline('def handler(event, context): return event'),
    ...props,
  });
}

/** An alias of the function with so many environments ready. */
function provisioned(
  orders: lambda.Function,
  provisionedConcurrentExecutions?: number,
  traffic = Traffic.all(orders.currentVersion),
  aliasName = 'live',
): FunctionAlias {
  return new FunctionAlias(Stack.of(orders), aliasName, { aliasName, traffic, provisionedConcurrentExecutions });
}

const templateOf = (construct: FunctionAlias) => Template.fromStack(Stack.of(construct));

test.each([1, 5])('CON-04: %p environments are kept ready', (amount) => {
  templateOf(provisioned(functionWith(), amount)).hasResourceProperties('AWS::Lambda::Alias', {
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: amount },
  });
});

test.each([0, -1, 1.5, 2_147_483_648])('fails when %p environments are to be kept ready (CON-04)', (amount) => {
  expect(() => provisioned(functionWith(), amount)).toThrow(
    /^Shop\/live: provisionedConcurrentExecutions must be a whole number of environments from 1 to 2147483647, but is/,
  );
});

test('an amount that only the deployment knows is let through, also beside a reservation', () => {
  const amount = Lazy.number({ produce: () => 20 });

  expect(() => provisioned(functionWith({ reservedConcurrentExecutions: 10 }), amount)).not.toThrow();
  const reserved = Lazy.number({ produce: () => 1 });
  expect(() => provisioned(functionWith({ reservedConcurrentExecutions: reserved }), 5)).not.toThrow();
});

test('fails when environments are kept ready for $LATEST (CON-04)', () => {
  const orders = functionWith();

  expect(() => provisioned(orders, 1, Traffic.all(orders.latestVersion))).toThrow(
    /the alias must not point to \$LATEST, because only published versions.*\n.*PROVISIONED_NOT_SUPPORTED/,
  );
});

test('fails when environments are kept ready for weighted versions', () => {
  const orders = functionWith();
  const first = lambda.Version.fromVersionAttributes(orders, 'One', { lambda: orders, version: '1' });
  const traffic = Traffic.split(first, orders.currentVersion, 0.1);

  expect(() => provisioned(orders, 1, traffic)).toThrow(/must not meet traffic that is split.*\n.*WEIGHTS_WITH_PROVISIONED/);
  expect(() => provisioned(orders, undefined, traffic).addAutoScaling({ maxCapacity: 2 })).toThrow(/WEIGHTS_WITH_PROVISIONED/);
});

test('CodeDeploy may move an alias whose environments are kept ready', () => {
  const orders = functionWith();

  expect(() => provisioned(orders, 1, Traffic.allAtOnce(orders.currentVersion))).not.toThrow();
});

test('fails when environments are kept ready beside SnapStart (FN-66, CON-06)', () => {
  const orders = functionWith({ snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS });

  expect(() => provisioned(orders)).not.toThrow();
  expect(() => provisioned(orders, 1, undefined, 'next')).toThrow(/the function must not use SnapStart.*\n.*NOT_SUPPORTED/);
});

test('fails when the environments of tenants are to be kept ready or scaled (FN-68, CON-06)', () => {
  const orders = functionWith({ tenancyConfig: lambda.TenancyConfig.PER_TENANT });

  expect(() => provisioned(orders, 1)).toThrow(/the function must not isolate tenants.*\n.*PROVISIONED_NOT_SUPPORTED/);
  expect(() => provisioned(orders).addAutoScaling({ maxCapacity: 2 })).toThrow(/must not isolate tenants/);
});

test('fails when version and alias both keep environments ready (ALS-10)', () => {
  const orders = functionWith({ currentVersionOptions: { provisionedConcurrentExecutions: 2 } });

  expect(() => provisioned(orders)).not.toThrow();
  expect(() => provisioned(orders, 1, undefined, 'next')).toThrow(
    /must not be on the alias, because the version Shop\/Orders\/CurrentVersion has it already\.\n.*PROVISIONED_TWICE/,
  );
});

test('fails when the version gets its environments later (ALS-10)', () => {
  const orders = functionWith();
  const alias = provisioned(orders, 1);
  (orders.currentVersion.node.defaultChild as lambda.CfnVersion).provisionedConcurrencyConfig = {
    provisionedConcurrentExecutions: 1,
  };

  expect(() => templateOf(alias)).toThrow(/PROVISIONED_TWICE/);
});

test('fails when more is kept ready than is reserved (CON-05)', () => {
  const orders = functionWith({ reservedConcurrentExecutions: 10 });

  expect(() => provisioned(orders, 10)).not.toThrow();
  expect(() => provisioned(orders, 11, undefined, 'next')).toThrow(
    /provisionedConcurrentExecutions must be at most 10 environments, which are reserved for Shop\/Orders, but is 11\.\n.*ABOVE_RESERVED/,
  );
});

test.each([
  [5, true],
  [6, false],
])('5 and %p environments for two aliases fit into 10 reserved ones: %p (CON-05)', (amount, fits) => {
  const orders = functionWith({ reservedConcurrentExecutions: 10 });
  const other = lambda.Version.fromVersionAttributes(orders, 'One', { lambda: orders, version: '1' });
  const alias = provisioned(orders, 5);
  provisioned(orders, amount, Traffic.all(other), 'next');

  if (fits) expect(() => templateOf(alias)).not.toThrow();
  else expect(() => templateOf(alias)).toThrow(/what is provisioned for all .* must be at most 10 environments.*but is 11/);
});

test('the number of ready environments follows the load and the time of day', () => {
  const alias = provisioned(functionWith({ reservedConcurrentExecutions: 50 }), 5);
  const scaling = alias.addAutoScaling({ minCapacity: 2, maxCapacity: 50 });
  scaling.scaleOnUtilization({ utilizationTarget: 0.7 });
  scaling.scaleOnSchedule('Morning', { schedule: Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 20 });

  const template = templateOf(alias);
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 2,
    MaxCapacity: 50,
    ScheduledActions: [{ ScalableTargetAction: { MinCapacity: 20 }, Schedule: 'cron(0 8 * * ? *)' }],
  });
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.7 },
  });
});

test.each([
  [0, 0],
  [1, 1],
  [1, 10],
])('%p to %p environments are a range', (minCapacity, maxCapacity) => {
  const alias = provisioned(functionWith({ reservedConcurrentExecutions: 10 }));

  expect(() => alias.addAutoScaling({ minCapacity, maxCapacity })).not.toThrow();
});

test.each([
  [-1, 5, /minCapacity must be a whole number of environments from 0 to/],
  [1, 1.5, /maxCapacity must be a whole number of environments from 0 to/],
  [6, 5, /minCapacity, maxCapacity must ascend, but are 6, 5 environments\.\n.*SCALING_RANGE/],
  [undefined, 0, /minCapacity, maxCapacity must ascend, but are 1, 0 environments/],
  [1, 11, /maxCapacity must be at most 10 environments, which are reserved for Shop\/Orders, but is 11/],
])('fails when %p to %p environments are to be ready', (minCapacity, maxCapacity, message) => {
  const alias = provisioned(functionWith({ reservedConcurrentExecutions: 10 }));

  expect(() => alias.addAutoScaling({ minCapacity, maxCapacity })).toThrow(message);
});

test.each([
  [2, true],
  [4, true],
  [1, false],
  [5, false],
])('an amount of %p, which every deployment sets, is between 2 and 4: %p', (amount, fits) => {
  const scale = () => provisioned(functionWith(), amount).addAutoScaling({ minCapacity: 2, maxCapacity: 4 });

  if (fits) expect(scale).not.toThrow();
  else expect(scale).toThrow(/minCapacity, provisionedConcurrentExecutions, maxCapacity must ascend.*\n.*SCALING_RANGE/);
});

test('ends of the range that only the deployment knows are let through', () => {
  const alias = provisioned(functionWith({ reservedConcurrentExecutions: 10 }), 5);

  expect(() => alias.addAutoScaling({ minCapacity: 1, maxCapacity: Lazy.number({ produce: () => 20 }) })).not.toThrow();
});

const scaled = () => provisioned(functionWith({ reservedConcurrentExecutions: 10 })).addAutoScaling({ maxCapacity: 10 });

test.each([0.1, 0.9, Lazy.number({ produce: () => 0.5 })])('%p of the environments may be kept busy', (utilizationTarget) => {
  expect(() => scaled().scaleOnUtilization({ utilizationTarget })).not.toThrow();
});

test.each([0.09, 0.91, Number.NaN])('fails when %p of the environments are to be kept busy', (utilizationTarget) => {
  expect(() => scaled().scaleOnUtilization({ utilizationTarget })).toThrow(
    /Shop\/live: utilizationTarget must be a number of shares from 0.1 to 0.9/,
  );
});

test.each([
  [{ minCapacity: 5, maxCapacity: 4 }, /SCALING_RANGE/],
  [{ maxCapacity: 11 }, /maxCapacity must be at most 10 environments/],
  [{ minCapacity: 11 }, /minCapacity must be at most 10 environments/],
  [{ minCapacity: -1 }, /VALUE_OUT_OF_RANGE/],
])('fails when a schedule sets %p', (range, message) => {
  const schedule = Schedule.expression('rate(1 day)');

  expect(() => scaled().scaleOnSchedule('Daily', { schedule, ...range })).toThrow(message);
  expect(() => scaled().scaleOnSchedule('Daily', { schedule, minCapacity: 10, maxCapacity: 10 })).not.toThrow();
});
