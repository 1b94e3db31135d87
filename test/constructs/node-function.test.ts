import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Aws, CfnParameter, Duration, Lazy, NestedStack, Size, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction, type NodeFunctionProps } from 'cdk-lambda-kit';
import { ConstructError } from '../../src/constructs/construct-error';
import { HANDLER_SOURCE, sourceFile, sources, stackIn, temporaryFolder } from './scene';

const entry = () => sourceFile();

function created(props: Partial<NodeFunctionProps> = {}): NodeFunction {
  return new NodeFunction(stackIn(), 'Greeter', { entry: entry(), ...props });
}

/** The S3 key of the only function in its stack. */
function keyOf(construct: NodeFunction): string {
  const [resource] = Object.values(Template.fromStack(Stack.of(construct)).findResources('AWS::Lambda::Function'));
  return resource?.Properties.Code.S3Key;
}

function manifestIn(folder: string, stack: string) {
  const name = readdirSync(folder).find((file) => file.startsWith(stack) && file.endsWith('.assets.json')) ?? '';
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
}

/** The error that creating the function throws. */
function refusal(props: Partial<NodeFunctionProps>): ConstructError {
  try {
    created(props);
  } catch (error) {
    if (error instanceof ConstructError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('a function with nothing but an entry runs the newest Node.js on arm64 and has its bundle as asset', () => {
  const greeter = created();

  const template = Template.fromStack(Stack.of(greeter));
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.hasResource('AWS::Lambda::Function', {
    Properties: {
      Architectures: ['arm64'],
      Code: {
        S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
        S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$'),
      },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['GreeterServiceRole6A79D424', 'Arn'] },
      Runtime: 'nodejs24.x',
    },
    DependsOn: ['GreeterServiceRole6A79D424'],
  });
});

test('the asset is one folder of the assembly, named in the asset manifest, and nothing else is left there', () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const greeter = new NodeFunction(stackIn({}, app), 'Greeter', { entry: entry() });

  const hash = keyOf(greeter).replace('.zip', '');
  expect(readdirSync(outdir).filter((name) => statSync(path.join(outdir, name)).isDirectory())).toEqual([`asset.${hash}`]);
  expect(readdirSync(path.join(outdir, `asset.${hash}`))).toEqual(['index.js']);
  expect(manifestIn(outdir, 'Shop').files[hash]).toMatchObject({
    displayName: 'Greeter/Code',
    source: { path: `asset.${hash}`, packaging: 'zip' },
  });
});

test('everybody may read what is in the asset, whatever umask the build had', () => {
  const before = process.umask(0o077);
  try {
    const outdir = temporaryFolder();
    const app = new App({ outdir });
    new NodeFunction(stackIn({}, app), 'Greeter', { entry: entry() });
    app.synth();

    const asset = readdirSync(outdir).find((name) => /^asset\.[0-9a-f]{64}$/.test(name)) ?? '';
    expect(statSync(path.join(outdir, asset)).mode & 0o777).toBe(0o755);
    expect(statSync(path.join(outdir, asset, 'index.js')).mode & 0o777).toBe(0o644);
  } finally {
    process.umask(before);
  }
});

test('functions with the same bundle share one asset, in every stack, nested stack and stage', () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const file = entry();
  const one = new Stack(app, 'One');
  const stacks = [one, new NestedStack(one, 'Inner'), new Stack(app, 'Two'), new Stack(new Stage(app, 'Live'), 'Three')];
  const [greeter] = stacks.map((stack) => new NodeFunction(stack, 'Greeter', { entry: file }));

  app.synth();

  const hash = keyOf(greeter!).replace('.zip', '');
  const asset = path.join(outdir, `asset.${hash}`);
  expect(readdirSync(outdir).filter((name) => name.startsWith('asset.'))).toEqual([`asset.${hash}`]);
  for (const [folder, stack] of [
    [outdir, 'One'],
    [outdir, 'Two'],
    [path.join(outdir, 'assembly-Live'), 'LiveThree'],
  ] as const) {
    expect(path.join(folder, manifestIn(folder, stack).files[hash].source.path)).toBe(asset);
  }
});

test('every option of lambda.Function is passed on', () => {
  const greeter = created({
    functionName: 'greeter',
    description: 'greets',
    memorySize: 512,
    timeout: Duration.seconds(10),
    ephemeralStorageSize: Size.mebibytes(1024),
    environment: { GREETING: 'Hello' },
    architecture: lambda.Architecture.X86_64,
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'handler',
    reservedConcurrentExecutions: 5,
    tracing: lambda.Tracing.ACTIVE,
  });

  Template.fromStack(Stack.of(greeter)).hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'greeter',
    Description: 'greets',
    MemorySize: 512,
    Timeout: 10,
    EphemeralStorage: { Size: 1024 },
    Environment: { Variables: { GREETING: 'Hello' } },
    Architectures: ['x86_64'],
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    ReservedConcurrentExecutions: 5,
    TracingConfig: { Mode: 'Active' },
  });
});

test('grants, metrics, versions, aliases and event targets take it like any other function', () => {
  const stack = stackIn();
  const greeter = new NodeFunction(stack, 'Greeter', { entry: entry() });
  const caller = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

  greeter.grantInvoke(caller);
  new Alarm(stack, 'Errors', { metric: greeter.metricErrors(), threshold: 1, evaluationPeriods: 1 });
  new Rule(stack, 'Daily', { schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaFunction(greeter)] });
  new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter.currentVersion });

  const template = Template.fromStack(stack);
  const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Greeter'), 'Arn'] };
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: [arn, { 'Fn::Join': ['', [arn, ':*']] }] }],
    },
    Roles: [{ Ref: Match.stringLikeRegexp('^Caller') }],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^Greeter') } }],
  });
  template.hasResourceProperties('AWS::Events::Rule', { Targets: [{ Arn: arn }] });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  });
  template.hasResourceProperties('AWS::Lambda::Alias', {
    Name: 'live',
    FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('^GreeterCurrentVersion'), 'Version'] },
  });
});

test('a changed handler gives another asset and with it another version', () => {
  const versionOf = (text: string) => {
    const greeter = created({ entry: sourceFile(text) });
    void greeter.currentVersion;
    return Object.keys(Template.fromStack(Stack.of(greeter)).findResources('AWS::Lambda::Version'));
  };

  expect(versionOf(HANDLER_SOURCE)).toEqual(versionOf(HANDLER_SOURCE));
  expect(versionOf(HANDLER_SOURCE)).not.toEqual(versionOf(HANDLER_SOURCE.replace('echo', 'reply')));
});

test('tools that read templates find the asset when the app asks for it, as cdk does', () => {
  const stack = stackIn({ 'aws:cdk:enable-asset-metadata': true });
  new NodeFunction(stack, 'Greeter', { entry: entry() });

  Template.fromStack(stack).hasResource('AWS::Lambda::Function', {
    Metadata: {
      'aws:asset:path': Match.stringLikeRegexp('^asset\\.[0-9a-f]{64}$'),
      'aws:asset:is-bundled': true,
      'aws:asset:property': 'Code',
    },
  });
});

test('an entry may be relative to the current folder, absolute or a file URL', () => {
  const file = entry();
  const ways = [file, path.relative(process.cwd(), file), pathToFileURL(file).href];

  expect(new Set(ways.map((each) => keyOf(created({ entry: each })))).size).toBe(1);
});

test.each([
  ['handler', 'index.handler'],
  ['index.handler', 'index.handler'],
  ['other', 'index.other'],
  ['default', 'index.default'],
  ['/opt/nodejs/node_modules/wrapper/wrap.handler', '/opt/nodejs/node_modules/wrapper/wrap.handler'],
])('the handler %p is %p for Lambda', (handler, expected) => {
  const file = sourceFile(
    'export const handler = async () => 1; export const other = async () => 2; export default async () => 3;',
  );

  Template.fromStack(Stack.of(created({ entry: file, handler }))).hasResourceProperties('AWS::Lambda::Function', {
    Handler: expected,
  });
});

describe('a stack that is not deployed this time', () => {
  test('is not bundled, and has a stable asset all the same', () => {
    const keys = ['one', 'two'].map((text) => {
      const stack = stackIn({ 'aws:cdk:bundling-stacks': ['Another'] });
      return keyOf(new NodeFunction(stack, 'Greeter', { entry: sourceFile(`this is no TypeScript, ${text}`) }));
    });

    expect(keys[0]).toMatch(/^[0-9a-f]{64}\.zip$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test('is bundled when the pattern names it', () => {
    const stack = stackIn({ 'aws:cdk:bundling-stacks': ['Sh*'] });

    new NodeFunction(stack, 'Greeter', { entry: sourceFile('this is no TypeScript') });

    expect(() => Template.fromStack(stack)).toThrow(/BUNDLING_FAILED/);
  });
});

describe('ranges', () => {
  test.each([
    ['memorySize', 128],
    ['memorySize', 10_240],
    ['timeout', Duration.seconds(1)],
    ['timeout', Duration.minutes(15)],
    ['ephemeralStorageSize', Size.mebibytes(512)],
    ['ephemeralStorageSize', Size.gibibytes(10)],
    ['description', ''],
    ['description', 'x'.repeat(256)],
  ])('%s may be at the edge: %#', (prop, value) => {
    expect(() => created({ [prop]: value })).not.toThrow();
  });

  test.each([
    ['memorySize', 127, /memorySize must be a whole number of MB from 128 to 10240, but is 127/],
    ['memorySize', 32_769, /memorySize must be a whole number of MB from 128 to 10240, but is 32769/],
    ['memorySize', 128.5, /memorySize must be a whole number of MB from 128 to 10240, but is 128.5/],
    ['memorySize', Number.NaN, /memorySize must be a whole number of MB from 128 to 10240, but is NaN/],
    ['timeout', Duration.seconds(0), /timeout must be a whole number of seconds from 1 to 900, but is 0/],
    ['timeout', Duration.seconds(5401), /timeout must be a whole number of seconds from 1 to 900, but is 5401/],
    ['timeout', Duration.millis(1500), /timeout must be a whole number of seconds from 1 to 900, but is 1.5/],
    [
      'ephemeralStorageSize',
      Size.mebibytes(511),
      /ephemeralStorageSize must be a whole number of MB from 512 to 10240, but is 511/,
    ],
    ['ephemeralStorageSize', Size.mebibytes(10_241), /ephemeralStorageSize .* but is 10241/],
    ['ephemeralStorageSize', Size.kibibytes(524_800), /ephemeralStorageSize .* but is 512.5/],
    ['description', 'x'.repeat(257), /description must have from 0 to 256 characters, but is 'x{100}…' with 257 characters/],
    ['handler', 'h'.repeat(123), /handler must have from 1 to 128 characters, no white space, but is .* with 129 characters/],
    ['handler', 'my handler', /handler must have from 1 to 128 characters, no white space, but is 'index.my handler'/],
  ])('fails when %s is outside: %#', (prop, value, message) => {
    const error = refusal({ [prop]: value });

    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^Shop\/Greeter: /);
    expect(error.message).toMatch(/https:\/\/docs\.aws\.amazon\.com\//);
    expect(error.message).toContain(`[${error.code}]`);
  });

  test('tokens are let through', () => {
    const stack = stackIn();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const text = new CfnParameter(stack, 'Text').valueAsString;

    new NodeFunction(stack, 'Greeter', {
      entry: entry(),
      memorySize: number,
      timeout: Duration.seconds(Lazy.number({ produce: () => 5 })),
      ephemeralStorageSize: Size.mebibytes(number),
      description: text,
      handler: text,
      environment: { TEXT: text, REGION: Aws.REGION, LAZY: Lazy.string({ produce: () => 'x' }) },
    });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: { Ref: 'Number' },
      Timeout: 5,
      EphemeralStorage: { Size: { Ref: 'Number' } },
      Description: { Ref: 'Text' },
      Handler: { Ref: 'Text' },
      Environment: { Variables: { TEXT: { Ref: 'Text' }, REGION: { Ref: 'AWS::Region' }, LAZY: 'x' } },
    });
  });
});

describe('environment', () => {
  /** One variable with which all of them are so large. */
  const variablesOf = (bytes: number) => ({ KEY: 'v'.repeat(bytes - '{"KEY":""}'.length) });

  test.each(['Ab', 'TABLE_NAME', 'x9'])('a key may be %p', (key) => {
    expect(() => created({ environment: { [key]: 'value' } })).not.toThrow();
  });

  test.each(['A', '1abc', '_ABC', 'A-B', 'A B', ''])('fails when a key is %p', (key) => {
    expect(() => created({ environment: { [key]: 'value' } })).toThrow(
      /a key of environment must have at least 2 characters, a letter first, then only letters, digits and underscores/,
    );
  });

  test.each(['AWS_REGION', '_HANDLER', 'AWS_LAMBDA_MAX_CONCURRENCY', 'LAMBDA_TASK_ROOT'])('fails when a key is %p', (key) => {
    expect(refusal({ environment: { [key]: 'value' } })).toMatchObject({ code: 'ENVIRONMENT_KEY_RESERVED' });
  });

  test('fails when a variable has no value, as with a missing process.env', () => {
    const environment = { TABLE: process.env.THERE_IS_NO_SUCH_VARIABLE } as unknown as Record<string, string>;

    expect(() => created({ environment })).toThrow(/environment\.TABLE must be a text, but is undefined/);
  });

  test('may have 4096 bytes, and fails with 4097', () => {
    expect(() => created({ environment: variablesOf(4096) })).not.toThrow();
    expect(() => created({ environment: variablesOf(4097) })).toThrow(
      /environment must have at most 4096 bytes as JSON, but has 4097/,
    );
  });

  test('fails at synthesis when addEnvironment made it too large', () => {
    const greeter = created({ environment: variablesOf(4096) });
    greeter.addEnvironment('MORE', '');

    expect(() => Template.fromStack(Stack.of(greeter))).toThrow(/environment must have at most 4096 bytes as JSON, but has 4106/);
  });

  test('fails when addEnvironment is given a key that Lambda refuses', () => {
    expect(() => created().addEnvironment('AWS_REGION', 'x')).toThrow(/ENVIRONMENT_KEY_RESERVED/);
  });

  test('fails at synthesis when a value that is known only then is too large', () => {
    const stack = stackIn();
    const large = Lazy.string({ produce: () => 'v'.repeat(5000) });

    new NodeFunction(stack, 'Greeter', { entry: entry(), environment: { LARGE: large } });

    expect(() => Template.fromStack(stack)).toThrow(/ENVIRONMENT_TOO_LARGE/);
  });
});

describe('bad input', () => {
  test('fails when the entry is missing, and says where it looked', () => {
    const error = refusal({ entry: 'handlers/missing.ts' });

    expect(error.code).toBe('ENTRY_MISSING');
    expect(error.message).toContain(`entry 'handlers/missing.ts' is no file (looked for ${path.resolve('handlers/missing.ts')})`);
  });

  test.each(['', undefined])('fails when the entry is %p', (given) => {
    expect(refusal({ entry: given as string }).message).toMatch(/^Shop\/Greeter: entry must be given\.\n/);
  });

  test('fails when the entry is a folder', () => {
    expect(refusal({ entry: sources({ 'index.ts': HANDLER_SOURCE }) }).code).toBe('ENTRY_MISSING');
  });

  test('fails when the entry is neither TypeScript nor JavaScript', () => {
    expect(refusal({ entry: sourceFile('def handler(): pass', 'handler.py') }).code).toBe('ENTRY_UNKNOWN_KIND');
  });

  test('fails when the runtime is not Node.js', () => {
    expect(() => created({ runtime: lambda.Runtime.PYTHON_3_13 })).toThrow(
      /runtime must be a Node.js runtime, but is python3.13/,
    );
  });

  test('fails when the handler is in a file that the bundle does not have', () => {
    expect(() => created({ handler: 'app.handler' })).toThrow(/handler 'app.handler' is not in the bundle/);
  });

  test('nothing is left in the assembly folder when bundling fails', () => {
    const outdir = temporaryFolder();
    const stack = stackIn({}, new App({ outdir }));

    new NodeFunction(stack, 'Greeter', { entry: sourceFile('export const handler = ;') });

    expect(() => Template.fromStack(stack)).toThrow(/handler\.ts:1:24: Unexpected ";"/);
    expect(readdirSync(outdir).filter((name) => name.startsWith('asset.'))).toEqual([]);
  });
});

test('an account may be allowed to invoke it, as with any function', () => {
  const greeter = created();
  greeter.grantInvoke(new AccountPrincipal('111122223333'));

  Template.fromStack(Stack.of(greeter)).hasResourceProperties('AWS::Lambda::Permission', { Principal: '111122223333' });
});
