import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { readAssembly } from '../../src/assembly/read-assembly';
import { environmentOf, functionIn } from './scratch-assembly';

const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function synthesized(): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stage = new Stage(app, 'Beta');
  const queue = new sqs.Queue(new Stack(stage, 'Data'), 'Queue');
  const work = new Stack(stage, 'Work');
  const settings = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler' };
  const code = () => lambda.Code.fromInline('exports.handler = async () => 1;');
  const worker = new lambda.Function(work, 'Worker', { ...settings, code: code(), environment: { QUEUE: queue.queueUrl } });
  worker.addAlias('live').addFunctionUrl();
  const inside = new lambda.Function(new NestedStack(work, 'Parts'), 'Inside', {
    ...settings,
    code: code(),
    environment: { URL: queue.queueUrl },
  });
  worker.addEnvironment('INSIDE', inside.functionName);
  return app.synth().directory;
}

test('what the CDK of today synthesizes is understood without a finding, and read the same twice', () => {
  const directory = synthesized();
  const app = readAssembly(directory);
  const worker = functionIn(app, 'Beta/Work/Worker');
  const queue = app.queues?.find(({ address }) => address.path === 'Beta/Data/Queue');

  expect(readAssembly(directory)).toStrictEqual(app);
  expect(app.findings).toEqual([]);
  expect(queue?.arn).toMatch(/^arn:aws:sqs:us-east-1:000000000000:Beta-Data-Queue/);
  expect(environmentOf(app, 'Beta/Work/Worker')).toEqual({
    QUEUE: expect.stringMatching(/^https:\/\/sqs\.us-east-1\.amazonaws\.com\/000000000000\/Beta-Data-Queue/),
    INSIDE: functionIn(app, 'Beta/Work/Parts/Inside').name,
  });
  expect(environmentOf(app, 'Beta/Work/Parts/Inside').URL).toBe(environmentOf(app, 'Beta/Work/Worker').QUEUE);
  expect([worker.versions, worker.aliases, worker.urls].map((each) => each[0]?.address.path)).toEqual([
    'Beta/Work/Worker/CurrentVersion',
    'Beta/Work/Worker/Aliaslive',
    'Beta/Work/Worker/Aliaslive/FunctionUrl',
  ]);
});
