import { App, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { type FunctionOptions, ImageFunction } from 'cdk-lambda-kit';
import { sources, stackIn, temporaryFolder } from '../scene';
import { EVERY_KIND, inline, propertiesOf, warningsOf } from './kinds';

const EXTENSION = lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103);
const INSIGHTS = lambda.LambdaInsightsVersion.VERSION_1_0_498_0;
const ADOT: lambda.AdotInstrumentationConfig = {
  layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
  execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
};

function inIreland(): Stack {
  const context = { 'cdk-lambda-kit:today': '2026-11-20' };
  return new Stack(new App({ outdir: temporaryFolder(), context }), 'Shop', {
    env: { account: '111122223333', region: 'eu-west-1' },
  });
}

const layer = (scope: Stack, name: string) =>
  lambda.LayerVersion.fromLayerVersionArn(scope, name, `arn:aws:lambda:eu-west-1:111122223333:layer:${name}:1`);

describe('the extension for parameters and secrets', () => {
  const secret = (stack: Stack) => new Secret(stack, 'Password');

  test('is warned of when the function may read nothing with it', () => {
    expect(warningsOf(inline(inIreland(), { paramsAndSecrets: EXTENSION }))).toEqual(['EXTENSION_WITHOUT_GRANT']);
    expect(warningsOf(inline(stackIn(), { paramsAndSecrets: EXTENSION }))).toEqual(['EXTENSION_WITHOUT_GRANT']);
  });

  test.each<[string, (stack: Stack, greeter: lambda.Function) => void]>([
    ['a secret', (stack, greeter) => secret(stack).grantRead(greeter)],
    ['a parameter', (stack, greeter) => new StringParameter(stack, 'Rate', { stringValue: '1' }).grantRead(greeter)],
    [
      'whatever a managed policy says',
      (_stack, greeter) => greeter.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('SecretsManagerReadWrite')),
    ],
  ])('reads %s', (_what, grant) => {
    const stack = inIreland();
    const greeter = inline(stack, { paramsAndSecrets: EXTENSION, insightsVersion: INSIGHTS });

    grant(stack, greeter);

    expect(warningsOf(greeter)).toEqual([]);
  });

  test('reads what a given role may, which nobody here knows', () => {
    const stack = inIreland();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    expect(warningsOf(inline(stack, { paramsAndSecrets: EXTENSION, role }))).toEqual([]);
  });
});

describe('layers of AWS count among the five (FN-50)', () => {
  const all: FunctionOptions = { paramsAndSecrets: EXTENSION, insightsVersion: INSIGHTS, adotInstrumentation: ADOT };

  test.each(
    EVERY_KIND.filter(([kind]) => !/Image|Python/.test(kind)),
  )('%s has two of its own beside the three', (_kind, make) => {
    const stack = inIreland();
    const greeter = make(stack, { ...all, layers: [layer(stack, 'one'), layer(stack, 'two')] });
    new Secret(stack, 'Password').grantRead(greeter);

    expect(propertiesOf(greeter).Layers).toHaveLength(5);
    expect(propertiesOf(greeter).Layers.join()).toMatch(/Arm64/);
    expect(warningsOf(greeter)).toEqual([]);
  });

  test('fails with three of its own', () => {
    const stack = inIreland();
    const layers = ['one', 'two', 'three'].map((name) => layer(stack, name));

    expect(() => inline(stack, { ...all, layers })).toThrow(/already uses 5 layers/);
  });
});

describe('Insights', () => {
  test('has the permission for its own log group', () => {
    const greeter = inline(inIreland(), { insightsVersion: INSIGHTS });

    const { ManagedPolicyArns, Policies } = propertiesOf(greeter, 'AWS::IAM::Role');
    expect(ManagedPolicyArns).toBeUndefined();
    expect(JSON.stringify(Policies)).toContain(':logs:eu-west-1:111122223333:log-group:/aws/lambda-insights:*');
  });

  test('fails when there is no such version for the architecture', () => {
    const insightsVersion = lambda.LambdaInsightsVersion.VERSION_1_0_54_0;

    expect(() => inline(inIreland(), { insightsVersion })).toThrow(/Insights version 1\.0\.54\.0/);
    expect(() => inline(inIreland(), { insightsVersion, architecture: lambda.Architecture.X86_64 })).not.toThrow();
  });

  test('gives an image the permission only, and says so', () => {
    const code = lambda.DockerImageCode.fromImageAsset(sources({ Dockerfile: 'FROM public.ecr.aws/lambda/nodejs:24' }));
    const greeter = new ImageFunction(inIreland(), 'Greeter', { code, insightsVersion: INSIGHTS });

    expect(propertiesOf(greeter).Layers).toBeUndefined();
    expect(JSON.stringify(propertiesOf(greeter, 'AWS::IAM::Role'))).toContain('log-group:/aws/lambda-insights:*');
    expect(warningsOf(greeter)).toEqual(['IMAGE_INSIGHTS']);
  });
});
