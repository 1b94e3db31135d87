/**
 * A cold start through the executor beside the bare interpreter running the same handler file.
 *
 *   npx projen bundle && node bench/cold.mjs [RUNS]
 *
 * Each run starts 20 functions that have not run before, one after another, and 20 bare processes; prints the medians. «alone»:
 * no booted interpreter waits for the function, since it has a variable of a kind that must be there when one boots.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const { LocalExecutor } = createRequire(import.meta.url)('../lib/bundled/local.js');
const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const handler = new URL('handler/index.js', import.meta.url).pathname;
writeFileSync(
  join(folder, 'bare.js'),
  `require(${JSON.stringify(handler)}).handler({}).then((result) => process.stdout.write(JSON.stringify(result)));`,
);
writeFileSync(
  join(folder, 'app.mjs'),
  `import { createRequire } from 'node:module';
const require = createRequire(${JSON.stringify(import.meta.url)});
const { App, Stack } = require('aws-cdk-lib');
const { Code, Function: Fn, Runtime } = require('aws-cdk-lib/aws-lambda');
const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Cold');
for (let i = 0; i < 20; i++) {
  for (const [like, more] of [['', {}], ['Alone', { environment: { UV_NONE: '1' } }]]) {
    new Fn(stack, 'Node' + like + i, { ...more, runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromAsset(${JSON.stringify(join(handler, '..'))}) });
    new Fn(stack, 'Python' + like + i, { ...more, runtime: Runtime.PYTHON_3_13, handler: 'index.handler', code: Code.fromInline('def handler(event, context):\\n    return 1\\n') });
  }
}
app.synth();`,
);
execFileSync(process.execPath, [join(folder, 'app.mjs'), join(folder, 'out')], {
  env: { ...process.env, CDK_VALIDATION: 'false' },
});
writeFileSync(join(folder, 'bare.py'), 'def handler(event, context):\n    return 1\nprint(handler({}, None))\n');
const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)']).toString().trim();

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const time = async (work) => {
  // Until the interpreter for the next one is there.
  await new Promise((resolve) => setTimeout(resolve, 150));
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const figures = { node: [], 'node alone': [], 'node bare': [], python: [], 'python alone': [], 'python bare': [] };
for (let run = 0; run < (Number(process.argv[2]) || 3); run++) {
  const local = await LocalExecutor.start({ app: join(folder, 'out') });
  try {
    for (let i = 0; i < 20; i++) {
      figures.node.push(await time(() => local.function(`Cold/Node${i}`).invoke()));
      figures['node alone'].push(await time(() => local.function(`Cold/NodeAlone${i}`).invoke()));
      figures['node bare'].push(await time(() => spawnSync(process.execPath, [join(folder, 'bare.js')])));
      figures.python.push(await time(() => local.function(`Cold/Python${i}`).invoke()));
      figures['python alone'].push(await time(() => local.function(`Cold/PythonAlone${i}`).invoke()));
      figures['python bare'].push(await time(() => spawnSync(python, [join(folder, 'bare.py')])));
    }
  } finally {
    await local.stop();
  }
}
console.table(
  Object.fromEntries(
    Object.entries(figures).map(([name, times]) => [name, { 'ms, median': Math.round(median(times) * 10) / 10 }]),
  ),
);
