/**
 * From SendMessageBatch to the function: messages of a queue, ten in a batch, that `lambda-kit start` hands to one trivial Node
 * handler in real time. Four clients send ten at a time, as fast as they are answered.
 *
 *   npx projen bundle && node bench/queues.mjs [ROUNDS] [--messages N]
 *
 * Prints the medians over the rounds (5 unless told otherwise) of 20,000 messages: how many are sent a second, how many are handled
 * a second from the first that is sent to the last that is deleted, and how many processes had a part in it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { connection } from './client.mjs';
import { ended, medians } from './servers.mjs';

const here = new URL('.', import.meta.url).pathname;
const messagesAt = process.argv.indexOf('--messages');
const messages = messagesAt < 0 ? 20_000 : Number(process.argv[messagesAt + 1]);
const rounds = /^\d+$/.test(process.argv[2] ?? '') ? Number(process.argv[2]) : 5;
const CLIENTS = 4;
const BATCH = 10;
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-bench-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));
execFileSync(process.execPath, [join(here, 'queues-app.mjs'), assembly], { env: { ...process.env, CDK_VALIDATION: 'false' } });

async function measure() {
  const command = ['../lib/bundled/cli.js', 'start', '--app', assembly, '--port', '0', '--json'];
  const child = spawn(process.execPath, command, { cwd: here, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const { port } = new URL(JSON.parse(await firstLine(child)).endpoint);
    const QueueUrl = `http://127.0.0.1:${port}/000000000000/orders`;
    const Entries = Array.from({ length: BATCH }, (_, at) => ({ Id: `${at}`, MessageBody: JSON.stringify({ order: at }) }));
    const batch = request(port, 'SendMessageBatch', { QueueUrl, Entries });

    await send(port, batch, 50);
    await empty(port, QueueUrl);
    const from = performance.now();
    await send(port, batch, messages / BATCH);
    const sentMs = performance.now() - from;
    await empty(port, QueueUrl);
    const handledMs = performance.now() - from;
    return {
      'sent /s': (messages * 1000) / sentMs,
      'handled /s': (messages * 1000) / handledMs,
      processes: processesOf(child.pid),
    };
  } finally {
    await ended(child);
  }
}

async function send(port, batch, times) {
  let left = times;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = connection(port, batch);
      while (left-- > 0) {
        const status = await client.call();
        if (status !== 200) throw new Error(`a batch was answered with ${status}`);
      }
      client.close();
    }),
  );
}

/** Until nothing is in the queue, nor in the hands of a function. */
async function empty(port, QueueUrl) {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AmazonSQS.GetQueueAttributes', 'Content-Type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ QueueUrl, AttributeNames: names }),
    });
    const { Attributes } = await response.json();
    if (names.every((name) => Attributes[name] === '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function request(port, operation, input) {
  const body = JSON.stringify(input);
  return (
    `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Amz-Target: AmazonSQS.${operation}\r\n` +
    `Content-Type: application/x-amz-json-1.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

/** Of its standard output, where it says where it listens. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`it ended with exit code ${code}`)));
  });
}

/** How many processes it has started and not ended. */
function processesOf(parent) {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === parent;
    } catch {
      return false;
    }
  }).length;
}

const results = [];
for (let round = 0; round < rounds; round++) results.push(await measure());
console.log(`${cpus().length} cores, Node ${process.version}, medians of ${rounds} rounds of ${messages} messages`);
console.table(medians([['lambda-kit start', results]]));
