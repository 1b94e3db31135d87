import { inlinedPackages, licenceText } from '../../scripts/licences';
import { plantedTree } from './planted';

function packaged(
  name: string,
  license: string | undefined,
  files: Readonly<Record<string, string>> = { LICENSE: `Terms of ${name}` },
) {
  const manifest = { 'package.json': JSON.stringify({ name, version: '1.0.0', license }), ...files };
  return Object.fromEntries(Object.entries(manifest).map(([file, text]) => [`vendor/node_modules/${name}/${file}`, text]));
}

function inlined(files: Readonly<Record<string, string>>) {
  const tree = plantedTree(files);
  try {
    return inlinedPackages(
      tree.folder,
      Object.keys(files).filter((file) => file.endsWith('.js')),
    );
  } finally {
    tree.remove();
  }
}

test('the licence of every inlined package is listed, and a text that several share stands once', () => {
  const shared = { LICENSE: 'Shared terms', 'index.js': '' };
  const text = licenceText(
    inlined({
      ...packaged('one', 'MIT', shared),
      ...packaged('@scope/two', 'MIT', shared),
      ...packaged('three', 'Apache-2.0', { 'LICENSE.txt': 'Other terms', NOTICE: 'By three', 'index.js': '' }),
      'src/local/cli/main.js': '',
    }),
  );

  expect(text).toContain('@scope/two 1.0.0 (MIT)\none 1.0.0 (MIT)\n\nShared terms');
  expect(text.split('Shared terms')).toHaveLength(2);
  expect(text).toContain('three 1.0.0 (Apache-2.0)\n\nOther terms\n\nBy three');
});

test.each([
  ['GPL-3.0-only', /has the licence GPL-3.0-only; code may be inlined under Apache-2.0, MIT/],
  [undefined, /has the licence undefined/],
])('fails when the licence of an inlined package is %p', (license, message) => {
  expect(() => inlined(packaged('other', license, { LICENSE: '', 'index.js': '' }))).toThrow(message);
});

test('fails when an inlined package comes without the text of its licence', () => {
  expect(() => inlined(packaged('other', 'MIT', { NOTICE: '', 'index.js': '' }))).toThrow(/without the text of its licence/);
});
