/**
 * What an idle execution environment holds in memory, beside a bare interpreter that has loaded the same handler file.
 *
 *   npx projen bundle && node bench/idle.mjs [ENVIRONMENTS]
 *
 * Starts 10 environments of a function (unless told otherwise), and as many bare processes; prints proportional memory (PSS) of one,
 * whatever isolates it included. Linux only.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { LocalExecutor } = createRequire(import.meta.url)('../lib/bundled/local.js');
const count = Number(process.argv[2]) || 10;
const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const handlers = {
  node: 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 1500));\n',
  python: 'import time\ndef handler(event, context):\n    time.sleep(1.5)\n',
};
writeFileSync(join(folder, 'bare.js'), `${handlers.node}setInterval(() => {}, 1 << 30);\n`);
writeFileSync(join(folder, 'bare.py'), `${handlers.python}time.sleep(1000)\n`);
writeFileSync(
  join(folder, 'app.mjs'),
  `import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(import.meta.url)});
const { App, Stack, Duration } = require('aws-cdk-lib');
const { Code, Function: Fn, Runtime } = require('aws-cdk-lib/aws-lambda');
const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Idle');
const timeout = Duration.seconds(30);
new Fn(stack, 'node', { timeout, runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(${JSON.stringify(handlers.node)}) });
new Fn(stack, 'python', { timeout, runtime: Runtime.PYTHON_3_13, handler: 'index.handler', code: Code.fromInline(${JSON.stringify(handlers.python)}) });
app.synth();`,
);
execFileSync(process.execPath, [join(folder, 'app.mjs'), join(folder, 'out')], {
  env: { ...process.env, CDK_VALIDATION: 'false' },
});
const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)']).toString().trim();

/** Of a process and everything below it, in MB. */
function memoryMb(pid) {
  const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(pss?.[1] ?? 0) / 1024 + childrenOf(pid).reduce((sum, child) => sum + memoryMb(child), 0);
}

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const figures = {};
for (const [name, bare] of [
  ['node', [process.execPath, join(folder, 'bare.js')]],
  ['python', [python, join(folder, 'bare.py')]],
]) {
  const children = Array.from({ length: count }, () => spawn(bare[0], bare.slice(1), { stdio: 'ignore' }));
  await pause(1000);
  const bareMb = children.reduce((sum, { pid }) => sum + memoryMb(pid), 0) / count;
  await Promise.all(children.map((child) => new Promise((gone) => child.once('exit', gone) && child.kill())));

  const local = await LocalExecutor.start({ app: join(folder, 'out'), clock: 'system' });
  await Promise.all(Array.from({ length: count }, () => local.function(`Idle/${name}`).invoke()));
  await pause(1000);
  // The others are interpreters that wait for a function, and the shell that watches.
  const environments = childrenOf(process.pid)
    .map(memoryMb)
    .sort((a, b) => b - a)
    .slice(0, count);
  const environmentMb = environments.reduce((sum, mb) => sum + mb, 0) / count;
  figures[name] = {
    environments: environments.length,
    'MB each': Math.round(environmentMb * 10) / 10,
    'MB bare': Math.round(bareMb * 10) / 10,
    ratio: Math.round((environmentMb / bareMb) * 100) / 100,
  };
  await local.stop();
}
console.table(figures);
