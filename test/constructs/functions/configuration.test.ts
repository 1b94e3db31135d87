import { App, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { stackIn, temporaryFolder } from '../scene';
import { EVERY_KIND, inline, propertiesOf, refusal, refused, warningsOf } from './kinds';

const ARN = 'arn:aws:lambda:eu-west-1::runtime:0123abcd';

describe.each(EVERY_KIND)('%s', (_kind, make) => {
  test.each([
    ['functionName', 'a'],
    ['functionName', 'x'.repeat(64)],
    ['functionName', 'Shop-greeter_2'],
    ['reservedConcurrentExecutions', 0],
    ['reservedConcurrentExecutions', 900],
    ['retryAttempts', 0],
    ['retryAttempts', 2],
    ['maxEventAge', Duration.seconds(60)],
    ['maxEventAge', Duration.hours(6)],
    ['memorySize', 10_240],
    ['timeout', Duration.minutes(15)],
    ['runtimeManagementMode', lambda.RuntimeManagementMode.AUTO],
  ])('%s may be at the edge: %#', (option, value) => {
    // An image has its own runtime.
    if (_kind === 'ImageFunction' && option === 'runtimeManagementMode') return;
    expect(warningsOf(make(stackIn(), { [option]: value }))).toEqual([]);
  });

  test.each([
    ['FN-01', 'functionName', '', /functionName must have from 1 to 64 characters, only letters, digits, - and _/],
    ['FN-01', 'functionName', 'x'.repeat(65), /functionName .* with 65 characters/],
    ['FN-01', 'functionName', 'my.function', /functionName .* but is 'my.function'/],
    ['CON-02', 'reservedConcurrentExecutions', -1, /must be a whole number of environments not below 0, but is -1/],
    ['CON-02', 'reservedConcurrentExecutions', 1.5, /must be a whole number of environments not below 0, but is 1.5/],
    ['CON-02', 'reservedConcurrentExecutions', Number.NaN, /but is NaN/],
    ['INV-60', 'retryAttempts', -1, /retryAttempts must be a whole number of attempts from 0 to 2, but is -1/],
    ['INV-60', 'retryAttempts', 3, /retryAttempts must be a whole number of attempts from 0 to 2, but is 3/],
    ['INV-60', 'retryAttempts', 0.5, /but is 0.5/],
    ['INV-60', 'maxEventAge', Duration.seconds(59), /maxEventAge must be a whole number of seconds from 60 to 21600, but is 59/],
    ['INV-60', 'maxEventAge', Duration.seconds(21_601), /but is 21601/],
    ['INV-60', 'maxEventAge', Duration.millis(60_500), /but is 60.5/],
    ['FN-12', 'memorySize', 127, /memorySize must be a whole number of MB from 128 to 10240, but is 127/],
    ['FN-13', 'timeout', Duration.seconds(0), /timeout must be a whole number of seconds from 1 to 900, but is 0/],
  ])('fails when it breaks %s: %s, %#', (_rule, option, value, message) => {
    const error = refusal(() => make(stackIn(), { [option]: value }));

    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^Shop\/Greeter: /);
    expect(error.message).toMatch(/https:\/\/docs\.aws\.amazon\.com\//);
  });

  test.each([
    ['timeout', 10, 'timeout must be a Duration, as Duration.seconds(10), but is 10.'],
    ['maxEventAge', 60, 'maxEventAge must be a Duration, as Duration.hours(1), but is 60.'],
    ['ephemeralStorageSize', 1024, 'ephemeralStorageSize must be a Size, as Size.gibibytes(1), but is 1024.'],
    ['functionName', 7, 'functionName must be a text, but is 7.'],
    ['memorySize', '512', "memorySize must be a whole number of MB from 128 to 10240, but is '512' ("],
  ])('fails when %s is of another kind, as JavaScript lets it be', (option, value, message) => {
    expect(refusal(() => make(stackIn(), { [option]: value } as never)).message).toContain(message);
  });

  test('nothing is created when something is refused', () => {
    const stack = stackIn();

    expect(() => make(stack, { functionName: 'my.function' })).toThrow();

    expect(stack.node.children).toEqual([]);
  });
});

test('a reservation above what an account has by default is warned of', () => {
  expect(warningsOf(inline(stackIn(), { reservedConcurrentExecutions: 901 }))).toEqual(['RESERVATION_ABOVE_QUOTA']);
});

test('values that only the deployment knows are let through', () => {
  const stack = stackIn();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const seconds = Duration.seconds(Lazy.number({ produce: () => 100 }));

  const greeter = inline(stack, {
    functionName: text,
    reservedConcurrentExecutions: number,
    retryAttempts: number,
    maxEventAge: seconds,
    runtimeManagementMode: lambda.RuntimeManagementMode.manual(text),
  });

  expect(propertiesOf(greeter)).toMatchObject({
    FunctionName: { Ref: 'Text' },
    ReservedConcurrentExecutions: { Ref: 'Number' },
    RuntimeManagementConfig: { RuntimeVersionArn: { Ref: 'Text' }, UpdateRuntimeOn: 'Manual' },
  });
});

describe('memory and timeout that only a capacity provider allows', () => {
  test.each([
    ['memorySize', 10_241, /memorySize must be a whole number of MB from 128 to 10240, but is 10241/],
    ['memorySize', 32_768, /but is 32768/],
    ['timeout', Duration.seconds(901), /timeout must be a whole number of seconds from 1 to 900, but is 901/],
    ['timeout', Duration.seconds(5400), /but is 5400/],
  ])('fail at synthesis without one: %s, %#', (option, value, message) => {
    const greeter = inline(stackIn(), { [option]: value });

    expect(() => Template.fromStack(greeter.stack)).toThrow(message);
  });

  test.each([
    ['memorySize', 32_769, /memorySize must be a whole number of MB from 128 to 10240, but is 32769/],
    ['timeout', Duration.seconds(5401), /timeout must be a whole number of seconds from 1 to 900, but is 5401/],
  ])('fail at once when not even one allows them: %s', (option, value, message) => {
    expect(() => inline(stackIn(), { [option]: value })).toThrow(message);
  });

  test('are accepted with one', () => {
    const stack = stackIn();
    const vpc = new Vpc(stack, 'Vpc');
    const provider = new lambda.CapacityProvider(stack, 'Provider', {
      subnets: vpc.privateSubnets,
      securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
    });
    const greeter = inline(stack, { memorySize: 32_768, timeout: Duration.seconds(5400) });

    provider.addFunction(greeter);

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 32_768, Timeout: 5400 });
  });
});

describe('a runtime version', () => {
  const inIreland = () =>
    new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const manual = (arn: string) => ({ runtimeManagementMode: lambda.RuntimeManagementMode.manual(arn) });

  test('is named by its ARN', () => {
    expect(propertiesOf(inline(inIreland(), manual(ARN))).RuntimeManagementConfig.RuntimeVersionArn).toBe(ARN);
    expect(() => inline(stackIn(), manual(ARN))).not.toThrow();
  });

  test.each([
    'nope',
    'arn:aws:lambda:eu-west-1:111122223333:function:greeter',
    'arn:aws:lambda:eu-west-1::runtime:',
  ])('fails when it is %p (FN-71)', (arn) => {
    expect(refused(manual(arn))).toBe('TEXT_INVALID');
  });

  test('fails when it is of another Region', () => {
    expect(refused(manual(ARN.replace('eu-west-1', 'us-east-1')), inIreland())).toBe('RUNTIME_VERSION_OTHER_REGION');
  });
});
