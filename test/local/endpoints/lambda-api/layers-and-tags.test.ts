import {
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetRuntimeManagementConfigCommand,
  InvokeAsyncCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  PutFunctionRecursionConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { LayerVersion } from '../../../../src/model/layer';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const LAYER = 'arn:aws:lambda:us-east-1:000000000000:layer';

function layer(name: string, version: number, more: Partial<LayerVersion> = {}): LayerVersion {
  return {
    address: { stack: 'App', logicalId: name, path: `App/${name}` },
    name,
    arn: `${LAYER}:${name}:${version}`,
    region: 'us-east-1',
    version,
    code: { kind: 'inline', source: `${name} ${version}` },
    ...more,
  };
}

const layers = [
  layer('tools', 1, { runtimes: ['nodejs22.x'], license: 'MIT' }),
  layer('tools', 2, { runtimes: ['nodejs24.x'], architectures: ['arm64'], description: 'Tools' }),
  ...['a', 'b', 'c', 'd', 'e'].map((name) => layer(name, 1)),
  layer('abroad', 1, { region: 'eu-west-1', arn: 'arn:aws:lambda:eu-west-1:000000000000:layer:abroad:1' }),
];

const scene = () =>
  controlPlane({ functions: [lambdaFunction(FunctionName, { versions: ['1'], tags: { team: 'shop' } })], layers });

test('layers are listed with their newest matching version, in pages', async () => {
  const { lambda } = await scene();
  const list = (input = {}) => lambda.send(new ListLayersCommand(input));

  const first = await list({ MaxItems: 1 });
  const rest = await list({ Marker: first.NextMarker });
  const old = await list({ CompatibleRuntime: 'nodejs22.x' });
  const arm = await list({ CompatibleArchitecture: 'arm64' });

  expect(first.Layers).toEqual([
    {
      LayerName: 'tools',
      LayerArn: `${LAYER}:tools`,
      LatestMatchingVersion: {
        LayerVersionArn: `${LAYER}:tools:2`,
        Version: 2,
        Description: 'Tools',
        CreatedDate: '2026-11-20T12:00:00.000+0000',
        CompatibleRuntimes: ['nodejs24.x'],
        CompatibleArchitectures: ['arm64'],
      },
    },
  ]);
  expect(rest.Layers?.map(({ LayerName }) => LayerName)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(old.Layers?.map(({ LatestMatchingVersion }) => LatestMatchingVersion?.Version)).toEqual([1]);
  expect(arm.Layers?.map(({ LayerName }) => LayerName)).toEqual(['tools']);
});

test('the versions of a layer are listed from the newest, by name or ARN', async () => {
  const { lambda } = await scene();

  for (const LayerName of ['tools', `${LAYER}:tools`]) {
    const { LayerVersions } = await lambda.send(new ListLayerVersionsCommand({ LayerName }));
    expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
  }
  expect((await lambda.send(new ListLayerVersionsCommand({ LayerName: 'nothing' }))).LayerVersions).toEqual([]);
});

test('a layer version is described by number and by ARN', async () => {
  const { lambda } = await scene();

  const { $metadata: _, ...byNumber } = await lambda.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 1 }));
  const { $metadata: __, ...byArn } = await lambda.send(new GetLayerVersionByArnCommand({ Arn: `${LAYER}:tools:1` }));

  expect(byNumber).toMatchObject({
    LayerArn: `${LAYER}:tools`,
    LayerVersionArn: `${LAYER}:tools:1`,
    Version: 1,
    LicenseInfo: 'MIT',
    Content: { CodeSize: 7, CodeSha256: expect.any(String) },
  });
  expect(byArn).toEqual(byNumber);
});

test('fails when a layer version is asked for that is not there (FN-51, FN-53)', async () => {
  const { lambda } = await scene();
  const get = (LayerName: string, VersionNumber: number) => lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber }));
  const byArn = (Arn: string) => lambda.send(new GetLayerVersionByArnCommand({ Arn }));

  expect(await refusal(get('tools', 0))).toEqual(['InvalidParameterValueException', 400, 'Layer Version Cannot be less than 1']);
  expect((await refusal(get('tools', 9))).slice(0, 2)).toEqual(['ResourceNotFoundException', 404]);
  expect((await refusal(byArn(`${LAYER}:tools:9`))).slice(0, 2)).toEqual(['ResourceNotFoundException', 404]);
  expect((await refusal(byArn('tools')))[0]).toBe('ValidationException');
  expect((await refusal(byArn('arn:aws:lambda:us-east-1:580247275435:layer:Insights:1')))[0]).toBe('AccessDeniedException');
});

test('a function gets layers, in their order', async () => {
  const { lambda, registry } = await scene();
  const Layers = [`${LAYER}:tools:2`, `${LAYER}:a:1`];
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers }));

  const after = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

  expect(after.Layers).toEqual([
    { Arn: `${LAYER}:tools:2`, CodeSize: 7 },
    { Arn: `${LAYER}:a:1`, CodeSize: 3 },
  ]);
  expect(registry.functions[0]?.configuration.layers.map(({ arn }) => arn)).toEqual(Layers);
});

test.each([
  [['a:1', 'b:1', 'c:1', 'd:1', 'e:1', 'tools:1'], 'Cannot reference more than 5 layers.'],
  [['tools:9'], `Layer version ${LAYER}:tools:9 does not exist.`],
  [
    ['tools:1', 'tools:2'],
    `Two different versions of the same layer are not allowed to be referenced in the same function. ${LAYER}:tools:1 and ${LAYER}:tools:2 are versions of the same layer.`,
  ],
])('fails when a function is to have the layers %j (FN-50, FN-51)', async (names, text) => {
  const { lambda } = await scene();
  const Layers = names.map((name) => `${LAYER}:${name}`);

  expect(await refusal(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers })))).toEqual([
    'InvalidParameterValueException',
    400,
    text,
  ]);
});

test('fails when a layer is of another Region or no ARN (FN-51)', async () => {
  const { lambda } = await scene();
  const set = (...Layers: string[]) => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers }));

  expect((await refusal(set('arn:aws:lambda:eu-west-1:000000000000:layer:abroad:1')))[2]).toBe(
    'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.',
  );
  expect(await refusal(set('tools'))).toEqual([
    'ValidationException',
    400,
    "1 validation error detected: Value '[tools]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)), Member must not be null]",
  ]);
  expect((await refusal(set('arn:aws:lambda:::awslayer:Tools')))[2]).toBe(
    'Layer version arn:aws:lambda:::awslayer:Tools does not exist.',
  );
});

test('tags are added, taken away and listed (FN-18)', async () => {
  const { lambda } = await scene();
  const Resource = `${ARN}:orders`;

  await lambda.send(new TagResourceCommand({ Resource, Tags: { stage: 'test' } }));
  const both = await lambda.send(new ListTagsCommand({ Resource }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['team', 'none'] }));
  const one = await lambda.send(new ListTagsCommand({ Resource }));

  expect(both.Tags).toEqual({ team: 'shop', stage: 'test' });
  expect(one.Tags).toEqual({ stage: 'test' });
});

test('fails when tags are too many, empty, or for a version (FN-18)', async () => {
  const { lambda } = await scene();
  const tag = (Tags: Record<string, string>, Resource = `${ARN}:orders`) =>
    lambda.send(new TagResourceCommand({ Resource, Tags }));
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`t${i}`, '']));

  expect((await refusal(tag(many)))[2]).toBe('Number of tags exceeds resource tag limit.');
  expect((await refusal(tag({})))[2]).toBe('An error occurred and the request cannot be processed.');
  expect((await refusal(tag({ a: 'b' }, `${ARN}:orders:1`)))[2]).toBe(
    'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  );
  expect((await refusal(tag({ a: 'b' }, `${ARN}:nobody`))).slice(0, 2)).toEqual(['ResourceNotFoundException', 404]);
  expect((await refusal(tag({ a: 'b' }, 'orders')))[0]).toBe('ValidationException');
  expect(await refusal(tag({ 'a*': 'b' }))).toEqual([
    'ValidationException',
    400,
    "1 validation error detected: Value '{a*=b}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*), Member must not be null]",
  ]);
  await tag({ 'größe é 1_.:/=+-@': 'ü' });
});

test('whether loops are stopped is set and read (FN-72)', async () => {
  const { lambda } = await scene();
  const read = () => lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
  const put = (RecursiveLoop: string) =>
    lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: RecursiveLoop as 'Allow' }));

  expect((await read()).RecursiveLoop).toBe('Terminate');
  expect((await put('Allow')).RecursiveLoop).toBe('Allow');
  expect((await read()).RecursiveLoop).toBe('Allow');
  expect(await refusal(put('Perhaps'))).toEqual([
    'ValidationException',
    400,
    "1 validation error detected: Value 'Perhaps' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: [Terminate, Allow]",
  ]);
});

test('the runtime of every version is managed by Lambda (FN-71)', async () => {
  const { lambda } = await scene();
  const get = (Qualifier?: string) => lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier }));

  expect(await get('1')).toMatchObject({ UpdateRuntimeOn: 'Auto', FunctionArn: `${ARN}:orders:1` });
  expect((await refusal(get('9'))).slice(0, 2)).toEqual(['ResourceNotFoundException', 404]);
});

test('InvokeAsync queues an event, and goes on with the trace of its caller (INV-03, INV-51)', async () => {
  const { lambda, invoked } = await scene();
  const send = (InvokeArgs: string) => lambda.send(new InvokeAsyncCommand({ FunctionName, InvokeArgs }));

  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
  lambda.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, { 'X-Amzn-Trace-Id': traceHeader });
      return next(args);
    },
    { step: 'build' },
  );

  const { Status, $metadata } = await send('{"a":1}');

  expect([Status, $metadata.httpStatusCode]).toEqual([202, 202]);
  expect(invoked).toEqual([expect.objectContaining({ functionName: FunctionName, type: 'Event', traceHeader })]);
  expect(Buffer.from(invoked[0]?.payload ?? []).toString()).toBe('{"a":1}');
  expect(await refusal(send('{a'))).toEqual([
    'InvalidRequestContentException',
    400,
    expect.stringContaining('Could not parse request body into json: Could not parse payload into json: '),
  ]);
  expect(await refusal(send(`"${'x'.repeat(1_048_576)}"`))).toEqual([
    'RequestEntityTooLargeException',
    413,
    '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
  ]);
});
