/**
 * One route of an HTTP API with payload format 2.0 and the same Node handler: `lambda-kit start` beside serverless-offline, in one
 * run. Throughput of 16 clients, and what one client waits.
 *
 *   npm ci && npx projen bundle && (cd bench && npm ci && node http-api.mjs [ROUNDS] [--seconds N])
 *
 * Prints the medians over the rounds (5 unless told otherwise).
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, firstAnswer, medians, microseconds, oneClient, throughput } from './servers.mjs';

const here = new URL('.', import.meta.url).pathname;
const seconds = process.argv.includes('--seconds') ? Number(process.argv[process.argv.indexOf('--seconds') + 1]) : 4;
const rounds = /^\d+$/.test(process.argv[2] ?? '') ? Number(process.argv[2]) : 5;
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));
execFileSync(process.execPath, [join(here, 'http-api-app.mjs'), assembly], { env: { ...process.env, CDK_VALIDATION: 'false' } });

const contenders = [
  {
    name: 'lambda-kit start',
    command: [process.execPath, '../lib/bundled/cli.js', 'start', '--app', assembly, '--port', '4200', '--json'],
    /** Its ready line says where the API is. */
    place: (line) => new URL(JSON.parse(line).apis[0].url),
  },
  {
    name: 'serverless-offline',
    command: [process.execPath, 'node_modules/osls/bin/serverless.js', 'offline', 'start', '--config', 'serverless-http-api.yml'],
    place: () => new URL('http://127.0.0.1:4100/'),
  },
];

async function measure({ command, place }) {
  const child = spawn(command[0], command.slice(1), { cwd: here, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const { port, pathname } = place(await firstLine(child));
    const request = `GET ${pathname}hello/7?a=b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    await firstAnswer(port, request, child);
    const times = await oneClient(port, request);
    const perSecond = await throughput(port, request, 16, seconds);
    const later = await oneClient(port, request);
    return {
      'p50 µs': microseconds(times, 0.5),
      'p99 µs': microseconds(times, 0.99),
      'later p50 µs': microseconds(later, 0.5),
      '16 clients /s': perSecond,
    };
  } finally {
    await ended(child);
  }
}

/** Of its standard output; where it prints none before it listens, an empty one. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)));
    setTimeout(resolve, 5000, text).unref();
  });
}

const results = new Map(contenders.map(({ name }) => [name, []]));
for (let round = 1; round <= rounds; round++) {
  for (const contender of contenders) {
    const result = await measure(contender);
    results.get(contender.name).push(result);
    console.error(`round ${round}: ${contender.name}: ${JSON.stringify(result, (_, value) => Math.round(value) || value)}`);
  }
}
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}, medians of ${rounds}`,
);
console.table(medians(results));
