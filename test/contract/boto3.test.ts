import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Duration } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { appOf, running, stopAll } from '../local/scene';

const CLIENTS = join(__dirname, '../fixtures/clients');
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

interface Installed {
  readonly title: string;
  readonly command: string;
  /** As `3.11`. */
  readonly python: string;
}

/** Interpreters that have boto3, each version of it once. */
function installed(): readonly Installed[] {
  const asked = "import boto3, sys; print(boto3.__version__, '%d.%d' % sys.version_info[:2], sys.executable)";
  const found = new Map<string, Installed>();
  for (const name of ['python3', '/usr/bin/python3']) {
    const { stdout, status } = spawnSync(name, ['-c', asked], { encoding: 'utf8' });
    const [boto3 = '', python = '', command = ''] = stdout?.trim().split(' ') ?? [];
    if (status === 0 && !found.has(boto3)) found.set(boto3, { title: `boto3 ${boto3}`, command, python });
  }
  return [...found.values()];
}

const INSTALLED = installed();
const CASES = INSTALLED.length > 0 ? INSTALLED : [{ title: 'not tried, boto3 is not installed', command: '', python: '' }];

afterEach(stopAll);

test.each(CASES)('what apps do most goes as on AWS, errors have their types: $title', async ({ command }) => {
  if (command === '') return;
  const local = await running(appOf(() => undefined));

  const { stdout } = await promisify(execFile)(command, [join(CLIENTS, 'boto3_calls.py'), local.endpoint], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...CREDENTIALS },
  });

  expect(JSON.parse(stdout)).toEqual([]);
}, 60_000);

test.each(CASES)('a handler may use what is installed with its interpreter: $title', async ({ command, python }) => {
  if (command === '') return;
  const app = appOf((stack) => {
    new LambdaFunction(stack, 'Calls', {
      runtime: new Runtime(`python${python}`),
      handler: 'boto3_calls.handler',
      code: Code.fromAsset(CLIENTS),
      timeout: Duration.seconds(50),
      memorySize: 512,
    });
  });
  const local = await running(app, { interpreters: { [`python${python}`]: command } });

  const { payload, functionError, logTail } = await local.function('Calls').invoke({}, { logType: 'Tail' });

  expect({ payload, ...(functionError && { functionError, logTail }) }).toEqual({ payload: [] });
}, 60_000);
