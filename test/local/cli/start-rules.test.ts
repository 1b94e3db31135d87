import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalExecutor } from '../../../src/local/executor';
import { arn, assemblyOf, fn, ref, resource } from '../../rules/fixture';

const CLI = join(__dirname, '../../../lib/bundled/cli.js');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A queue hides its messages for less time than the function that reads them may run. */
const hiding = () =>
  assemblyOf({
    Fn: fn({ Timeout: 60 }),
    Queue: resource('AWS::SQS::Queue', { VisibilityTimeout: 10 }),
    Mapping: resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('Queue'), FunctionName: ref('Fn') }),
  });

/** `lambda-kit start` on a folder, and what it says until `wanted` is in it. */
function starting(folder: string) {
  const child = spawn(process.execPath, [CLI, 'start', '--app', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let said = '';
  const until = (wanted: string) =>
    new Promise<string>((resolve, reject) => {
      const look = (chunk: unknown = '') => {
        said += String(chunk);
        if (said.includes(wanted)) resolve(said);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('exit', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
      look();
    });
  return { child, until };
}

test('what Lambda would refuse is told soon after everything runs', async () => {
  const { child, until } = starting(hiding());

  expect(await until('tells what to do')).toMatch(
    /SQS-06: S\/Queue: Messages are hidden for 10 s[^]*rules: 1 error, 1 warning; `npx lambda-kit check` tells what to do\./,
  );
  child.removeAllListeners('exit');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('an app that is synthesized anew meanwhile runs on', async () => {
  const folder = hiding();
  const { child, until } = starting(folder);
  await until('Ready');
  rmSync(folder, { recursive: true });

  expect(await until('rules: not looked at')).toContain('is not there');
  child.removeAllListeners('exit');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a test can ask what the rules find', async () => {
  const local = await LocalExecutor.start({ app: hiding(), clock: 'virtual' });
  try {
    expect(local.check().violations.map(({ rule }) => rule.id)).toEqual(['SQS-06', 'SQS-07']);
  } finally {
    await local.stop();
  }
  expect(() => local.check()).toThrow(/has been stopped/);
});
