import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZipFunction } from 'cdk-lambda-kit';
import { NEWEST_NODE_RUNTIME } from '../../../src/spec/node-runtimes';
import { NEWEST_PYTHON_RUNTIME } from '../../../src/spec/python-runtimes';
import { runtimeStanding } from '../../../src/spec/runtimes';
import { sources, stackIn } from '../scene';
import { inline, refusal, warningsOf } from './kinds';

/** Before tests add those that they make up. */
const RUNTIMES_OF_CDK = [...lambda.Runtime.ALL];

test.each([
  ['python3.10', '2026-10-30', 'supported'],
  ['python3.10', '2026-10-31', 'deprecated'],
  ['python3.10', '2026-11-29', 'deprecated'],
  ['python3.10', '2026-11-30', 'creation-blocked'],
  ['python3.10', '2027-01-14', 'creation-blocked'],
  ['python3.10', '2027-01-15', 'blocked'],
  ['nodejs24.x', '2026-11-20', 'supported'],
  ['nodejs26.x', '2026-11-20', 'preview'],
  ['ruby4.0', '2029-04-01', 'deprecated'],
  ['nodejs12.x', '2026-11-20', 'blocked'],
  ['nodejs28.x', '2026-11-20', 'newer'],
  ['python3.16', '2026-11-20', 'newer'],
  ['java29', '2026-11-20', 'newer'],
  ['provided.al2030', '2026-11-20', 'newer'],
  ['nodejs23.x', '2026-11-20', 'unknown'],
  ['python3.5', '2026-11-20', 'unknown'],
  ['NODEJS24.x', '2026-11-20', 'unknown'],
  ['rust1.x', '2026-11-20', 'unknown'],
])('%s is on %s %s (FN-34)', (name, day, expected) => {
  expect(runtimeStanding(name, day).is).toBe(expected);
});

test('every runtime of the CDK that is not an image is known', () => {
  const unknown = RUNTIMES_OF_CDK.filter(({ name }) => runtimeStanding(name, '2026-11-20').is === 'unknown');

  expect(unknown.map(({ name }) => name)).toEqual(['dotnet9', 'FROM_IMAGE']);
});

test('the runtimes that are taken where none is named are supported', () => {
  for (const name of [NEWEST_NODE_RUNTIME, NEWEST_PYTHON_RUNTIME]) {
    expect(runtimeStanding(name, '2026-11-20').is).toBe('supported');
  }
});

describe('in an app of a certain day', () => {
  const on = (today: string) => stackIn({ 'cdk-lambda-kit:today': today });
  const python = (today: string, runtime = lambda.Runtime.PYTHON_3_10) =>
    new ZipFunction(on(today), 'Greeter', {
      handler: 'index.handler',
      code: lambda.Code.fromAsset(sources({ 'index.py': '' })),
      runtime,
    });

  test('a supported runtime is not spoken of', () => {
    expect(warningsOf(python('2026-10-30'))).toEqual([]);
  });

  test('a deprecated runtime is warned of, with the days that are to come', () => {
    expect(warningsOf(python('2026-11-20'))).toEqual(['RUNTIME_DEPRECATED']);
    expect(warningsOf(python('2026-12-20'))).toEqual(['RUNTIME_DEPRECATED']);
  });

  test('fails when no function can have the runtime any more (FN-35)', () => {
    const error = refusal(() => python('2027-01-15'));

    expect(error.message).toContain('since 2027-01-15 no function can be created or changed with it');
    expect(error.code).toBe('RUNTIME_BLOCKED');
  });

  test('a preview and a runtime that is newer than this release are warned of', () => {
    const runtime = (name: string) => new lambda.Runtime(name, lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });

    expect(warningsOf(inline(on('2026-11-20'), { runtime: runtime('nodejs26.x') }))).toEqual(['RUNTIME_PREVIEW']);
    expect(warningsOf(inline(on('2026-11-20'), { runtime: runtime('nodejs30.x') }))).toEqual(['RUNTIME_NEWER']);
  });

  test('fails when Lambda has no such runtime (FN-31)', () => {
    const runtime = new lambda.Runtime('nodejs24', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
    const misspelled = new lambda.Runtime('python3.41x', lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true });

    expect(() => inline(on('2026-11-20'), { runtime: misspelled })).toThrow(/RUNTIME_UNKNOWN/);
    expect(() => inline(on('2026-11-20'), { runtime })).toThrow(/RUNTIME_UNKNOWN/);
  });

  test('a runtime that the CDK chooses by the Region is looked at when it is chosen', () => {
    expect(warningsOf(inline(on('2026-11-20'), { runtime: lambda.Runtime.NODEJS_LATEST }))).toEqual([]);
  });

  test.each(['tomorrow', '2026-13-40', '20261120', 5])('fails when the day is %p', (day) => {
    expect(() => inline(on(day as string))).toThrow(/TODAY_INVALID/);
  });

  test('the day of the synthesis is taken where none is given', () => {
    const stack = stackIn();
    stack.node.setContext('cdk-lambda-kit:today', undefined);

    expect(() => inline(stack)).not.toThrow();
  });
});
