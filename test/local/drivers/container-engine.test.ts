import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findContainerEngine } from '../../../src/local/drivers/images/container-engine';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that prints this and ends so. */
function program(name: string, says: string, status = 0): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho '${says}' >&${status === 0 ? 1 : 2}\nexit ${status}\n`);
  chmodSync(file, 0o755);
  return file;
}

const find = (variables: Record<string, string> = {}) =>
  findContainerEngine({ PATH: ['/nowhere', folder].join(delimiter), ...variables });

const DOCKER = '{"Client":{"Version":"28.0.1"},"Server":{"Version":"28.2.2","Platform":{"Name":"Docker Engine - Community"}}}';
const PODMAN = '{"Client":{"APIVersion":"5.4.0","Version":"5.4.0"}}';
const DOWN = 'Cannot connect to the Docker daemon. Is it running?';

test('Docker is found on PATH, with the version of what runs the containers', async () => {
  const command = program('docker', DOCKER);
  program('podman', PODMAN);

  expect(await find()).toEqual({ there: { command, version: '28.2.2', sharesNetwork: process.platform === 'linux' } });
});

test.each([
  ['is not there', undefined],
  ['does not run', DOWN],
])('Podman is found where Docker %s', async (_, says) => {
  if (says) program('docker', says, 1);
  const command = program('podman', PODMAN);

  expect(await find()).toMatchObject({ there: { command, version: '5.4.0' } });
});

test('the program that the CDK is told to use is the only one that is asked', async () => {
  program('docker', DOCKER);
  const CDK_DOCKER = program('finch', '{"Client":{"Version":"v1.9.0"},"Server":null}');

  expect(await find({ CDK_DOCKER })).toMatchObject({ there: { command: CDK_DOCKER, version: 'v1.9.0' } });
  expect(await find({ CDK_DOCKER: join(folder, 'none') })).toMatchObject({
    why: expect.stringMatching(/none does not answer.*ENOENT/),
  });
});

test('containers of Docker Desktop do not have the network of this machine', async () => {
  program('docker', DOCKER.replace('Docker Engine - Community', 'Docker Desktop 4.60.0 (1)'));

  expect(await find()).toMatchObject({ there: { sharesNetwork: false } });
});

test('fails when none is there, and says what to do', async () => {
  expect(await find()).toEqual({
    why: expect.stringMatching(/need Docker or Podman, and neither is on PATH\. Install one.*CDK_DOCKER/),
  });
});

test('fails when none runs, with what each says', async () => {
  program('docker', DOWN, 1);
  program('podman', 'no', 125);

  expect(await find()).toEqual({
    why: `Container images need a container engine, and ${folder}/docker does not answer: ${DOWN}; ${folder}/podman does not answer: no. Start it, or package the function as a .zip archive.`,
  });
});

test.each(['', 'null', 'Docker version 28', '{}'])('fails when its version is %p', async (says) => {
  program('docker', says);

  expect(await find()).toMatchObject({ why: expect.stringMatching(/does not say its version as Docker does/) });
});

test.each([
  ['ssh://me@server', false],
  ['tcp://docker:2375', false],
  ['tcp://127.0.0.1:2375', true],
  ['unix:///run/user/1000/docker.sock', true],
])('an engine at %s: found is %p', async (DOCKER_HOST, isFound) => {
  program('docker', DOCKER);

  const found = await find({ DOCKER_HOST });

  expect('there' in found).toBe(isFound);
  if ('why' in found) expect(found.why).toMatch(/^DOCKER_HOST is .*, and containers there cannot reach the executor; unset it/);
});
