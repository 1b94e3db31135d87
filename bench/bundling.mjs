/**
 * Synthesis of apps with TypeScript functions beside what else there is: NodejsFunction of aws-cdk-lib, @mrgrain/cdk-esbuild, the same
 * app with inline code, and esbuild alone.
 *
 *   npx projen compile && (cd bench && npm ci) && node bench/bundling.mjs [RUNS] [COUNT]
 *
 * Each figure is a median over processes of their own, which take turns; `inside` is without loading Node.js, `whole` with it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeOne, writeProject } from './bundling-project.mjs';

const runs = Number(process.argv[2]) || 5;
const count = Number(process.argv[3]) || 50;
const MANY = 500;

const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const project = join(folder, 'project');
writeProject(project, MANY);
const script = new URL('bundling-app.mjs', import.meta.url).pathname;

function run(way, kind, number, cache, outdir = join(folder, 'out')) {
  rmSync(outdir, { recursive: true, force: true });
  const from = performance.now();
  const ran = spawnSync(process.execPath, [script, way, kind, String(number), outdir, cache ?? ''], {
    cwd: project,
    env: { ...process.env, CDK_VALIDATION: 'false' },
    encoding: 'utf8',
  });
  const whole = performance.now() - from;
  if (ran.status !== 0) throw new Error(`${way}: ${ran.stderr.slice(0, 2000)}`);
  return { whole, ...JSON.parse(ran.stdout.trim().split('\n').at(-1)) };
}

const cache = join(folder, 'cache');
const empty = () => {
  const fresh = join(folder, 'empty');
  rmSync(fresh, { recursive: true, force: true });
  return fresh;
};
let turn = 0;

/** What is measured, by name; the slow ones less often. */
function scenes(kind) {
  return {
    'inline code': () => run('inline code', kind, count),
    'esbuild alone, one call': () => run('esbuild', kind, count),
    'nothing cached': () => run('cdk-lambda-kit', kind, count, empty()),
    'nothing changed': () => run('cdk-lambda-kit', kind, count, cache),
    'one changed': () => {
      changeOne(project, kind, ++turn);
      // Younger than its time can tell: such a file is not trusted, as right after an editor has written it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      return run('cdk-lambda-kit', kind, count, cache);
    },
    'with a plugin': () => run('with a plugin', kind, count, empty()),
    '@mrgrain/cdk-esbuild': () => run('cdk-esbuild', kind, count),
    ...(kind === 'small' && { NodejsFunction: () => run('NodejsFunction', kind, count) }),
  };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (number) => Math.round(number * 10) / 10;

for (const kind of ['small', 'packages', 'sdk']) {
  const all = {};
  const named = Object.entries(scenes(kind));
  run('cdk-lambda-kit', kind, count, cache);
  for (let i = 0; i < runs; i++) {
    for (const [name, scene] of i % 2 === 0 ? named : named.toReversed()) (all[name] ??= []).push(scene());
  }
  const rows = {};
  const inline = median(all['inline code'].map(({ inside }) => inside));
  for (const [name, figures] of Object.entries(all)) {
    const [inside, whole, megabytes] = ['inside', 'whole', 'megabytes'].map((each) => median(figures.map((one) => one[each])));
    rows[name] = {
      'inside, ms': round(inside),
      'a function, ms': round(inside / count),
      'beside inline code': round(inside / inline),
      'whole, ms': round(whole),
      MB: Math.round(megabytes),
    };
  }
  console.log(`\n${count} functions with a shared module, ${kind}`);
  console.table(rows);
}

const many = {};
for (const kind of ['small', 'sdk']) {
  const fresh = empty();
  for (const name of ['nothing cached', 'nothing changed']) {
    const { inside, whole, megabytes } = run('cdk-lambda-kit', kind, MANY, fresh);
    many[`${kind}, ${name}`] = {
      'inside, ms': round(inside),
      'a function, ms': round(inside / MANY),
      'whole, ms': round(whole),
      MB: Math.round(megabytes),
    };
  }
}
console.log(`\n${MANY} functions, one run`);
console.table(many);

/** A Jest file that synthesizes 50 functions, twice, in a process of its own. */
function jest(into) {
  const result = join(folder, 'jest.json');
  const from = performance.now();
  const ran = spawnSync(process.execPath, [new URL('../node_modules/jest/bin/jest.js', import.meta.url).pathname], {
    cwd: project,
    env: { ...process.env, CDK_VALIDATION: 'false', BENCH_CACHE: into, BENCH_RESULT: result },
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(ran.stderr.slice(0, 2000));
  const [first, later] = JSON.parse(readFileSync(result, 'utf8'));
  return { first, later, whole: performance.now() - from };
}

const jestRows = {};
const warm = join(folder, 'jest-cache');
jest(warm);
for (const [name, into] of [
  ['nothing cached', empty],
  ['nothing changed', () => warm],
]) {
  const all = Array.from({ length: runs }, () => jest(into()));
  const row = (each) => round(median(all.map((one) => one[each])));
  jestRows[name] = {
    'first synthesis, ms': row('first'),
    'later in the same file, ms': row('later'),
    'whole run, ms': row('whole'),
  };
}
console.log('\nA Jest file with 50 functions, small');
console.table(jestRows);
