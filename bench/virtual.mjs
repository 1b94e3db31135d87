/**
 * What tests wait for: the start of an app of ten functions until its first answer, and virtual time that passes.
 *
 *   npx projen bundle && node bench/virtual.mjs [ROUNDS]
 *
 * Each round is a process of its own, as a test file is. Prints the medians over the rounds (5 unless told otherwise): of the first
 * start in a process and of the one after it; and how many events a second of real time pass when a rule sends to a queue every
 * minute of two weeks, 1,000 events of a function fail three times each, or 2,000 messages reach a function in batches of ten.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { medians } from './servers.mjs';

const FAILING = 1000;
const MESSAGES = 2000;
const DAYS = 14;

if (process.argv[2] === '--round') await round(process.argv[3]);
else rounds(Number(process.argv[2]) || 5);

function rounds(count) {
  const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
  process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));
  const here = new URL('.', import.meta.url).pathname;
  execFileSync(process.execPath, [join(here, 'virtual-app.mjs'), assembly], { env: { ...process.env, CDK_VALIDATION: 'false' } });
  const results = Array.from({ length: count }, () =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--round', assembly], { encoding: 'utf8' })),
  );
  console.log(`${cpus().length} cores, Node ${process.version}, medians of ${count} rounds`);
  for (const table of ['milliseconds', 'events a second']) {
    const rows = Object.keys(results[0][table]).map((row) => [row, results.map((result) => result[table][row])]);
    console.log(table);
    console.table(medians(rows));
  }
}

async function round(app) {
  const [load, { LocalExecutor }] = await timed(() => createRequire(import.meta.url)('../lib/bundled/local.js'));
  const start = () => LocalExecutor.start({ app, clock: 'virtual', journalEntries: 1_000_000 });
  const once = async () => {
    const [starting, local] = await timed(start);
    const [answering] = await timed(() => local.function('Hello0').invoke());
    const [stopping] = await timed(() => local.stop());
    return { start: starting, 'first answer': answering, stop: stopping, together: starting + answering + stopping };
  };
  const first = await once();
  const next = await once();

  const local = await start();
  const walked = async (events, walk) => {
    const [ms] = await timed(walk);
    return { events, '/s': (events * 1000) / ms };
  };
  const minutes = DAYS * 24 * 60;
  const rule = await walked(minutes, () => local.clock.advance({ days: DAYS }));
  const told = local.bus('default').deliveries.length;
  if (told !== minutes) throw new Error(`the rule has fired ${told} times in ${minutes} minutes`);
  const failing = await walked(FAILING * 3, async () => {
    for (let n = 0; n < FAILING; n++) await local.function('Hello1').invoke({ fail: true }, { type: 'Event' });
    await local.settle();
  });
  const orders = local.queue('Orders');
  const messages = await walked(MESSAGES, async () => {
    for (let n = 0; n < MESSAGES; n++) orders.send({ order: n });
    await local.settle();
  });
  await local.stop();
  console.log(
    JSON.stringify({
      milliseconds: { 'first in its process': { load, ...first }, 'the one after it': { load: 0, ...next } },
      'events a second': { 'a rule that fires': rule, 'attempts that fail': failing, 'messages of a queue': messages },
    }),
  );
}

async function timed(work) {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}
