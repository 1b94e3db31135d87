import { Journal } from '../../../src/local/journal/journal';

const line = (text: string) => ({ kind: 'log', function: 'f', version: '1', environment: 'e', line: text }) as const;

test('the oldest entries make room, and are counted', () => {
  const journal = new Journal(() => 0, { entries: 100, characters: 1_000_000 });

  for (let i = 0; i < 1000; i++) journal.append(line(`${i}`));

  const texts = journal.entries.flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
  expect(texts.length).toBeGreaterThanOrEqual(100);
  expect(texts.length).toBeLessThanOrEqual(125);
  expect(texts.at(-1)).toBe('999');
  expect(texts[0]).toBe(`${1000 - texts.length}`);
  expect(journal.dropped).toBe(1000 - texts.length);
});

test('large entries make room sooner, and the newest stays however large it is', () => {
  const journal = new Journal(() => 0, { entries: 100, characters: 1000 });

  for (let i = 0; i < 50; i++) journal.append(line('x'.repeat(100)));
  expect(journal.entries.length).toBeLessThanOrEqual(12);
  journal.append(line('y'.repeat(5000)));

  expect(journal.entries).toHaveLength(1);
  expect(journal.dropped).toBe(50);
});

test('readers get every entry, also those that had to make room, until they leave', () => {
  const journal = new Journal(() => 0, { entries: 1, characters: 10 });
  const read: string[] = [];
  const leave = journal.subscribe((entry) => read.push(entry.kind === 'log' ? entry.line : ''));

  for (const text of ['a', 'b', 'c']) journal.append(line(text));
  leave();
  journal.append(line('d'));

  expect(read).toEqual(['a', 'b', 'c']);
});
