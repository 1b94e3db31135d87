import * as path from 'node:path';
import { workspacesOf } from '../../../src/constructs/bundle-node-workspaces';
import { readPackageJson } from '../../../src/constructs/bundle-package-json';
import { sources } from '../scene';

/** Of a lockfile of Yarn 1, which does not list them. */
function found(workspaces: unknown, files: readonly string[]): readonly string[] {
  const root = sources({ 'yarn.lock': '# yarn lockfile v1\n', ...Object.fromEntries(files.map((name) => [name, '{}'])) });
  return workspacesOf(path.join(root, 'yarn.lock'), { workspaces });
}

test.each([
  [['packages/*'], ['packages/a', 'packages/b']],
  [['./packages/a/'], ['packages/a']],
  [['packages/**'], ['packages/a', 'packages/b', 'packages/b/deep/er']],
  [['packages/*', '!packages/a'], ['packages/b']],
  [
    ['packages/{a,x}', 'ap?s/w*'],
    ['apps/web', 'packages/a'],
  ],
  [{ packages: ['apps/*'], nohoist: ['**'] }, ['apps/web']],
  [['nothing/*', 7], []],
  [undefined, []],
])('Yarn 1 finds the workspaces %j', (workspaces, expected) => {
  const names = ['packages/a', 'packages/b', 'packages/b/deep/er', 'packages/b/node_modules/c', 'apps/web', 'apps/.hidden'];

  expect(found(workspaces, [...names.map((name) => `${name}/package.json`), 'packages/none/index.js'])).toEqual(expected);
});

test.each([
  [
    'package-lock.json',
    '{"packages":{"":{},"packages/a":{},"node_modules/a":{"link":true},"../out":{},"packages/a/node_modules/x":{}}}',
  ],
  [
    'pnpm-lock.yaml',
    "lockfileVersion: '9.0'\r\n\r\nimporters:\r\n\r\n  .:\r\n    dependencies:\r\n      x: 1\r\n\r\n  'packages/a': {}\r\n\r\npackages:\r\n  b: {}\r\n",
  ],
  ['bun.lock', '{"workspaces":{"":{"name":"s",},"packages/a":{"name":"a","b":["c",],},},}'],
  [
    'yarn.lock',
    '__metadata:\n  version: 8\n\n"a@workspace:packages/a":\n  resolution: "a@workspace:packages/a"\n\n"s@workspace:.":\n  resolution: "s@workspace:."\n',
  ],
])('%s lists them', (name, text) => {
  const root = sources({ [name]: text });

  expect(workspacesOf(path.join(root, name), { workspaces: ['packages/*'] })).toEqual(['packages/a']);
});

test('a lockfile that cannot be read has none, and package managers say why', () => {
  const root = sources({ 'package-lock.json': '{', 'bun.lock': '', 'package.json': '7' });

  expect(workspacesOf(path.join(root, 'package-lock.json'), { workspaces: [] })).toEqual([]);
  expect(workspacesOf(path.join(root, 'bun.lock'), {})).toEqual([]);
  expect(readPackageJson(path.join(root, 'package.json'))).toBeUndefined();
});
