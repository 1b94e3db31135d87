import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetPath } from '../../../src/local/drivers/assets';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function guarded() {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-guardian-'));
  made.push(folder);
  const shell = spawn('/bin/sh', [assetPath('guardian.sh'), folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  return { folder, shell, ended: once(shell, 'exit') };
}

/** The test's own time limit ends this when it does not come. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('what runs when the executor is gone is killed, and its folder removed', async () => {
  const { folder, shell, ended } = guarded();
  const sleeper = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  const killed = once(sleeper, 'exit');

  shell.stdin.end(`?\n+${sleeper.pid}\n`);

  expect(await killed).toEqual([null, 'SIGKILL']);
  await ended;
  expect(existsSync(folder)).toBe(false);
});

test('what a process writes that was being started when the executor ended is removed, too', async () => {
  const { folder, shell, ended } = guarded();
  shell.stdin.end('?\n');
  await until(() => !existsSync(folder));

  mkdirSync(join(folder, 'pycache'), { recursive: true });

  await ended;
  expect(existsSync(folder)).toBe(false);
});

test('nothing is killed that has ended, and nothing removed when the executor has done so itself', async () => {
  const { folder, shell, ended } = guarded();
  const sleeper = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });

  shell.stdin.end(`?\n+${sleeper.pid}\n?\n=\n-${sleeper.pid}\ndone\n`);
  await ended;

  expect([existsSync(folder), sleeper.exitCode, sleeper.signalCode]).toEqual([true, null, null]);
  sleeper.kill('SIGKILL');
  await once(sleeper, 'exit');
});
