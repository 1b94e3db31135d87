import { CfnParameter, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { InlineFunction, type InlineFunctionProps } from 'cdk-lambda-kit';
import { stackIn } from '../scene';
import { propertiesOf, refusal, warningsOf } from './kinds';

const NODE = { runtime: lambda.Runtime.NODEJS_24_X, code: 'exports.handler = async () => 1;' };
const PYTHON = { runtime: lambda.Runtime.PYTHON_3_14, code: 'def handler(event, context):\n    pass\n' };

const made = (props: Partial<InlineFunctionProps> = {}) => new InlineFunction(stackIn(), 'Greeter', { ...NODE, ...props });
const refused = (props: Partial<InlineFunctionProps>) => refusal(() => made(props)).code;

/** Node.js code of so many bytes. */
const codeOf = (bytes: number) => `exports.handler=1;/*${'x'.repeat(bytes - 22)}*/`;

test('the code stands in the template', () => {
  expect(propertiesOf(made())).toMatchObject({ Code: { ZipFile: NODE.code }, Handler: 'index.handler', Runtime: 'nodejs24.x' });
  expect(propertiesOf(made(PYTHON))).toMatchObject({ Code: { ZipFile: PYTHON.code }, Runtime: 'python3.14' });
});

test('another function of the file may be the handler', () => {
  expect(propertiesOf(made({ code: 'exports.other = 1;', handler: 'index.other' })).Handler).toBe('index.other');
});

test.each(['app.handler', 'src/index.handler', 'index2.handler'])('fails when the handler is %p (FN-25)', (handler) => {
  expect(refused({ handler })).toBe('HANDLER_NOT_INLINE');
});

test.each(['handler', 'index', 'index.hand ler'])('fails when the handler is %p, which no runtime understands', (handler) => {
  expect(refused({ handler })).toBe('TEXT_INVALID');
});

test('a handler of a layer is left to it', () => {
  expect(() => made({ handler: '/opt/wrap.handler' })).not.toThrow();
});

test.each([
  lambda.Runtime.JAVA_25,
  lambda.Runtime.PROVIDED_AL2023,
  lambda.Runtime.DOTNET_10,
  lambda.Runtime.RUBY_3_4,
])('fails when the runtime is %s (FN-25)', (runtime) => {
  expect(refused({ runtime })).toBe('RUNTIME_NOT_INLINE');
});

describe('the length of the code', () => {
  test('may be 4096 characters without a word', () => {
    expect(warningsOf(made({ code: codeOf(4096) }))).toEqual([]);
  });

  test('is warned of above', () => {
    expect(warningsOf(made({ code: codeOf(4097) }))).toEqual(['INLINE_CODE_LONG']);
  });

  test('may be 4 MiB, and fails above (FN-25)', () => {
    expect(() => made({ code: codeOf(4_194_304) })).not.toThrow();
    expect(() => made({ code: codeOf(4_194_305) })).toThrow(
      /the length of code must be a whole number of bytes from 1 to 4194304, but is 4194305/,
    );
  });

  test('is counted in bytes', () => {
    expect(() => made({ code: codeOf(4_194_304).replace('xx', 'éx') })).toThrow(/but is 4194305/);
  });

  test('fails when it is nothing', () => {
    expect(refused({ code: '' })).toBe('CODE_EMPTY');
  });
});

test.each([
  [{ code: 'exports.other = 1;' }],
  [{ ...PYTHON, code: 'def other(event, context): pass' }],
  [{ ...PYTHON, code: '# def handler(): pass\n' }],
])('fails when the handler is not in the code: %#', (props) => {
  expect(refused(props)).toBe('HANDLER_NOT_DEFINED');
});

test('fails when Python code has others, and names them', () => {
  const code = 'def first(e, c): pass\nasync def second(e, c): pass\n';

  expect(() => made({ ...PYTHON, code })).toThrow(/'index.handler' is not defined in the code; its functions are first, second/);
});

test('code and handler that only the deployment knows are let through', () => {
  const stack = stackIn();
  const text = new CfnParameter(stack, 'Text').valueAsString;

  const greeter = new InlineFunction(stack, 'Greeter', { ...NODE, code: text, handler: text });

  expect(Token.isUnresolved(text)).toBe(true);
  expect(propertiesOf(greeter)).toMatchObject({ Code: { ZipFile: { Ref: 'Text' } }, Handler: { Ref: 'Text' } });
});

describe('an ECMAScript module', () => {
  const code = 'export const handler = async () => 1;';

  test('is warned of from Node.js 24 on (FN-25)', () => {
    expect(warningsOf(made({ code }))).toEqual(['INLINE_ES_MODULE']);
  });

  test('is fine before, and when Node.js is told to look', () => {
    expect(warningsOf(made({ code, runtime: lambda.Runtime.NODEJS_22_X }))).toEqual([]);
    expect(warningsOf(made({ code, environment: { NODE_OPTIONS: '--experimental-detect-module' } }))).toEqual([]);
  });
});

test('fails when the code should be signed (FN-70)', () => {
  const stack = stackIn();
  const codeSigningConfig = lambda.CodeSigningConfig.fromCodeSigningConfigArn(
    stack,
    'Signing',
    'arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0123456789abcdef0',
  );

  expect(refused({ codeSigningConfig })).toBe('CODE_UNSIGNED');
});
