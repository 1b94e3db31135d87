/**
 * What judging an app costs: the same app of plain aws-cdk-lib without any validation, with our rules, with the CDK's own
 * validator, and `lambda-kit check` on what was synthesized. Each in a process of its own, in turns, medians.
 *
 * Run it: npm run compile && npm run bundle && node bench/rules.mjs [functions] [rounds]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const FUNCTIONS = Number(process.argv[2] ?? 100);
const ROUNDS = Number(process.argv[3] ?? 7);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Ten functions a stack; each reads a queue through an alias, is called by a rule, and has an alarm. */
const app = (outdir, judge) => `
  const { App, Duration, Stack } = require('aws-cdk-lib');
  const lambda = require('aws-cdk-lib/aws-lambda');
  const sqs = require('aws-cdk-lib/aws-sqs');
  const events = require('aws-cdk-lib/aws-events');
  const targets = require('aws-cdk-lib/aws-events-targets');
  const { SqsEventSource } = require('aws-cdk-lib/aws-lambda-event-sources');
  const app = new App({ outdir: ${JSON.stringify(outdir)} });
  ${judge}
  let stack;
  for (let i = 0; i < ${FUNCTIONS}; i++) {
    if (i % 10 === 0) stack = new Stack(app, 'Stack' + i / 10);
    const fn = new lambda.Function(stack, 'Fn' + i, { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') });
    const queue = new sqs.Queue(stack, 'Queue' + i, { visibilityTimeout: Duration.seconds(60), deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead' + i), maxReceiveCount: 5 } });
    fn.addAlias('live').addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    new events.Rule(stack, 'Rule' + i, { eventPattern: { source: ['orders'] }, targets: [new targets.LambdaFunction(fn, { deadLetterQueue: queue, retryAttempts: 2 })] });
  }
  const began = performance.now();
  app.synth();
  console.log(performance.now() - began);
`;

function synthesis(name, judge, validation) {
  const outdir = join(folder, name);
  const began = performance.now();
  const env = { ...process.env, CDK_VALIDATION: validation };
  const out = execFileSync(process.execPath, ['-e', app(outdir, judge)], {
    cwd: root,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { synth: Number(out.trim().split('\n').at(-1)), process: performance.now() - began };
}

function command() {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'lib/bundled/cli.js'), 'check', '--app', join(folder, 'plain')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`check ended with ${status}: ${stderr}`);
  return { synth: Number.NaN, process: performance.now() - began };
}

const CASES = {
  'no validation': () => synthesis('plain', '', 'false'),
  'Rules.validate(app)': () => synthesis('ours', "require('cdk-lambda-kit').Rules.validate(app);", 'false'),
  "aws-cdk-lib's validator": () => synthesis('cdk', '', 'true'),
  'lambda-kit check': command,
};

const samples = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
for (const measured of Object.values(CASES)) measured(); // fills the file cache
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, measured] of Object.entries(CASES)) samples[name].push(measured());
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const plain = median(samples['no validation'].map(({ synth }) => synth));
console.log(`${FUNCTIONS} functions, Node ${process.version}, medians of ${ROUNDS}`);
console.table(
  Object.entries(samples).map(([what, runs]) => {
    const synth = median(runs.map((run) => run.synth));
    return {
      what,
      // The command synthesizes nothing.
      'synth, ms': Number.isNaN(synth) ? '-' : Number(synth.toFixed(0)),
      'more a function, ms': Number.isNaN(synth) ? '-' : Number(((synth - plain) / FUNCTIONS).toFixed(2)),
      'whole process, ms': Number(median(runs.map((run) => run.process)).toFixed(0)),
    };
  }),
);
