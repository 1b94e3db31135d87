import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HostVariables } from '../../../src/local/drivers/interpreters/candidate';
import { distance, isVersion, newestFirst, versionIn } from '../../../src/local/drivers/interpreters/version';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { pythonLauncher } from '../../../src/local/drivers/python';

const OWN = process.versions.node;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lambda-kit-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** An executable below the home folder that answers with `version`, and notes that it was started. */
function install(place: string, version: string): string {
  const file = join(home, place);
  mkdirSync(dirname(file), { recursive: true });
  const answer = version.startsWith('3.') ? `'["${file}", [${version.split('.').join(', ')}], []]'` : `v${version}`;
  writeFileSync(file, `#!/bin/sh\necho started >> ${join(home, 'started')}\necho ${answer}\n`, { mode: 0o755 });
  return file;
}

const node = (variables: HostVariables = { HOME: home }, named: Record<string, string> = {}) =>
  nodeLauncher({ sdkFolders: [join(home, 'app', 'node_modules')], hostVariables: variables, named });

describe('versions', () => {
  test.each([
    ['v22.1.0', [22, 1, 0]],
    ['cpython-3.13.0-linux-x86_64-gnu', [3, 13, 0]],
    ['20', [20]],
    ['latest', undefined],
  ])('of %s', (text, version) => {
    expect(versionIn(text)).toEqual(version);
  });

  test('what is near differs in the last part of what is wanted alone', () => {
    expect(isVersion([3, 13, 1], [3, 13])).toBe(true);
    expect(isVersion([3], [3, 13])).toBe(false);
    expect(distance([3, 11, 9], [3, 13])).toBe(2);
    expect(distance([2, 7], [3, 7])).toBe(Number.POSITIVE_INFINITY);
    expect(
      [
        [3, 9],
        [3, 10, 1],
        [3, 10],
      ].sort(newestFirst),
    ).toEqual([
      [3, 10, 1],
      [3, 10],
      [3, 9],
    ]);
  });
});

describe('Node.js of the declared version is found', () => {
  test.each([
    ['nvm', '.nvm/versions/node/v99.4.0/bin/node'],
    ['fnm', '.local/share/fnm/node-versions/v99.4.0/installation/bin/node'],
    ['volta', '.volta/tools/image/node/99.4.0/bin/node'],
    ['asdf', '.asdf/installs/nodejs/99.4.0/bin/node'],
    ['mise', '.local/share/mise/installs/node/99.4.0/bin/node'],
    ['nodenv', '.nodenv/versions/99.4.0/bin/node'],
  ])('where %s has put it', async (_, place) => {
    install(place.replace('99.4', '98.7'), '98.7.0');
    install(place.replace('99.4.0', '99.10.2'), '99.10.2');
    const file = install(place, '99.4.0').replace('99.4.0', '99.10.2');

    expect(node().likely('nodejs99.x')).toEqual({ command: file, version: '99.10.2', exact: true });
    expect(await node().interpreter('nodejs99.x')).toEqual({ command: file, version: '99.10.2', exact: true });
  });

  test.each([
    ['HOMEBREW_PREFIX', 'opt/node@99/bin/node', '99'],
    ['N_PREFIX', 'n/versions/node/99.4.0/bin/node'],
    ['NVM_DIR', 'versions/node/v99.4.0/bin/node'],
    ['XDG_DATA_HOME', 'fnm/node-versions/v99.4.0/installation/bin/node'],
  ])('below the folder that %s names', (variable, place, version = '99.4.0') => {
    const file = install(place, '99.4.0');

    expect(node({ [variable]: home }).likely('nodejs99.x')).toEqual({ command: file, version, exact: true });
  });

  test.each(['node99', 'node-99'])('on PATH as %s, whose full version is asked when it is needed', async (name) => {
    const file = install(`bin/${name}`, '99.1.2');
    const launcher = node({ PATH: join(home, 'bin') });

    expect(launcher.likely('nodejs99.x')).toEqual({ command: file, version: '99', exact: true });
    expect(await launcher.interpreter('nodejs99.x')).toEqual({ command: file, version: '99.1.2', exact: true });
  });

  test.each(['node', 'node99'])('as the npm package in the app’s node_modules/%s', (name) => {
    const file = install(`app/node_modules/${name}/bin/node`, '99.0.1');
    writeFileSync(join(home, 'app', 'node_modules', name, 'package.json'), '{"version":"99.0.1"}');

    expect(node().likely('nodejs99.x')).toEqual({ command: file, version: '99.0.1', exact: true });
  });

  test('where it is named, before everything else', async () => {
    install('.nvm/versions/node/v99.4.0/bin/node', '99.4.0');
    const file = install('mine', '97.0.0');
    const launcher = node({ HOME: home }, { 'nodejs99.x': file });

    expect(launcher.likely('nodejs99.x')).toEqual({ command: file, exact: false });
    expect(await launcher.interpreter('nodejs99.x')).toEqual({ command: file, version: '97.0.0', exact: false });
  });
});

describe('without the declared version', () => {
  test('the nearest Node.js is taken, a newer one before an older', async () => {
    install('.nvm/versions/node/v94.0.0/bin/node', '94.0.0');
    const file = install('.nvm/versions/node/v96.0.0/bin/node', '96.0.0');

    expect(await node().interpreter('nodejs95.x')).toEqual({ command: file, version: '96.0.0', exact: false });
  });

  test('the Node.js of the executor is there in any case', () => {
    expect(node({}).likely('nodejs99.x')).toEqual({ command: process.execPath, version: OWN, exact: false });
  });

  test('one that does not start is passed over', async () => {
    const broken = install('.nvm/versions/node/v99.0.0/bin/node', '99.0.0');
    writeFileSync(broken, '#!/bin/sh\nexit 1\n');

    expect(await node().interpreter('nodejs99.x')).toMatchObject({ command: process.execPath, exact: false });
  });

  test('a Node.js that is too old for the executor is not taken', () => {
    install('.nvm/versions/node/v14.0.0/bin/node', '14.0.0');

    expect(node().likely('nodejs14.x')).toMatchObject({ command: process.execPath });
  });

  test('the nearest Python is taken', async () => {
    install('bin/python3', '3.9.1');
    const file = install('.pyenv/versions/3.12.4/bin/python3', '3.12.4');
    const launcher = pythonLauncher({ hostVariables: { HOME: home, PATH: `${join(home, 'bin')}:/bin` } });

    expect(await launcher.interpreter('python3.13')).toEqual({ command: file, version: '3.12.4', exact: false });
  });

  test('fails when the named one cannot be used', async () => {
    const launcher = node({}, { 'nodejs99.x': join(home, 'nowhere') });

    await expect(launcher.interpreter('nodejs99.x')).rejects.toThrow(/nowhere, which is named for nodejs99\.x, cannot be used/);
  });
});

test.each([
  ['pyenv', '.pyenv/versions/3.77.1/bin/python3'],
  ['uv', '.local/share/uv/python/cpython-3.77.1-linux-x86_64-gnu/bin/python3'],
  ['asdf', '.asdf/installs/python/3.77.1/bin/python3'],
  ['mise', '.local/share/mise/installs/python/3.77.1/bin/python3'],
])('Python of the declared version is found where %s has put it', async (_, place) => {
  const file = install(place, '3.77.1');
  const launcher = pythonLauncher({ hostVariables: { HOME: home } });

  expect(launcher.likely('python3.77')).toEqual({ command: file, version: '3.77.1', exact: true });
  expect(await launcher.interpreter('python3.77')).toEqual({ command: file, version: '3.77.1', exact: true });
});

test('a shim is asked last, and nothing is asked twice', async () => {
  install('.pyenv/shims/python3.77', '3.77.0');
  const file = install('bin/python3.77', '3.77.1');
  const launcher = pythonLauncher({ hostVariables: { PATH: `${join(home, '.pyenv/shims')}:${join(home, 'bin')}:/bin` } });

  const found = await Promise.all([launcher.interpreter('python3.77'), launcher.interpreter('python3.77')]);

  expect(found.map(({ command }) => command)).toEqual([file, file]);
  expect(readFileSync(join(home, 'started'), 'utf8')).toBe('started\n');
});

test('nothing is started to say what is likely', () => {
  install('bin/node99', '99.0.0');
  install('bin/python3.77', '3.77.0');
  const hostVariables = { PATH: join(home, 'bin') };

  node(hostVariables).likely('nodejs99.x');
  pythonLauncher({ hostVariables }).likely('python3.77');

  expect(() => rmSync(join(home, 'started'))).toThrow(/ENOENT/);
});
