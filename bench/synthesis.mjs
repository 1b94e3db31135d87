/**
 * Synthesis of functions of ours beside the same resources made with aws-cdk-lib by hand, without bundling: inline code.
 *
 *   npx projen compile && node bench/synthesis.mjs [RUNS] [--cpu-prof]
 *
 * Each figure is a median over processes of their own, which take turns; with --cpu-prof each writes a profile to ./profiles.
 * First it is made sure that both templates say the same.
 */
import { strictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COUNTS = [1, 10, 100, 500];
const WAYS = ['aws-cdk-lib', 'cdk-lambda-kit'];
/** Counted from the start of the process to its end, as whoever runs `cdk synth` does. */
const FIGURES = ['whole', 'load', 'construct', 'synth'];

const runs = Number(process.argv[2]) || 7;
const profile = process.argv.includes('--cpu-prof');
const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
if (profile) mkdirSync('profiles', { recursive: true });
const script = new URL('synthesis-app.mjs', import.meta.url).pathname;

function synthesized(way, count) {
  const outdir = join(folder, `${way}-${count}`);
  rmSync(outdir, { recursive: true, force: true });
  const flags = profile ? ['--cpu-prof', '--cpu-prof-dir=profiles', `--cpu-prof-name=${way}-${count}.cpuprofile`] : [];
  const from = performance.now();
  const ran = spawnSync(process.execPath, [...flags, script, way, String(count), outdir], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
    encoding: 'utf8',
  });
  const whole = performance.now() - from;
  if (ran.status !== 0) throw new Error(ran.stderr);
  return { outdir, whole, ...JSON.parse(ran.stdout) };
}

/** The resources, however they are called. */
function shape(outdir) {
  const template = JSON.parse(readFileSync(join(outdir, 'Bench0.template.json'), 'utf8'));
  const ids = Object.keys(template.Resources);
  const names = new Map(ids.map((id) => [id, id.slice(0, -8)]));
  const text = JSON.stringify(template.Resources).replace(/"(\w+?)"/g, (all, id) => (names.has(id) ? `"${names.get(id)}"` : all));
  return JSON.stringify(Object.entries(JSON.parse(text)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const count of COUNTS) {
  const [plain, ours] = WAYS.map((way) => synthesized(way, count));
  strictEqual(shape(ours.outdir), shape(plain.outdir));
}
const rows = {};
for (const count of COUNTS) {
  const all = { 'aws-cdk-lib': [], 'cdk-lambda-kit': [] };
  for (let run = 0; run < runs; run++) {
    // The one that comes first changes, because it may have it harder.
    for (const way of run % 2 === 0 ? WAYS : WAYS.toReversed()) all[way].push(synthesized(way, count));
  }
  for (const figure of FIGURES) {
    const [plain, ours] = WAYS.map((way) => median(all[way].map((each) => each[figure])));
    rows[`${count} functions, ${figure}`] = {
      'aws-cdk-lib, ms': Math.round(plain),
      'cdk-lambda-kit, ms': Math.round(ours),
      ratio: Math.round((ours / plain) * 100) / 100,
    };
  }
}
console.table(rows);
