import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type App, Size } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ImageFunction, type ImageFunctionProps } from 'cdk-lambda-kit';
import { sources, stackIn } from '../scene';
import { propertiesOf, refusal, warningsOf } from './kinds';

const dockerfile = (props: lambda.AssetImageCodeProps = {}) =>
  lambda.DockerImageCode.fromImageAsset(sources({ Dockerfile: 'FROM public.ecr.aws/lambda/python:3.14' }), props);

function made(props: Partial<ImageFunctionProps> = {}, stack = stackIn()) {
  return new ImageFunction(stack, 'Greeter', { code: dockerfile(), ...props });
}

function fromRepository(props?: lambda.EcrImageCodeProps): ImageFunction {
  const stack = stackIn();
  return made({ code: lambda.DockerImageCode.fromEcr(new Repository(stack, 'Images'), props) }, stack);
}

/** What Docker is told to build for, in the manifest of assets. */
function platformOf(greeter: ImageFunction): string {
  const { outdir } = greeter.stack.node.root as App;
  const name = readdirSync(outdir).find((file) => file.endsWith('.assets.json')) ?? '';
  const { dockerImages } = JSON.parse(readFileSync(path.join(outdir, name), 'utf8'));
  const [image] = Object.values<any>(dockerImages);
  return image.source.platform;
}

test('an image of a Dockerfile has neither runtime nor handler, and is built for x86', () => {
  const greeter = made({ memorySize: 512, ephemeralStorageSize: Size.gibibytes(1) });

  const properties = propertiesOf(greeter);
  expect(properties).toMatchObject({ PackageType: 'Image', Architectures: ['x86_64'], MemorySize: 512 });
  expect(Object.keys(properties)).not.toContain('Runtime');
  expect(Object.keys(properties)).not.toContain('Handler');
  expect(warningsOf(greeter)).toEqual([]);
  expect(platformOf(greeter)).toBe('linux/amd64');
});

test('an image may be for arm64 when it is asked for', () => {
  expect(propertiesOf(made({ architecture: lambda.Architecture.ARM_64 })).Architectures).toEqual(['arm64']);
});

test.each([[undefined], [{}], [{ tagOrDigest: 'latest' }]])('the tag latest is warned of: %j', (props) => {
  expect(warningsOf(fromRepository(props))).toEqual(['IMAGE_TAG_MUTABLE']);
});

test.each(['1.0.3', 'sha256:0123456789abcdef', 'not-latest'])('the tag or digest %s is not', (tagOrDigest) => {
  expect(warningsOf(fromRepository({ tagOrDigest }))).toEqual([]);
});

test.each([
  ['layers', [lambda.LayerVersion.fromLayerVersionArn(stackIn(), 'L', 'arn:aws:lambda:eu-west-1:111122223333:layer:a:1')]],
  ['runtimeManagementMode', lambda.RuntimeManagementMode.AUTO],
  ['paramsAndSecrets', lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103)],
  ['profiling', true],
])('fails when it is given %s, which only .zip functions have', (prop, value) => {
  const error = refusal(() => made({ [prop]: value }));

  expect(error.code).toBe('OPTION_NOT_FOR_IMAGES');
  expect(error.message).toContain(`${prop} must not be given for a container image`);
});

test('fails when a layer is added later (FN-29)', () => {
  const stack = stackIn();
  const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'L', 'arn:aws:lambda:eu-west-1:111122223333:layer:a:1');
  const greeter = made({}, stack);

  expect(() => greeter.addLayers()).not.toThrow();
  expect(() => greeter.addLayers(layer)).toThrow(/a container image must not have layers/);
});

test('Lambda Insights gives the permissions, and says that the agent is missing', () => {
  expect(warningsOf(made({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0 }))).toEqual(['IMAGE_INSIGHTS']);
});

describe('settings of the image (FN-29)', () => {
  const words = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

  test('may have 1500 words and 1000 characters', () => {
    const code = dockerfile({ cmd: words(1500), entrypoint: words(1500), workingDirectory: 'x'.repeat(1000) });

    expect(propertiesOf(made({ code })).ImageConfig.WorkingDirectory).toHaveLength(1000);
  });

  test.each([
    [{ cmd: words(1501) }, /the length of cmd must be a whole number of words from 0 to 1500, but is 1501/],
    [{ entrypoint: words(1501) }, /the length of entrypoint must be a whole number of words from 0 to 1500/],
    [{ workingDirectory: 'x'.repeat(1001) }, /workingDirectory must have from 0 to 1000 characters/],
  ])('fails when there are more: %#', (props, message) => {
    expect(() => made({ code: dockerfile(props) })).toThrow(message);
  });
});
