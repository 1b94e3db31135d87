import { packageProblems, reach } from '../../scripts/package-contents';
import { plantedTree } from './planted';

const PACKAGE = {
  'package.json': JSON.stringify({
    exports: {
      '.': { types: './lib/index.d.ts', default: './lib/index.js' },
      './local': { types: './lib/local/index.d.ts', default: './lib/bundled/local.js' },
      './package.json': './package.json',
    },
    bin: { 'lambda-kit': 'lib/bundled/cli.js' },
  }),
  'lib/index.js': "var __exportStar;\n__exportStar(require('./constructs/queue'), exports);\n",
  'lib/index.d.ts': "export * from './constructs/queue';\n",
  'lib/constructs/queue.js': "const cdk = require('aws-cdk-lib');\nconst fs = require('node:fs');\n",
  'lib/constructs/queue.d.ts': "import { Stack } from 'aws-cdk-lib';\nexport declare const stack: Stack;\n",
  'lib/local/index.d.ts': "import type { Clock } from './time/clock';\nexport declare const clock: Clock;\n",
  'lib/local/time/clock.d.ts': 'export interface Clock {}\n',
  'lib/bundled/local.js': '',
  'lib/bundled/cli.js': "require('node:module').enableCompileCache?.();\nrequire('./command.js');\n",
  'lib/bundled/command.js': '',
};

function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = plantedTree({ ...PACKAGE, ...files });
  try {
    // The settings of our walls are in every planted tree, and no matter here.
    return packageProblems(tree.folder).filter((problem) => !/^(tsconfig|eslint|\.dependency)/.test(problem));
  } finally {
    tree.remove();
  }
}

test('a package whose doors lead to every file, and need nothing else, is sound', () => {
  expect(problemsOf({})).toEqual([]);
});

test.each([
  ['a script is missing', { 'lib/index.js': "require('./gone');\n" }, '. needs lib/gone.js, which is not there'],
  [
    'a declaration is missing',
    { 'lib/local/index.d.ts': "export * from './gone';\n" },
    './local needs lib/local/gone.d.ts, which is not there',
  ],
  [
    'the executor’s types need the CDK',
    { 'lib/local/time/clock.d.ts': "import type { Duration } from 'aws-cdk-lib';\nexport type A = Duration;\n" },
    'lib/local/time/clock.d.ts, behind ./local, needs aws-cdk-lib, which its user need not have',
  ],
  [
    'types come from a package that is inlined',
    { 'lib/local/index.d.ts': "export declare const zip: import('fflate').Zippable;\n" },
    'lib/local/index.d.ts, behind ./local, needs fflate, which its user need not have',
  ],
  [
    'the constructs need a package that is not a peer',
    { 'lib/constructs/queue.js': "require('fflate');\n" },
    'lib/constructs/queue.js, behind ., needs fflate, which its user need not have',
  ],
  [
    'no door leads to a file',
    { 'lib/local/engine/invoker.js': '' },
    'lib/local/engine/invoker.js is in the package, and no door leads to it',
  ],
  [
    'there is an ordinary dependency',
    { 'package.json': JSON.stringify({ ...JSON.parse(PACKAGE['package.json']), dependencies: { fflate: '*' } }) },
    'fflate is a dependency; inline it, and record why in docs/decisions',
  ],
])('fails when %s', (_, files, problem) => {
  expect(problemsOf(files)).toContain(problem);
});

test('what ships of lib is what the doors lead to', () => {
  const tree = plantedTree({ ...PACKAGE, 'lib/local/time/clock.js': '' });
  try {
    expect(reach(tree.folder).files).not.toContain('lib/local/time/clock.js');
    expect(reach(tree.folder).files).toContain('lib/local/time/clock.d.ts');
  } finally {
    tree.remove();
  }
});
