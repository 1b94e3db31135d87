import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  CustomResourceEventSource,
  type CustomResourceEventSourceProps,
} from '../../../src/constructs/event-sources/custom-resource-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { importedIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const TYPE = 'AWS::CloudFormation::CustomResource';

function migrating(props: CustomResourceEventSourceProps = {}, timeout = Duration.seconds(10)) {
  const scene = shipIn(stackIn(), { timeout });
  const source = new CustomResourceEventSource(scene.stack, 'Migration', props);
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

test('a custom resource needs the function as its token, and no permission (CFN-01, CFN-02)', () => {
  const { stack, ship } = migrating({ properties: { to: 'v2' } });

  expect(propertiesOf(stack, TYPE)).toEqual([{ ServiceToken: names(stack, ship).arn, ServiceTimeout: '270', to: 'v2' }]);
  expect(permissionsOf(stack)).toEqual([]);
  expect(statementsOf(stack)).toEqual([]);
});

test.each([
  [10, '270'],
  [900, '2940'],
])('CloudFormation waits for the three attempts of a function of %d s, and not for an hour (CFN-06, CFN-07)', (timeout, waits) => {
  expect(propertiesOf(migrating({}, Duration.seconds(timeout)).stack, TYPE)).toMatchObject([{ ServiceTimeout: waits }]);
});

test('everything that is said of the resource is in the template', () => {
  const { stack } = migrating({
    resourceType: 'Custom::Migration',
    properties: { schema: 'orders' },
    pascalCaseProperties: true,
    serviceTimeout: Duration.minutes(30),
    removalPolicy: RemovalPolicy.RETAIN,
  });

  expect(Object.values(Template.fromStack(stack).findResources('Custom::Migration'))).toMatchObject([
    { Properties: { Schema: 'orders', ServiceTimeout: '1800' }, DeletionPolicy: 'Retain' },
  ]);
});

test.each(TARGET_KINDS)('the %s answers as what it is', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new CustomResourceEventSource(stack, 'Migration').bind(target);

  expect(propertiesOf(stack, TYPE)).toMatchObject([{ ServiceToken: stack.resolve(target.functionArn) as unknown }]);
});

test('what the function answers can be used, and CloudFormation waits an hour for functions that it does not know', () => {
  const stack = stackIn();
  const source = new CustomResourceEventSource(stack, 'Migration');
  source.bind(importedIn(stack));

  expect(stack.resolve(source.customResource.getAttString('Version'))).toEqual({ 'Fn::GetAtt': ['Migration', 'Version'] });
  expect(propertiesOf(stack, TYPE)[0]).not.toHaveProperty('ServiceTimeout');
});

test('resource and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const data = new Stack(app, 'Data');
  shipIn(stack).ship.addEventSource(new CustomResourceEventSource(data, 'Migration'));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, data.dependencies]).toEqual([[], [stack]]);
});

test.each([
  { serviceTimeout: Duration.seconds(1) },
  { serviceTimeout: Duration.hours(1) },
  { serviceTimeout: Duration.seconds(Lazy.number({ produce: () => 9999 })) },
  { resourceType: 'Custom::M' },
  { resourceType: `Custom::${'m'.repeat(52)}` },
] as CustomResourceEventSourceProps[])('a custom resource may have %j', (props) => {
  expect(() => migrating(props)).not.toThrow();
});

test.each([
  [{ serviceTimeout: Duration.seconds(0) }, /serviceTimeout .* seconds from 1 to 3600, but is 0/],
  [{ serviceTimeout: Duration.seconds(3601) }, /Shop\/Migration: serviceTimeout .* but is 3601/],
  [{ serviceTimeout: Duration.millis(1500) }, /serviceTimeout must be a whole number/],
  [{ resourceType: `Custom::${'m'.repeat(53)}` }, /resourceType must have from 9 to 60 characters/],
  [{ resourceType: 'Custom::' }, /TEXT_INVALID/],
  [{ resourceType: 'Custom::My.Migration' }, /TEXT_INVALID/],
  [{ resourceType: 'AWS::My::Migration' }, /TEXT_INVALID/],
] as [CustomResourceEventSourceProps, RegExp][])('fails when a custom resource is to have %j (CFN-01)', (props, problem) => {
  expect(() => migrating(props)).toThrow(problem);
});

test('a wait shorter than the function may take is warned of (CFN-06)', () => {
  const warned = (seconds: number) =>
    warningsIn(migrating({ serviceTimeout: Duration.seconds(seconds) }).stack, `serviceTimeout is ${seconds} s`);
  expect([warned(9), warned(10)]).toEqual([1, 0]);
});

test('fails when the function is in another Region (CFN-01)', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Here', { env: { account: '111111111111', region: 'eu-west-1' } });
  const far = lambda.Function.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111111111111:function:far');
  const near = lambda.Function.fromFunctionArn(stack, 'Near', 'arn:aws:lambda:eu-west-1:111111111111:function:near');

  expect(() => new CustomResourceEventSource(stack, 'Migration').bind(far)).toThrow(
    /Here\/Far must be in eu-west-1, but is in us-east-1 \(CFN-01\)[^]*SOURCE_OTHER_REGION/,
  );
  expect(() => new CustomResourceEventSource(stack, 'Migration').bind(near)).not.toThrow();
});

test('fails when the resource is asked for too early, or made for two functions', () => {
  const { stack, alias, ship } = shipIn();
  const source = new CustomResourceEventSource(stack, 'Migration');
  expect(() => source.customResource).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => alias.addEventSource(source)).toThrow(/Shop\/Migration: [^]*SOURCE_BOUND_TWICE/);
});
