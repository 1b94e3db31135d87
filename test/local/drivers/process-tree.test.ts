import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { aliveInGroup, isAlive } from '../../../src/local/drivers/process-tree';

const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** A group of a process that never asks what has become of its child, and the child, which has ended. */
async function careless(): Promise<{ parent: number; child: number }> {
  const script = 'sh -c "echo \\$\\$" & exec 1>&-; exec sleep 60';
  const process = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(process);
  let text = '';
  for await (const piece of process.stdout) text += piece;
  return { parent: process.pid as number, child: Number(text) };
}

test('a process that has ended is not alive, even when nobody has collected it', async () => {
  const { parent, child } = await careless();

  while (isAlive(child)) await new Promise(setImmediate);
  expect(() => process.kill(child, 0)).not.toThrow();
  expect(isAlive(parent)).toBe(true);
  expect(aliveInGroup(parent)).toEqual([parent]);
});

test('a group that nobody knows has nobody in it that could be told of', () => {
  expect(aliveInGroup(2 ** 22 + 1)).toBeUndefined();
});
