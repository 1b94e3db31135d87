import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderCodeLibrary } from '../../../src/local/drivers/code-library';
import { zip } from '../endpoints/lambda-api/scene';
import { stopAll, temporaryFolder } from '../scene';

afterEach(stopAll);

const LIMIT = 1000;
const LONG_AGO = new Date(2026, 0, 1);
const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest('base64');

function scene() {
  const folder = temporaryFolder();
  const app = temporaryFolder();
  mkdirSync(join(app, 'lib'));
  writeFileSync(join(app, 'index.js'), 'one');
  writeFileSync(join(app, 'lib/helper.js'), 'helper');
  // Some file systems tell times in steps so coarse that what is written next would look as if it were no change.
  for (const file of ['index.js', 'lib/helper.js']) utimesSync(join(app, file), LONG_AGO, LONG_AGO);
  return { folder, app, library: new FolderCodeLibrary(folder), code: { kind: 'directory', path: app } as const };
}

test('an archive has the hash and size of its bytes, as in Lambda (FN-30)', async () => {
  const { library, app } = scene();
  const archive = zip({ 'index.js': 'one' });
  const path = join(app, 'code.zip');
  writeFileSync(path, archive);

  expect(await library.facts({ kind: 'archive', path })).toEqual({ sha256: hash(archive), bytes: archive.length });
});

test('a folder has the size of its files and a hash that changes with what is in them, links included', async () => {
  const { library, app, code } = scene();
  const before = await library.facts(code);
  const again = await library.facts(code);
  symlinkSync(join(app, 'index.js'), join(app, 'linked.js'));
  symlinkSync(join(app, 'nowhere'), join(app, 'broken.js'));
  const linked = await library.facts(code);
  writeFileSync(join(app, 'index.js'), 'two');
  const changed = await library.facts(code);

  expect(before.bytes).toBe(9);
  expect(again).toEqual(before);
  expect(linked.bytes).toBe(12);
  expect(new Set([before.sha256, linked.sha256, changed.sha256]).size).toBe(3);
});

test('two folders with the same files have the same hash', async () => {
  const one = scene();
  const other = scene();

  expect(await one.library.facts(one.code)).toEqual(await other.library.facts(other.code));
});

test('code that is not there, not known or an image has no bytes, and a hash all the same', async () => {
  const { library, app } = scene();
  const gone = await library.facts({ kind: 'directory', path: join(app, 'gone') });
  const unknown = await library.facts({ kind: 'absent', why: 'It is elsewhere.' });
  const image = await library.facts({ kind: 'image', uri: 'repository:1' });

  for (const facts of [gone, unknown, image]) expect(facts).toEqual({ bytes: 0, sha256: expect.stringMatching(/^.{43}=$/) });
  expect(await library.facts({ kind: 'inline', source: 'é' })).toEqual({ bytes: 2, sha256: hash('é') });
});

test('what a version keeps does not change with the folder it came from (VER-07)', async () => {
  const { library, app, code } = scene();

  const kept = await library.keep(code);
  const facts = await library.facts(code);
  writeFileSync(join(app, 'index.js'), 'two');

  expect(kept).not.toEqual(code);
  expect(readFileSync(join((kept as typeof code).path, 'index.js'), 'utf8')).toBe('one');
  expect(await library.facts(kept)).toEqual(facts);
  expect(await library.keep(kept)).toEqual(kept);
});

test('what is kept twice lies there once; inline code needs no place', async () => {
  const { library, folder, code } = scene();
  const inline = { kind: 'inline', source: 'x' } as const;

  expect(await library.keep(code)).toEqual(await library.keep(code));
  expect(readdirSync(join(folder, 'versions'))).toHaveLength(1);
  expect(await library.keep(inline)).toBe(inline);
});

test('an uploaded archive is unpacked in the folder of the run, once, with the facts of the archive', async () => {
  const { library, folder } = scene();
  const archive = zip({ 'index.js': 'uploaded', 'lib/a.js': 'a' });

  const [taken, again] = await Promise.all([library.takeIn(archive, LIMIT), library.takeIn(archive, LIMIT)]);
  if (taken.kind !== 'taken' || taken.code.kind !== 'directory') throw new Error(taken.kind);

  expect(again).toEqual(taken);
  expect(taken.code.path.startsWith(folder)).toBe(true);
  expect(readFileSync(join(taken.code.path, 'lib/a.js'), 'utf8')).toBe('a');
  expect(await library.facts(taken.code)).toEqual({ sha256: hash(archive), bytes: archive.length });
  expect(await library.keep(taken.code)).toBe(taken.code);
  expect(readdirSync(join(folder, 'uploads'))).toHaveLength(1);
});

test.each([
  ['is none', Buffer.from('no archive')],
  ['is empty', Buffer.alloc(0)],
  ['is cut off', zip({ 'index.js': 'x'.repeat(500) }).slice(0, 60)],
  ['leaves its folder', zip({ '../index.js': 'x' })],
])('fails when an archive %s, and leaves nothing behind', async (_, archive) => {
  const { library, folder } = scene();

  expect(await library.takeIn(archive, LIMIT)).toEqual({ kind: 'broken' });
  const left = readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)));
  expect(left).toEqual([]);
});

test('fails when an archive would be too large, before it is unpacked (FN-23)', async () => {
  const { library, folder } = scene();

  expect(await library.takeIn(zip({ 'index.js': 'x'.repeat(LIMIT) }), LIMIT)).toEqual({ kind: 'tooLarge' });
  expect(readdirSync(folder)).toEqual([]);
  expect((await library.takeIn(zip({ 'index.js': 'x'.repeat(LIMIT - 1) }), LIMIT)).kind).toBe('taken');
});
