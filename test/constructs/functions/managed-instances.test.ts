import { Aws, CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { stackIn } from '../scene';
import { inline, warningsOf } from './kinds';

interface Managed {
  readonly options?: lambda.FunctionOptions;
  readonly provider?: Partial<lambda.CapacityProviderProps>;
  readonly managed?: lambda.CapacityProviderFunctionOptions;
}

/** A function on managed instances, of which a version is published. */
function managed({ options, provider, managed }: Managed = {}) {
  const stack = stackIn();
  const vpc = new Vpc(stack, 'Vpc');
  const instances = new lambda.CapacityProvider(stack, 'Provider', {
    subnets: vpc.privateSubnets,
    securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
    ...provider,
  });
  const greeter = inline(stack, { memorySize: 2048, ...options });
  instances.addFunction(greeter, { publishToLatestPublished: true, ...managed });
  return { stack, vpc, greeter };
}

const synthesis =
  ({ stack }: { readonly stack: Stack }) =>
  () =>
    Template.fromStack(stack);

test('a function may run on managed instances of its architecture', () => {
  const scene = managed({ provider: { architectures: [lambda.Architecture.ARM_64] } });

  expect(synthesis(scene)).not.toThrow();
  expect(warningsOf(scene.greeter)).toEqual([]);
});

test('fails when the instances are of another architecture', () => {
  const x86 = { architectures: [lambda.Architecture.X86_64] };

  expect(synthesis(managed({ provider: x86 }))).toThrow(/architecture is arm64, but the instances .* are x86_64/);
  expect(synthesis(managed({ provider: x86, options: { architecture: lambda.Architecture.X86_64 } }))).not.toThrow();
});

test.each([
  ['perExecutionEnvironmentMaxConcurrency', 1],
  ['perExecutionEnvironmentMaxConcurrency', 1600],
  ['executionEnvironmentMemoryGiBPerVCpu', 2],
  ['executionEnvironmentMemoryGiBPerVCpu', 8],
])('%s may be %p', (option, value) => {
  expect(synthesis(managed({ managed: { [option]: value } }))).not.toThrow();
});

test.each([
  ['perExecutionEnvironmentMaxConcurrency', 0, /must be a whole number of events from 1 to 1600, but is 0/],
  ['perExecutionEnvironmentMaxConcurrency', 1601, /but is 1601/],
  ['perExecutionEnvironmentMaxConcurrency', 1.5, /but is 1.5/],
  ['executionEnvironmentMemoryGiBPerVCpu', 1, /must be a number of GiB from 2 to 8, but is 1/],
  ['executionEnvironmentMemoryGiBPerVCpu', 9, /but is 9/],
])('fails when %s is %p (FN-69)', (option, value, message) => {
  expect(synthesis(managed({ managed: { [option]: value } }))).toThrow(message);
});

test('values that only the deployment knows are let through', () => {
  const scene = managed();
  const amount = new CfnParameter(scene.stack, 'Amount', { type: 'Number' }).valueAsNumber;
  const resource = scene.greeter.node.defaultChild as lambda.CfnFunction;
  resource.memorySize = amount;
  resource.capacityProviderConfig = {
    lambdaManagedInstancesCapacityProviderConfig: {
      capacityProviderArn: `arn:aws:lambda:${Aws.REGION}:111122223333:capacity-provider:instances`,
      perExecutionEnvironmentMaxConcurrency: amount,
      executionEnvironmentMemoryGiBPerVCpu: amount,
    },
  };

  expect(synthesis(scene)).not.toThrow();
  expect(warningsOf(scene.greeter)).toEqual([]);
});

test('fails when it logs text (FN-63)', () => {
  expect(synthesis(managed({ options: { loggingFormat: lambda.LoggingFormat.TEXT } }))).toThrow(/MANAGED_LOG_FORMAT/);
});

test('provisioned concurrency on its alias is warned of, scaled or not', () => {
  const fixed = managed();
  fixed.greeter.addAlias('live', { provisionedConcurrentExecutions: 1 });
  const scaled = managed();
  scaled.greeter.addAlias('live').addAutoScaling({ maxCapacity: 2 }).scaleOnUtilization({ utilizationTarget: 0.5 });

  for (const scene of [fixed, scaled]) expect(warningsOf(scene.greeter)).toContain('MANAGED_WITH_PROVISIONED');
});

test.each([
  [2047, ['MANAGED_MEMORY']],
  [2048, []],
])('%p MB are looked at (FN-12)', (memorySize, warnings) => {
  expect(warningsOf(managed({ options: { memorySize } }).greeter)).toEqual(warnings);
});

test('a VPC of its own is warned of', () => {
  const { greeter, stack } = managed();
  const vpcConfig = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
  (greeter.node.defaultChild as lambda.CfnFunction).vpcConfig = vpcConfig;

  expect(warningsOf(stack)).toEqual(['MANAGED_VPC']);
});

test('it is warned of when no version is published (INV-13)', () => {
  const unpublished = managed({ managed: { publishToLatestPublished: false } });
  expect(warningsOf(unpublished.greeter)).toEqual(['MANAGED_UNPUBLISHED']);

  const published = managed({ managed: { publishToLatestPublished: false } });
  published.greeter.addAlias('live');
  expect(warningsOf(published.greeter)).toEqual([]);
});
