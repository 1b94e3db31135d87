import { findEsbuild } from '../../../src/constructs/esbuild';
import { sources, temporaryFolder } from '../scene';

const place = { node: { path: 'Shop/Greeter' } };

function folderWithEsbuild(version: string): string {
  return sources({
    'node_modules/esbuild/package.json': JSON.stringify({ name: 'esbuild', version, main: 'main.js' }),
    'node_modules/esbuild/main.js': `exports.version = '${version}';`,
  });
}

test('the first folder from which esbuild can be seen is taken', () => {
  const [one, two] = [folderWithEsbuild('0.25.0'), folderWithEsbuild('0.28.2')];

  expect(findEsbuild(place, [one, two]).version).toBe('0.25.0');
  expect(findEsbuild(place, [temporaryFolder(), two]).version).toBe('0.28.2');
});

test('one that is too old is passed over', () => {
  expect(findEsbuild(place, [folderWithEsbuild('0.24.9'), folderWithEsbuild('0.100.0')]).version).toBe('0.100.0');
});

test('fails when there is none, and says what to install', () => {
  const folder = temporaryFolder();

  expect(() => findEsbuild(place, [folder])).toThrow(
    `Shop/Greeter: bundling needs esbuild 0.25.0 or newer, but there is none at ${folder}.\n` +
      'Install it beside your app: npm install --save-dev esbuild [ESBUILD_MISSING]',
  );
});

test('fails when there is only an old one, and says which', () => {
  expect(() => findEsbuild(place, [folderWithEsbuild('0.9.7')])).toThrow(
    /there is only 0\.9\.7 \(.*node_modules\/esbuild\/main\.js\)/,
  );
});
