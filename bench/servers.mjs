// What the benchmarks of servers have in common: clients, and the end of a process.
import { performance } from 'node:perf_hooks';
import { connection } from './client.mjs';

/** Settles when `request` is answered with 200 for the first time. */
export async function firstAnswer(port, request, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    const client = connection(port, request);
    try {
      if ((await client.call()) === 200) return;
    } catch {
      // Not listening yet.
    } finally {
      client.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** How long 3,000 calls took, in milliseconds from the fastest to the slowest; 500 more go before. */
export async function oneClient(port, request) {
  const client = connection(port, request);
  for (let i = 0; i < 500; i++) await client.call();
  const times = [];
  for (let i = 0; i < 3000; i++) {
    const from = performance.now();
    await client.call();
    times.push(performance.now() - from);
  }
  client.close();
  return times.sort((a, b) => a - b);
}

/** Of times in milliseconds, sorted: what that share of them does not exceed, in microseconds. */
export const microseconds = (times, share) => times[Math.floor(times.length * share)] * 1000;

/** How many calls `clients` make in a second, each on a connection of its own. */
export async function throughput(port, request, clients, seconds) {
  const from = performance.now();
  const until = from + seconds * 1000;
  let calls = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = connection(port, request);
      while (performance.now() < until) {
        const status = await client.call();
        if (status !== 200) throw new Error(`a request was answered with ${status}`);
        calls++;
      }
      client.close();
    }),
  );
  return (calls * 1000) / (performance.now() - from);
}

/** Ends a process that leads a group, and all of the group when it does not end by itself. */
export async function ended(child) {
  const gone = new Promise((resolve) => child.once('close', resolve));
  process.kill(child.pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 3000);
  await gone;
  clearTimeout(timer);
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A table with the medians of every figure, by contender. */
export function medians(results) {
  return Object.fromEntries(
    [...results].map(([name, rounds]) => [
      name,
      Object.fromEntries(
        Object.keys(rounds[0]).map((figure) => [figure, Math.round(median(rounds.map((round) => round[figure])))]),
      ),
    ]),
  );
}
