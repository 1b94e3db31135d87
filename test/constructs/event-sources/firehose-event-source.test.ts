import { App, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FirehoseEventSource, type FirehoseEventSourceProps } from '../../../src/constructs/event-sources/firehose-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { TARGET_KINDS, TARGETS } from './targets';

function delivery(stack: Stack, source: FirehoseEventSource): void {
  const destination = new firehose.S3Bucket(new s3.Bucket(stack, 'Archive'), { processors: [source.processor] });
  new firehose.DeliveryStream(stack, 'Events', { destination });
}

function transforming(props: FirehoseEventSourceProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const source = new FirehoseEventSource(props);
  scene.ship.addEventSource(source);
  delivery(scene.stack, source);
  return scene;
}

/** What the stream may do with functions. */
function invocations(stack: Stack): unknown[] {
  return statementsOf(stack).filter(({ Action }) => JSON.stringify(Action).includes('lambda:'));
}

function parametersOf(stack: Stack): unknown {
  const [stream] = propertiesOf(stack, 'AWS::KinesisFirehose::DeliveryStream');
  const { ExtendedS3DestinationConfiguration: s3 } = stream as {
    ExtendedS3DestinationConfiguration: { ProcessingConfiguration: { Processors: { Type: string; Parameters: unknown[] }[] } };
  };
  const [processor] = s3.ProcessingConfiguration.Processors;
  expect(processor?.Type).toBe('Lambda');
  return processor?.Parameters.slice(1);
}

test('a stream needs the function as processor, and a role that may invoke and look at it, no other version (FHS-01)', () => {
  const { stack, ship } = transforming();
  const { arn } = names(stack, ship);

  expect(parametersOf(stack)).toEqual([{ ParameterName: 'LambdaArn', ParameterValue: arn }]);
  expect(invocations(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      Resource: [arn, { 'Fn::Join': ['', [arn, ':$LATEST']] }],
    },
  ]);
  expect(permissionsOf(stack)).toEqual([]);
});

test.each(['alias', 'version'] as const)('the role of the stream may invoke the %s alone (FHS-01, PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const source = new FirehoseEventSource();
  target.addEventSource(source);
  delivery(stack, source);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(invocations(stack)).toMatchObject([{ Resource: arn }]);
  expect(parametersOf(stack)).toEqual([{ ParameterName: 'LambdaArn', ParameterValue: arn }]);
});

test.each(TARGET_KINDS)('the %s can change records', (kind) => {
  const stack = stackIn();
  const source = new FirehoseEventSource();
  source.bind(TARGETS[kind](stack));
  delivery(stack, source);

  expect(invocations(stack)).toHaveLength(1);
});

test('buffers and retries are in the template, fractions and zero included', () => {
  const parameters = (props: FirehoseEventSourceProps) => (parametersOf(transforming(props).stack) as unknown[]).slice(1);
  const parameter = (ParameterName: string, ParameterValue: string) => ({ ParameterName, ParameterValue });

  expect(parameters({ bufferInterval: Duration.seconds(0), bufferSize: Size.kibibytes(512), retries: 0 })).toEqual([
    parameter('BufferIntervalInSeconds', '0'),
    parameter('BufferSizeInMBs', '0.5'),
    parameter('NumberOfRetries', '0'),
  ]);
});

test('stream and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const streams = new Stack(app, 'Streams');
  const source = new FirehoseEventSource();
  shipIn(stack).ship.addEventSource(source);
  delivery(streams, source);

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, streams.dependencies]).toEqual([[], [stack]]);
});

test.each([
  [{ bufferInterval: Duration.seconds(900) }, {}],
  [{ bufferSize: Size.mebibytes(3) }, {}],
  [{ bufferSize: Size.kibibytes(205) }, {}],
  [{ retries: 300 }, {}],
  [{ retries: Lazy.number({ produce: () => 999 }) }, {}],
  [{ bufferInterval: Duration.seconds(Lazy.number({ produce: () => 9999 })) }, {}],
  [{}, { timeout: Duration.seconds(300) }],
] as [FirehoseEventSourceProps, object][])('a processor may have %j and a function with %j', (props, options) => {
  expect(() => transforming(props, options)).not.toThrow();
});

test.each([
  [{ bufferInterval: Duration.seconds(901) }, {}, /bufferInterval .* seconds from 0 to 900, but is 901/],
  [{ bufferInterval: Duration.millis(1500) }, {}, /bufferInterval must be a whole number/],
  [{ bufferSize: Size.kibibytes(204) }, {}, /bufferSize must be a number of megabytes from 0.2 to 3, but is 0.19/],
  [{ bufferSize: Size.kibibytes(3073) }, {}, /bufferSize .* but is 3.0009/],
  [{ retries: -1 }, {}, /retries .* from 0 to 300, but is -1/],
  [{ retries: 301 }, {}, /retries .* but is 301/],
  [
    {},
    { timeout: Duration.seconds(301) },
    /timeout must not be above 300 s for Firehose, but is 301 s \(FHS-03\)[^]*TRANSFORM_TOO_LONG/,
  ],
] as [
  FirehoseEventSourceProps,
  object,
  RegExp,
][])('fails when a processor is to have %j and a function with %j (VAL-22)', (props, options, problem) => {
  expect(() => transforming(props, options)).toThrow(problem);
});

test('fails as well when an alias or a version may run too long', () => {
  const { alias, version } = shipIn(stackIn(), { timeout: Duration.seconds(301) });
  expect(() => alias.addEventSource(new FirehoseEventSource())).toThrow(/TRANSFORM_TOO_LONG/);
  expect(() => version.addEventSource(new FirehoseEventSource())).toThrow(/TRANSFORM_TOO_LONG/);
});

test('fails when the processor is asked for too early, or made for two functions', () => {
  const { ship, alias } = shipIn();
  const source = new FirehoseEventSource();
  expect(() => source.processor).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
