import { portableJson, portableText } from '../../../src/constructs/portable-paths';

test.each([
  ['../../store/node_modules/a/index.js', 'node_modules/a/index.js'],
  ['../node_modules/.pnpm/a@1.0.0/node_modules/a/index.js', 'node_modules/.pnpm/a@1.0.0/node_modules/a/index.js'],
  ['(disabled):../../node_modules/a/browser.js', '(disabled):node_modules/a/browser.js'],
  ['D:/store/node_modules/a/index.js', 'node_modules/a/index.js'],
  ['../lib/shared.ts', '../lib/shared.ts'],
  ['node_modules/a/index.js', 'node_modules/a/index.js'],
])('%s is named %s', (name, expected) => {
  expect(portableText(`// ${name}\nvar a = {\n  "${name}"(exports) {`, [name])).toBe(
    `// ${expected}\nvar a = {\n  "${expected}"(exports) {`,
  );
  expect(portableJson(JSON.stringify({ sources: [name] }), [name])).toBe(JSON.stringify({ sources: [expected] }));
});

test('what only looks like the name of a source stays as it is', () => {
  const name = '../node_modules/a/index.js';
  const code = `var a = "${name}";\n// see ${name}\n  "${name}": 1\n// ../node_modules/b/index.js`;

  expect(portableText(code, [name])).toBe(code);
});
