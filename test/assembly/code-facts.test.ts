import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeFacts } from '../../src/assembly/code-files/code-facts';
import type { Code } from '../../src/model/code';
import type { CodeFacts } from '../../src/model/code-facts';
import type { LambdaFunction } from '../../src/model/function';
import { archive, elf } from '../rules/archive';
import { folderWith } from './scratch-assembly';

function functionWith(code: Code, handler = 'index.handler', layers: readonly Code[] = []): LambdaFunction {
  return { configuration: { code, handler, runtime: 'nodejs24.x', layers } } as unknown as LambdaFunction;
}

function factsOf(path: string, kind: 'directory' | 'archive' = 'directory', handler?: string): CodeFacts {
  const [facts] = codeFacts([functionWith({ kind, path }, handler)], dirname(path));
  if (facts === undefined) throw new Error('bug: no facts');
  return facts;
}

function archiveWith(contents: Uint8Array): string {
  const path = join(folderWith({}), 'code.zip');
  writeFileSync(path, contents);
  return path;
}

test('the files of a folder are known with their sizes and modes', () => {
  const folder = folderWith({ 'index.js': 'x', 'lib/run': '#!/bin/sh' });
  chmodSync(join(folder, 'lib/run'), 0o755);

  expect(factsOf(folder)).toMatchObject({ is: 'whole', bytes: 10 });
  expect(factsOf(folder).files).toEqual([
    { path: 'index.js', bytes: 1, isExecutable: false },
    { path: 'lib/run', bytes: 9, isExecutable: true },
  ]);
});

test('the files of an archive are known from its directory, and programs in it by their first bytes', () => {
  const path = archiveWith(
    archive({
      'index.js': 'exports.handler = 1;',
      bootstrap: { bytes: elf('arm64'), isExecutable: true },
      'x/y.so.1': { bytes: elf('x86_64') },
    }),
  );

  const { is, files, modules } = factsOf(path, 'archive');
  expect(is).toBe('whole');
  expect(files).toEqual([
    { path: 'index.js', bytes: 20, isExecutable: false },
    { path: 'bootstrap', bytes: 64, isExecutable: true, program: { format: 'ELF', machine: 'arm64' } },
    { path: 'x/y.so.1', bytes: 64, isExecutable: false, program: { format: 'ELF', machine: 'x86_64' } },
  ]);
  expect(Object.keys(modules)).toEqual(['index.js']);
});

test.each([
  ['is cut off', (whole: Uint8Array) => whole.subarray(0, whole.length - 30)],
  [
    'has a directory that says it is elsewhere',
    (whole: Uint8Array) => Buffer.from(whole).fill(0xfe, whole.length - 6, whole.length - 2),
  ],
  ['is empty', () => new Uint8Array()],
])('an archive that %s is broken, and nothing more', (_, damage) => {
  expect(factsOf(archiveWith(damage(archive({ 'index.js': 'x' }))), 'archive')).toMatchObject({ is: 'broken', files: [] });
});

test('an archive with a damaged file is listed, and that file not read', () => {
  const whole = Buffer.from(archive({ 'index.js': 'exports.handler = 1;'.repeat(50) }));
  whole.fill(0xff, 40, 50);

  expect(factsOf(archiveWith(whole), 'archive')).toMatchObject({ is: 'whole', bytes: 1000, modules: {} });
});

test('links count as what they lead to, and one to a folder around it leads nowhere', () => {
  const folder = folderWith({ 'a/index.js': 'x' });
  symlinkSync(join(folder, 'a'), join(folder, 'b'));
  symlinkSync(folder, join(folder, 'a', 'ring'));
  symlinkSync(join(folder, 'gone'), join(folder, 'broken'));

  expect(factsOf(folder).files.map(({ path }) => path)).toEqual(['a/index.js', 'b/index.js']);
});

test('of more than 10 000 files, the first are looked at', () => {
  const folder = folderWith({});
  for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name));
  for (let i = 0; i < 10_001; i++) writeFileSync(join(folder, 'abc'[i % 3] ?? '', `${i}`), '');

  const { is, files } = factsOf(folder);
  expect([is, files.length]).toEqual(['part', 10_000]);
});

test('an asset that functions share is looked at once, for the handlers of all of them', () => {
  const path = folderWith({ 'index.js': 'exports.one = 1;', 'other.mjs': 'export const two = 2;' });
  const code: Code = { kind: 'directory', path };
  const all = codeFacts(
    [functionWith(code, 'index.one'), functionWith(code, 'index.two', [code]), functionWith(code, 'other.two')],
    dirname(path),
  );

  expect(all).toHaveLength(1);
  expect(all[0]?.modules).toMatchObject({ 'index.js': { lacks: ['two'] }, 'other.mjs': { lacks: [] } });
});

test('the nearest package.json says what a file is', () => {
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'a/package.json': '{}',
    'a/b/index.js': '',
    'c/index.js': '',
  });
  expect(factsOf(folder, 'directory', 'a/b/index.handler').modules['a/b/index.js']?.packageType).toBe('commonjs');
  expect(factsOf(folder, 'directory', 'c/index.handler').modules['c/index.js']?.packageType).toBe('module');
});

test('what is not in the assembly is not looked at: where bundling was left out, the sources stand in', () => {
  const path = folderWith({ 'handler.ts': 'export const handler = 1;' });

  expect(codeFacts([functionWith({ kind: 'directory', path })], folderWith({}))).toEqual([]);
});
