import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { NodeFunction } from 'cdk-lambda-kit';
import { lambdaMatchers, setUpConstructTests, snapshotSerializer, withBundling } from 'cdk-lambda-kit/testing';
import { transformSync } from 'esbuild';
import { sourceFile, stackIn } from '../constructs/scene';

expect.extend(lambdaMatchers);

const PAGE = readFileSync(path.join(__dirname, '../../docs/testing.md'), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```ts example=(\w+)\n(.*?)```/gs)].map(([, name = '', code = '']) => [name, code] as const);

/** What the examples speak of. */
function scene(): Record<string, unknown> {
  const stack: Stack = stackIn();
  const entry = sourceFile();
  const greeter = new NodeFunction(stack, 'Orders', { entry });
  const [stable, canary] = ['1', '2'].map((number) =>
    lambda.Version.fromVersionArn(stack, number, `${greeter.functionArn}:${number}`),
  );
  const live = new lambda.Alias(stack, 'Live', {
    aliasName: 'live',
    version: stable!,
    additionalVersions: [{ version: canary!, weight: 0.1 }],
  });
  const rule = new Rule(stack, 'Daily', { schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaFunction(greeter)] });
  const queue = new Queue(stack, 'Queue');
  queue.grantSendMessages(greeter);
  return { stack, entry, greeter, stable, canary, live, rule, queue };
}

/** Only one example makes its own Greeter. */
function sceneOf(name: string): Record<string, unknown> {
  const all = scene();
  if (name !== 'bundling') new NodeFunction(all.stack as Stack, 'Greeter', { entry: sourceFile(), memorySize: 512 });
  return all;
}

test.each(EXAMPLES)('the example of docs/testing.md about %s runs', (name, code) => {
  const names = {
    ...sceneOf(name),
    expect,
    Match,
    NodeFunction,
    setUpConstructTests,
    snapshotSerializer,
    Template,
    withBundling,
  };
  // A snapshot would be written to a file of its own.
  const script = transformSync(`{ ${code} }`, { loader: 'ts' }).code.replace('.toMatchSnapshot()', '.toBeDefined()');

  new Function(...Object.keys(names), script)(...Object.values(names));
});

test('every helper of the door is on the page', () => {
  for (const name of ['setUpConstructTests', 'withBundling', 'snapshotSerializer', ...Object.keys(lambdaMatchers)]) {
    expect(PAGE).toContain(name);
  }
  expect(EXAMPLES).toHaveLength(6);
});
