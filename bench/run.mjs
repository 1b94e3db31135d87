/**
 * `lambda-kit start` beside serverless-offline and a bare node:http server, all calling one trivial Node handler in one run.
 *
 *   npm ci && npx projen bundle && (cd bench && npm ci && node run.mjs [ROUNDS] [--only NAME])
 *
 * Prints the medians over the rounds (5 unless told otherwise).
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { invokeRequest } from './client.mjs';
import { ended, firstAnswer, medians, microseconds, oneClient, throughput } from './servers.mjs';

const here = new URL('.', import.meta.url).pathname;
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));
execFileSync(process.execPath, [join(here, 'app.mjs'), assembly], { env: { ...process.env, CDK_VALIDATION: 'false' } });

const FUNCTION = 'bench-dev-hello';
// More requests a second than the account's usual quota lets through (CON-08).
const QUOTA = ['--account-concurrency', '5000'];
const contenders = [
  { name: 'bare node:http', port: 4300, command: [process.execPath, 'bare-server.mjs', '4300'] },
  {
    name: 'lambda-kit start',
    port: 4200,
    command: [process.execPath, '../lib/bundled/cli.js', 'start', '--app', assembly, '--port', '4200', ...QUOTA],
  },
  {
    name: 'serverless-offline',
    port: 4102,
    command: [process.execPath, 'node_modules/osls/bin/serverless.js', 'offline', 'start'],
  },
  {
    name: 'serverless-offline, in process',
    port: 4102,
    command: [process.execPath, 'node_modules/osls/bin/serverless.js', 'offline', 'start', '--useInProcess'],
  },
];

async function measure({ port, command }) {
  const begun = performance.now();
  const child = spawn(command[0], command.slice(1), { cwd: here, detached: true, stdio: 'ignore' });
  try {
    const request = invokeRequest(port, FUNCTION);
    await firstAnswer(port, request, child);
    const firstMs = performance.now() - begun;
    const times = await oneClient(port, request);
    const idleMb = memoryMb(child.pid);
    const perSecond = await throughput(port, request, 16, 4);
    const busyMb = memoryMb(child.pid);
    // By now what runs often has been optimized.
    const later = await oneClient(port, request);
    return {
      'first ms': firstMs,
      'p50 µs': microseconds(times, 0.5),
      'p99 µs': microseconds(times, 0.99),
      'later p50 µs': microseconds(later, 0.5),
      '16 clients /s': perSecond,
      'MB, 1 client': idleMb,
      'MB, 16 clients': busyMb,
    };
  } finally {
    await ended(child);
  }
}

/** Proportional memory of a process and everything it started, in MB. */
function memoryMb(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has just ended.
    }
  }
  const of = (process) => {
    let kilobytes = 0;
    try {
      kilobytes = Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has just ended.
    }
    return kilobytes + (children.get(process) ?? []).reduce((sum, child) => sum + of(child), 0);
  };
  return of(pid) / 1024;
}

const onlyAt = process.argv.indexOf('--only');
const chosen = onlyAt < 0 ? contenders : contenders.filter(({ name }) => name === process.argv[onlyAt + 1]);
const rounds = Number(process.argv[2]) || 5;
const results = new Map(chosen.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const contender of chosen) results.get(contender.name).push(await measure(contender));
}
console.log(`${cpus().length} cores, Node ${process.version}, medians of ${rounds} rounds`);
console.table(medians(results));
