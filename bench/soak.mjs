/**
 * Many invocations of one executor, to see that memory stays flat and that no descriptor or process is left behind.
 *
 *   npx projen bundle && node bench/soak.mjs [INVOCATIONS]
 *
 * Nineteen of twenty are answered, one fails; one of ten is an event. Ends with 1 when something has grown.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection, invokeRequest } from './client.mjs';

const here = new URL('.', import.meta.url).pathname;
const all = Number(process.argv[2]) || 100_000;
const CLIENTS = 16;
const PORT = 4210;
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));
execFileSync(process.execPath, [join(here, 'app.mjs'), assembly], { env: { ...process.env, CDK_VALIDATION: 'false' } });

const flags = ['--expose-gc', '--require', './heap-on-signal.cjs'];
const child = spawn(process.execPath, [...flags, '../lib/bundled/cli.js', 'start', '--app', assembly, '--port', `${PORT}`], {
  cwd: here,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let told = () => {};
let text = '';
child.stderr.on('data', (chunk) => {
  text += chunk;
  const megabytes = /^HEAP ([\d.]+)$/m.exec(text)?.[1];
  text = text.slice(-1000);
  if (megabytes === undefined) return;
  text = '';
  told(Number(megabytes));
});
const request = (body, type) => {
  const text = invokeRequest(PORT, 'bench-dev-hello', body);
  return type === undefined ? text : text.replace('Content-Type', `X-Amz-Invocation-Type: ${type}\r\nContent-Type`);
};
const answered = request('{}');
const failing = request('{"fail":true}');
const event = request('{}', 'Event');

await listening();
await invoked(all / 10);
const rows = [await state(all / 10)];
for (let part = 1; part <= 9; part++) {
  await invoked(all / 10);
  rows.push(await state((all / 10) * (part + 1)));
}
console.table(rows);
const gone = new Promise((resolve) => child.once('close', resolve));
child.kill('SIGTERM');
await gone;
const left = readdirSync(tmpdir()).filter((name) => name.startsWith('lambda-kit-') && name.endsWith(`${child.pid}`));
const [middle, last] = [rows[4], rows[9]];
const grown = last.descriptors > middle.descriptors + CLIENTS || last['in use, MB'] > middle['in use, MB'] * 1.1;
console.log(grown || left.length > 0 ? `grown, or left behind: ${left}` : 'flat');
process.exitCode = grown || left.length > 0 ? 1 : 0;

async function invoked(count) {
  let left = count;
  const turn = async () => {
    const clients = [answered, failing, event].map((each) => connection(PORT, each));
    for (; left > 0; left--) {
      const client = left % 20 === 0 ? clients[1] : left % 10 === 0 ? clients[2] : clients[0];
      const status = await client.call();
      if (status !== 200 && status !== 202) throw new Error(`an invocation was answered with ${status}`);
    }
    for (const client of clients) client.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, turn));
}

async function state(invocations) {
  const used = new Promise((resolve) => {
    told = resolve;
  });
  child.kill('SIGUSR2');
  const megabytes = await used;
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === child.pid);
  return {
    invocations,
    'in use, MB': megabytes,
    'resident, MB': Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024),
    descriptors: readdirSync(`/proc/${child.pid}/fd`).length,
    processes: children.length,
  };
}

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
  } catch {
    return undefined;
  }
}

async function listening() {
  for (;;) {
    const client = connection(PORT, answered);
    try {
      if ((await client.call()) === 200) return;
    } catch {
      // Not yet.
    } finally {
      client.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
