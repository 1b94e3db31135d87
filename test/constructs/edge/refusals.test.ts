import { truncateSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, Lazy, Size, Token } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { EdgeFunction, type EdgeFunctionProps } from 'cdk-lambda-kit';
import type { Construct } from 'constructs';
import { zippedAsset } from '../../../src/constructs/bundle-zipped';
import { refusal } from '../functions/kinds';
import { sourceFile, sources, temporaryFolder } from '../scene';
import { functionIn, On, resourceOf, rewriteIn, siteIn, stackOf, synthesis } from './scene';

/** As an object that is spread, or an app without types, hands it in. */
const having = (options: object, scope: Construct = stackOf()) => rewriteIn(scope, options as EdgeFunctionProps);
const refused = (options: object, scope?: Construct) => refusal(() => having(options, scope));

describe('fails when an option is given that Lambda@Edge does not have (EDGE-02, EDGE-03)', () => {
  const own: Record<string, (scope: Construct) => unknown> = {
    environment: () => ({ STAGE: 'production' }),
    environmentEncryption: (scope) => new Key(scope, 'Key'),
    vpc: (scope) => new Vpc(scope, 'Vpc'),
    deadLetterQueue: (scope) => new Queue(scope, 'Queue'),
    deadLetterQueueEnabled: () => true,
    layers: (scope) => [lambda.LayerVersion.fromLayerVersionArn(scope, 'Layer', 'arn:aws:lambda:us-east-1:1:layer:x:1')],
    insightsVersion: () => lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
    tracing: () => lambda.Tracing.ACTIVE,
    architecture: () => lambda.Architecture.ARM_64,
    runtimeManagementMode: () => lambda.RuntimeManagementMode.FUNCTION_UPDATE,
    reservedConcurrentExecutions: () => 0,
    snapStart: () => lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
    durableConfig: () => ({ executionTimeout: Duration.hours(1) }),
    tenancyConfig: () => lambda.TenancyConfig.PER_TENANT,
    onFailure: (scope) => new SqsDestination(new Queue(scope, 'Queue')),
    retryAttempts: () => 0,
    maxEventAge: () => Duration.hours(1),
    logGroup: (scope) => new LogGroup(scope, 'Logs'),
    logRetention: () => RetentionDays.ONE_DAY,
    currentVersionOptions: () => ({ description: 'first' }),
    events: () => [{ bind: () => {} }],
    nonsense: () => 1,
  };

  test.each(Object.keys(own))('%s', (option) => {
    const stack = stackOf();
    const error = refused({ [option]: own[option]?.(stack) }, stack);

    expect(error.code).toBe('EDGE_EXCLUDES');
    expect(error.message).toMatch(new RegExp(`^Shop/Rewrite: ${option} must not be given: .*https://docs.aws`));
  });

  test.each([513, 10_240])('ephemeral storage of %i MB', (megabytes) => {
    expect(refused({ ephemeralStorageSize: Size.mebibytes(megabytes) }).code).toBe('EDGE_EXCLUDES');
  });
});

test('options that say what is so at the edge are let through, and those that say nothing', () => {
  const stack = stackOf();
  having(
    {
      architecture: lambda.Architecture.X86_64,
      ephemeralStorageSize: Size.mebibytes(512),
      runtimeManagementMode: lambda.RuntimeManagementMode.AUTO,
      tracing: lambda.Tracing.DISABLED,
      environment: {},
      layers: [],
      events: [],
      vpc: undefined,
      deadLetterQueueEnabled: false,
    },
    stack,
  );
  having({ ephemeralStorageSize: Size.mebibytes(Token.asNumber({ Ref: 'Storage' })) });

  expect(Object.keys(functionIn(stack).Properties).sort()).toEqual(
    ['Architectures', 'Code', 'Handler', 'LoggingConfig', 'Role', 'Runtime'].sort(),
  );
});

describe('fails at synthesis when it has come to the function otherwise (EDGE-02, EDGE-03)', () => {
  const after = (act: (resource: lambda.CfnFunction, edge: EdgeFunction) => unknown) => {
    const stack = stackOf();
    const edge = rewriteIn(stack);
    act(resourceOf(edge), edge);
    return synthesis(stack);
  };

  test.each<[string, Record<string, unknown>]>([
    ['Environment', { Variables: { STAGE: 'production' } }],
    ['KmsKeyArn', { Ref: 'Key' } as never],
    ['VpcConfig', { SubnetIds: ['subnet-1'] }],
    ['FileSystemConfigs', [{ Arn: 'arn' }] as never],
    ['DeadLetterConfig', { TargetArn: 'arn' }],
    ['Layers', ['arn:aws:lambda:us-east-1:111122223333:layer:x:1'] as never],
    ['TracingConfig', { Mode: 'Active' }],
    ['Architectures', ['arm64'] as never],
    ['EphemeralStorage', { Size: 513 }],
    ['PackageType', 'Image' as never],
    ['ImageConfig', { Command: ['x'] }],
    ['RuntimeManagementConfig', { UpdateRuntimeOn: 'FunctionUpdate' }],
    ['ReservedConcurrentExecutions', 1 as never],
    ['SnapStart', { ApplyOn: 'PublishedVersions' }],
    ['DurableConfig', { ExecutionTimeout: 60 }],
    ['TenancyConfig', { TenantIsolationMode: 'PER_TENANT' }],
    ['CapacityProviderConfig', { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'arn' } }],
    ['Code.SourceKMSKeyArn', 'arn' as never],
  ])('%s', (property, value) => {
    const name = property.split('.')[0];

    expect(after((resource) => resource.addPropertyOverride(property, value))).toThrow(
      new RegExp(`Shop/Rewrite: the function must not have ${name}: .*\\[EDGE_EXCLUDES\\]`, 's'),
    );
  });

  test.each<[string, unknown]>([
    ['Environment', { Variables: {} }],
    ['Layers', []],
    ['TracingConfig', { Mode: 'PassThrough' }],
    ['EphemeralStorage', { Size: 512 }],
    ['EphemeralStorage', { Size: { Ref: 'Storage' } }],
    ['PackageType', 'Zip'],
    ['RuntimeManagementConfig', { UpdateRuntimeOn: 'Auto' }],
    ['SnapStart', { ApplyOn: 'None' }],
  ])('but not %s %j', (property, value) => {
    expect(after((resource) => resource.addPropertyOverride(property, value))).not.toThrow();
  });

  test('an environment variable of a construct that knows the edge is taken away', () => {
    const stack = stackOf();
    const rewrite = rewriteIn(stack);
    siteIn(stack, [rewrite.on(On.VIEWER_REQUEST)]);
    (rewrite.lambda as lambda.Function).addEnvironment('REUSE', '1', { removeInEdge: true });

    expect(functionIn(stack).Properties.Environment).toBeUndefined();
  });
});

describe('the code of a function at the edge', () => {
  const code = lambda.Code.fromAsset(sources({ 'index.js': 'exports.handler = async () => 1;' }));
  const { NODEJS_22_X: runtime } = lambda.Runtime;
  const unclear = (props: EdgeFunctionProps) => refusal(() => new EdgeFunction(stackOf(), 'Rewrite', props));

  test.each<[string, EdgeFunctionProps]>([
    ['there is none', {}],
    ['it is given twice', { entry: 'a.ts', code, runtime, handler: 'index.handler' }],
    ['it is built and has no runtime', { code, handler: 'index.handler' }],
    ['it is built and has no handler', { code, runtime }],
    ['what is built is to be bundled', { code, runtime, handler: 'index.handler', bundling: {} }],
    ['Python is to be bundled', { entry: 'folder', bundling: {} }],
    ['TypeScript has an index', { entry: 'a.ts', index: 'app.py' }],
    ['TypeScript leaves files out', { entry: 'a.ts', exclude: ['*.md'] }],
  ])('fails when %s', (_what, props) => {
    expect(unclear(props).code).toBe('EDGE_CODE_UNCLEAR');
    expect(unclear(props).message).toMatch(/^Shop\/Rewrite: /);
  });

  test.each([
    lambda.Runtime.JAVA_21,
    lambda.Runtime.PROVIDED_AL2023,
    lambda.Runtime.RUBY_3_3,
    lambda.Runtime.FROM_IMAGE,
  ])('fails when the runtime is %s (EDGE-02)', (other) => {
    expect(unclear({ code, runtime: other, handler: 'index.handler' }).code).toBe('EDGE_RUNTIME');
  });

  test('fails when it is a container image (EDGE-03)', () => {
    const stack = stackOf();
    const image = lambda.Code.fromEcrImage(Repository.fromRepositoryName(stack, 'Images', 'images'));

    expect(refused({ code: image, runtime, handler: 'index.handler' }, stack).code).toBe('EDGE_EXCLUDES');
  });

  test('fails when its handler is not there, as with every other function', () => {
    const stack = stackOf();
    new EdgeFunction(stack, 'Rewrite', { entry: sourceFile(), handler: 'nothing' });

    expect(synthesis(stack)).toThrow(/'nothing' is not exported.*HANDLER_NOT_EXPORTED/s);
    expect(unclear({ code, runtime, handler: 'app.handler' }).code).toBe('HANDLER_FILE_MISSING');
    expect(unclear({ entry: sources({ 'index.py': '' }) }).code).toBe('HANDLER_NOT_DEFINED');
  });

  test('fails when a constant is known at the deployment only', () => {
    const define = { 'process.env.URL': JSON.stringify(Lazy.string({ produce: () => 'https://example.com' })) };

    expect(refused({ entry: sourceFile(), bundling: { define } }).message).toMatch(
      /bundling\.define of process\.env\.URL must be known at synthesis, but is not\..*\[EDGE_CONSTANT_UNKNOWN\]/s,
    );
  });

  const archiveOf = (bytes: number) => {
    const file = path.join(temporaryFolder(), 'code.zip');
    writeFileSync(file, '');
    truncateSync(file, bytes);
    const stack = stackOf();
    rewriteIn(stack, { code: lambda.Code.fromAsset(file), runtime, handler: 'index.handler' });
    return synthesis(stack);
  };

  test('may have 50 MiB as an archive (EDGE-04)', () => {
    expect(archiveOf(52_428_800)).not.toThrow();
  });

  test('fails at synthesis when it has more (EDGE-04)', () => {
    expect(archiveOf(52_428_801)).toThrow(/code must have at most 52428800 bytes as an archive, but has 52428801/);
  });

  test('is measured packed when it is a folder, and only where it could be too large', () => {
    const assets = temporaryFolder();
    sources({ 'asset.abc/index.js': 'x'.repeat(10_000) }, assets);

    expect(zippedAsset(assets, 'abc', 10_000)).toBe(10_000);
    expect(zippedAsset(assets, 'abc', 9999)).toBeLessThan(100);
    expect(zippedAsset(assets, 'none', 1)).toBeUndefined();
  });
});
