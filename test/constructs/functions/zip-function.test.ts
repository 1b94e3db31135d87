import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ZipFunction, type ZipFunctionProps } from 'cdk-lambda-kit';
import { sources, stackIn, temporaryFolder } from '../scene';
import { propertiesOf, refusal } from './kinds';

const NODE = lambda.Runtime.NODEJS_24_X;
const OS_ONLY = lambda.Runtime.PROVIDED_AL2023;
const ARM64 = 183;
const X86_64 = 62;

function zipped(files: Record<string, string>, handler: string, runtime: lambda.Runtime, props: Partial<ZipFunctionProps> = {}) {
  return new ZipFunction(stackIn(), 'Greeter', { code: lambda.Code.fromAsset(sources(files)), handler, runtime, ...props });
}

/** A folder with a `bootstrap` for this machine; without one it is a script. */
function bootstrapFor(machine?: number, mode = 0o755): string {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(machine ?? 0, 18);
  const folder = temporaryFolder();
  const file = path.join(folder, 'bootstrap');
  writeFileSync(file, machine === undefined ? '#!/bin/sh\n' : header);
  chmodSync(file, mode);
  return folder;
}

const osOnly = (folder: string, props: Partial<ZipFunctionProps> = {}) =>
  new ZipFunction(stackIn(), 'Greeter', { code: lambda.Code.fromAsset(folder), handler: 'any', runtime: OS_ONLY, ...props });

/** Packs a folder, with Python's own command. */
function archiveOf(files: Record<string, string>, name = 'code.zip'): string {
  const archive = path.join(temporaryFolder(), name);
  execFileSync('python3', ['-m', 'zipfile', '-c', archive, '.'], { cwd: sources(files) });
  return archive;
}

test.each([
  ['index.js', 'index.handler', NODE],
  ['src/app.mjs', 'src/app.api.get', NODE],
  ['index.cjs', './index.handler', NODE],
  ['api/index.js', 'api.handler', NODE],
  ['node_modules/wrapper/wrap.js', 'node_modules/wrapper/wrap.handler', NODE],
  ['app.py', 'app.main', lambda.Runtime.PYTHON_3_14],
  ['shop/app.py', 'shop.app.main', lambda.Runtime.PYTHON_3_14],
  ['shop/app.py', 'shop/app.main', lambda.Runtime.PYTHON_3_14],
  ['shop/__init__.py', 'shop.main', lambda.Runtime.PYTHON_3_14],
  ['app.cpython-314-aarch64-linux-gnu.so', 'app.main', lambda.Runtime.PYTHON_3_14],
  ['app.rb', 'app.Shop::Handler.process', lambda.Runtime.RUBY_3_4],
  ['shop/Handler.class', 'shop.Handler::handleRequest', lambda.Runtime.JAVA_21],
  ['lib/shop.jar', 'shop.Handler', lambda.Runtime.JAVA_21],
  ['Shop.dll', 'Shop::Shop.Function::Handle', lambda.Runtime.DOTNET_10],
  ['Shop.dll', 'Shop', lambda.Runtime.DOTNET_10],
])('%s has the handler %s', (file, handler, runtime) => {
  const greeter = zipped({ [file]: '' }, handler, runtime);

  expect(propertiesOf(greeter)).toMatchObject({ Handler: handler, Runtime: runtime.name });
});

test.each([
  ['app.js', 'index.handler', NODE, /handler 'index.handler' needs index.js, index.mjs or index.cjs in '.*', which has none/],
  ['index.ts', 'index.handler', NODE, /needs index.js/],
  ['src/app.js', 'app.handler', NODE, /needs app.js/],
  ['app.py', 'index.main', lambda.Runtime.PYTHON_3_14, /needs index.py/],
  ['app.rb', 'index.main', lambda.Runtime.RUBY_3_4, /needs index.rb/],
  ['shop/Handler.class', 'shop.Other::run', lambda.Runtime.JAVA_21, /needs shop\/Other.class/],
  ['Shop.exe', 'Shop::Shop.Function::Handle', lambda.Runtime.DOTNET_10, /needs Shop.dll/],
  ['main', 'any', OS_ONLY, /runtime provided.al2023 needs bootstrap/],
])('fails when there is only %s for the handler %s (RT-16)', (file, handler, runtime, message) => {
  const error = refusal(() => zipped({ [file]: '' }, handler, runtime));

  expect(error.code).toBe('HANDLER_FILE_MISSING');
  expect(error.message).toMatch(message);
});

test.each([
  ['handler', NODE],
  ['../index.handler', NODE],
  ['index.', NODE],
  ['handler', lambda.Runtime.PYTHON_3_14],
  ['app.2nd', lambda.Runtime.PYTHON_3_14],
  ['app.main()', lambda.Runtime.PYTHON_3_14],
  ['shop/Handler', lambda.Runtime.JAVA_21],
  ['shop.Handler::', lambda.Runtime.JAVA_21],
  ['Shop::Function', lambda.Runtime.DOTNET_10],
  ['handler', lambda.Runtime.RUBY_3_4],
  ['', OS_ONLY],
  ['x'.repeat(129), OS_ONLY],
])('fails when the handler is %p for another language, or none (FN-10)', (handler, runtime) => {
  expect(refusal(() => zipped({ a: '' }, handler, runtime)).code).toBe('TEXT_INVALID');
});

test('an archive is looked into as a folder is', () => {
  const make = (handler: string) =>
    new ZipFunction(stackIn(), 'Greeter', {
      code: lambda.Code.fromAsset(archiveOf({ 'src/app.js': '' })),
      handler,
      runtime: NODE,
    });

  expect(propertiesOf(make('src/app.handler')).Handler).toBe('src/app.handler');
  expect(() => make('app.handler')).toThrow(/HANDLER_FILE_MISSING/);
});

test('what the CDK leaves out of the asset is not there', () => {
  const code = lambda.Code.fromAsset(sources({ 'index.js': '', 'other.js': '' }), { exclude: ['index.js'] });

  expect(() => new ZipFunction(stackIn(), 'Greeter', { code, handler: 'index.handler', runtime: NODE })).toThrow(
    /HANDLER_FILE_MISSING/,
  );
});

test('functions that share their code are each looked at', () => {
  const stack = stackIn();
  const code = lambda.Code.fromAsset(sources({ 'index.js': '' }));
  new ZipFunction(stack, 'First', { code, handler: 'index.handler', runtime: NODE });

  expect(() => new ZipFunction(stack, 'Second', { code, handler: 'index.other', runtime: NODE })).not.toThrow();
  expect(() => new ZipFunction(stack, 'Third', { code, handler: 'missing.handler', runtime: NODE })).toThrow(
    /HANDLER_FILE_MISSING/,
  );
});

test('a handler may be in a layer, and may be known at the deployment only', () => {
  const stack = stackIn();
  const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:111122223333:layer:wrapper:1');

  expect(() => zipped({ a: '' }, '/opt/wrap.handler', NODE)).not.toThrow();
  expect(() => zipped({ a: '' }, Lazy.string({ produce: () => 'x' }), NODE)).not.toThrow();
  expect(() => zipped({ a: '' }, 'wrap.handler', NODE, { layers: [layer] })).not.toThrow();
});

test('code in a bucket is taken as it is', () => {
  const stack = stackIn();
  const bucket = Bucket.fromBucketName(stack, 'Built', 'built');

  const code = lambda.Code.fromBucket(bucket, 'greeter.zip', 'v1');
  const greeter = new ZipFunction(stack, 'Greeter', { code, handler: 'index.handler', runtime: NODE });

  expect(propertiesOf(greeter).Code).toEqual({ S3Bucket: 'built', S3Key: 'greeter.zip', S3ObjectVersion: 'v1' });
});

describe('an OS-only runtime', () => {
  test.each([
    ['arm64', ARM64],
    ['x86_64', X86_64],
  ])('takes the architecture %s from its bootstrap', (architecture, machine) => {
    expect(propertiesOf(osOnly(bootstrapFor(machine))).Architectures).toEqual([architecture]);
  });

  test('takes arm64 for a script', () => {
    expect(propertiesOf(osOnly(bootstrapFor())).Architectures).toEqual(['arm64']);
  });

  test('fails when its bootstrap is built for another architecture than is asked for', () => {
    const error = refusal(() => osOnly(bootstrapFor(X86_64), { architecture: lambda.Architecture.ARM_64 }));

    expect(error.message).toContain('architecture is arm64, but bootstrap in');
    expect(error.code).toBe('ARCHITECTURE_OF_BOOTSTRAP');
    expect(() => osOnly(bootstrapFor(X86_64), { architecture: lambda.Architecture.X86_64 })).not.toThrow();
  });

  test('fails when its bootstrap cannot be executed (RT-15)', () => {
    expect(refusal(() => osOnly(bootstrapFor(ARM64, 0o644))).code).toBe('BOOTSTRAP_NOT_EXECUTABLE');
  });
});

describe('bad input', () => {
  const of = (code: lambda.Code, runtime = NODE, stack = stackIn()) =>
    refusal(() => new ZipFunction(stack, 'Greeter', { code, handler: 'index.handler', runtime }));

  test('fails when there is nothing at the path, and says where it looked', () => {
    const error = of(lambda.Code.fromAsset('dist/missing'));

    expect(error.code).toBe('CODE_MISSING');
    expect(error.message).toContain(`code 'dist/missing' is not there (looked at ${path.resolve('dist/missing')})`);
  });

  test('fails when the path is a file that is no archive', () => {
    expect(of(lambda.Code.fromAsset(path.join(sources({ 'index.js': '' }), 'index.js'))).code).toBe('CODE_MISSING');
  });

  test('fails when the folder is empty', () => {
    expect(of(lambda.Code.fromAsset(temporaryFolder())).code).toBe('CODE_EMPTY');
  });

  test('fails when the code is inline or an image', () => {
    const stack = stackIn();

    expect(of(lambda.Code.fromInline('x')).code).toBe('CODE_IS_INLINE');
    expect(of(lambda.Code.fromEcrImage(new Repository(stack, 'Images')), NODE, stack).code).toBe('CODE_IS_IMAGE');
    expect(of(lambda.Code.fromAsset(sources({ a: '' })), lambda.Runtime.FROM_IMAGE).code).toBe('RUNTIME_IS_IMAGE');
  });
});

test('a stack that is not deployed this time is not looked into', () => {
  const stack = stackIn({ 'aws:cdk:bundling-stacks': ['Another'] });

  new ZipFunction(stack, 'Greeter', { code: lambda.Code.fromAsset(sources({ a: '' })), handler: 'index.handler', runtime: NODE });

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
});

test.each([
  [{ code: 'handlers' }, "code must be a lambda.Code, as lambda.Code.fromAsset('folder'), but is 'handlers'."],
  [{ runtime: 'nodejs24.x' }, "runtime must be a lambda.Runtime, as lambda.Runtime.NODEJS_24_X, but is 'nodejs24.x'."],
  [{ runtime: undefined }, 'runtime must be a lambda.Runtime, as lambda.Runtime.NODEJS_24_X, but is undefined.'],
])('fails when given %j, as JavaScript lets it be', (props, message) => {
  const error = refusal(() => zipped({ 'index.js': 'exports.handler = 1;' }, 'index.handler', NODE, props as never));

  expect(error.message).toContain(message);
});
