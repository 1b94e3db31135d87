import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFiles } from '../../../src/local/drivers/log-files';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function filesOf(...groups: string[]): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  made.push(folder);
  const files = LogFiles.open(folder, (error) => {
    throw error;
  });
  for (const group of groups) files.write({ group, stream: 's', timestamp: 0, message: group });
  await files.close();
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test('log groups have files by their names', async () => {
  const files = await filesOf('/aws/lambda/orders', 'Stack-Group5A3B', 'a_b#c');

  expect(Object.keys(files)).toEqual(['Stack-Group5A3B.log', 'a_b#c.log', 'aws.lambda.orders.log']);
  expect(files['aws.lambda.orders.log']).toBe('1970-01-01T00:00:00.000Z s /aws/lambda/orders\n');
});

test('no two log groups share a file, and none is outside of the folder', async () => {
  const long = 'x'.repeat(300);
  const groups = [
    'a/b',
    'a.b',
    '/a/b',
    '/a.b',
    'a',
    '/a',
    '//a',
    'a/',
    '..',
    '../..',
    '/../x',
    '.',
    '/',
    long,
    `${long}y`,
    `/${long}`,
  ];

  const files = await filesOf(...groups);

  expect(Object.keys(files)).toHaveLength(groups.length);
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['a.b.log', 'a.log', expect.stringMatching(/^a\.b~[\da-f]{16}\.log$/)]),
  );
});

test('a log group has the same file in every run', async () => {
  expect(Object.keys(await filesOf('a.b'))).toEqual(
    Object.keys(await filesOf('/a/b', 'a.b')).filter((name) => name.includes('~')),
  );
});
