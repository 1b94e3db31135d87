/**
 * An app of 500 functions: how long `lambda-kit list` and `lambda-kit start` take until they have said what there is, and how many
 * processes are there before anything is called.
 *
 *   npm ci && npx projen bundle && (cd bench && npm ci && node many.mjs [ROUNDS])
 *
 * Prints the medians over the rounds (5 unless told otherwise).
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from './servers.mjs';

process.env.CDK_VALIDATION = 'false';
const require = createRequire(import.meta.url);
const { App, Stack } = require('aws-cdk-lib');
const { Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda');

const CLI = new URL('../lib/bundled/cli.js', import.meta.url).pathname;
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));

const app = new App({ outdir: assembly });
for (let at = 0; at < 500; at++) {
  const stack = app.node.tryFindChild(`S${at % 5}`) ?? new Stack(app, `S${at % 5}`);
  new LambdaFunction(stack, `F${at}`, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
  });
}
app.synth();

async function started() {
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, 'start', '--app', assembly, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes('\n')) break;
  }
  const ready = performance.now() - begun;
  if (JSON.parse(said).functions.length !== 500) throw new Error('not all functions are there');
  const processes = descendants(String(child.pid)).length;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ready, processes };
}

function descendants(pid) {
  const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1];
  } catch {
    // It has just ended.
    return undefined;
  }
}

const rounds = Number(process.argv[2]) || 5;
const lists = [];
const starts = [];
for (let round = 0; round < rounds; round++) {
  const begun = performance.now();
  execFileSync(process.execPath, [CLI, 'list', '--app', assembly], { stdio: 'ignore' });
  lists.push(performance.now() - begun);
  starts.push(await started());
}
console.table({
  'listed, ms': Math.round(median(lists)),
  'ready, ms': Math.round(median(starts.map(({ ready }) => ready))),
  // The shell that sees to it that nothing outlives the executor is one of them.
  'processes beside it': median(starts.map(({ processes }) => processes)),
});
