/**
 * How long it takes to load the constructs, beside aws-cdk-lib alone: each in a process of its own, in turns, medians.
 *
 * Run it: npx jsii --silence-warnings=reserved-word && node bench/load.mjs [rounds]
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 11);
const root = fileURLToPath(new URL('..', import.meta.url));

// The package finds itself by its name; a plain lambda.Function loads what every function needs.
const CASES = {
  'node alone': '',
  "require('aws-cdk-lib/aws-lambda')": "require('aws-cdk-lib/aws-lambda')",
  "require('cdk-lambda-kit')": "require('cdk-lambda-kit')",
  "require('aws-cdk-lib/aws-lambda').Function": "require('aws-cdk-lib/aws-lambda').Function",
  "require('aws-cdk-lib')": "require('aws-cdk-lib')",
};

function measured(code) {
  const script = `const before = performance.now(); ${code};
    console.log(JSON.stringify({ ms: performance.now() - before, modules: Object.keys(require.cache).length }));`;
  const started = performance.now();
  const { ms, modules } = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
  return { inside: ms, process: performance.now() - started, modules };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const samples = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
for (const code of Object.values(CASES)) measured(code); // fills the file cache
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, code] of Object.entries(CASES)) samples[name].push(measured(code));
}

const rows = Object.entries(samples).map(([name, runs]) => ({
  what: name,
  'load, ms': Number(median(runs.map((run) => run.inside)).toFixed(1)),
  'whole process, ms': Number(median(runs.map((run) => run.process)).toFixed(1)),
  modules: runs[0].modules,
}));
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, medians of ${ROUNDS}`);
console.table(rows);
