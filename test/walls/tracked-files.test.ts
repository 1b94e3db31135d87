import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = resolve(__dirname, '../..');

interface Habit {
  readonly name: string;
  readonly pattern: RegExp;
  readonly but?: RegExp;
}

/** What no tracked file may hold; each pattern is written so that it does not find itself. */
const HABITS: readonly Habit[] = [
  { name: 'a path of one machine', pattern: /(?<![\w./-])\/(?:work|farm|root|home\/\w+|Users\/\w+|tmp\/wt)\// },
  {
    name: 'the host of a registry',
    pattern: /\b(?:registry\.(?:npmjs|yarnpkg)\.\w|npm\.pkg\.github\.\w|registry\.npmmirror\.\w)/,
  },
  { name: 'a download address in the lock file', pattern: /^\s*"resolved": "http/m, but: /^(?!package-lock\.json$)/ },
];

function foundIn(file: string, text: string): readonly string[] {
  return HABITS.filter(({ pattern, but }) => !but?.test(file) && pattern.test(text)).map(({ name }) => `${file} holds ${name}`);
}

test('no tracked file holds a path of one machine, the host of a registry or a download address', () => {
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = tracked.split('\0').filter((file) => lstatSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile());

  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => foundIn(file, readFileSync(join(ROOT, file), 'latin1')))).toEqual([]);
});

test.each([
  ['src/a.ts', `const at = '${['', 'home', 'ada', 'kit'].join('/')}';`, 'a path of one machine'],
  [
    'README.md',
    `See ${['https:/', 'registry.npmjs', 'org/kit'].join('/').replace('npmjs/', 'npmjs.')}`,
    'the host of a registry',
  ],
  ['package-lock.json', `{\n  "resolved": "${'https'}://example.com/kit.tgz" }`, 'a download address in the lock file'],
])('fails when %s holds %p', (file, text, name) => {
  expect(foundIn(file, text)).toEqual([`${file} holds ${name}`]);
});

test('every package whose code we inline has a record of why', () => {
  const records = readdirSync(join(ROOT, 'docs/decisions')).map((file) =>
    readFileSync(join(ROOT, 'docs/decisions', file), 'utf8'),
  );
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(local|testing)[\\/].*\.ts$/.test(file))
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8'));
  const imported = sources.flatMap((text) => preProcessFile(text).importedFiles.map(({ fileName }) => fileName));
  const packages = imported.filter((name) => !name.startsWith('.') && !isBuiltin(name)).map(packageOf);
  const inlined = [...new Set(packages)].filter((name) => !['aws-cdk-lib', 'constructs'].includes(name));

  expect(inlined.filter((name) => !records.some((record) => record.includes(`\`${name}\``)))).toEqual([]);
});

/** `@smithy/core` of `@smithy/core/cbor`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
