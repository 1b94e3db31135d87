import { PassThrough } from 'node:stream';
import { LinesAtOnce } from '../../../src/local/cli/lines-at-once';
import { VirtualClock } from '../../../src/local/time/virtual-clock';

function written() {
  const stream = new PassThrough();
  const writes: string[] = [];
  stream.on('data', (chunk: Buffer) => writes.push(chunk.toString()));
  const clock = new VirtualClock();
  return { lines: new LinesAtOnce(stream, clock), clock, writes };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('a line is written at once, and those that follow soon are written together', async () => {
  const { lines, clock, writes } = written();

  lines.write('one');
  lines.write('two');
  await soon();
  lines.write('three');
  await clock.advance(9);
  lines.write('four');
  await soon();
  const meanwhile = [...writes];
  await clock.advance(1);
  await clock.advance(10);
  lines.write('five');
  await soon();

  expect(meanwhile).toEqual(['one\ntwo\n']);
  expect(writes).toEqual(['one\ntwo\n', 'three\nfour\n', 'five\n']);
});

test('what waits is written when that is asked for, once', async () => {
  const { lines, clock, writes } = written();
  lines.write('one');
  await soon();
  lines.write('two');

  lines.flush();
  await clock.advance(20);

  expect(writes).toEqual(['one\n', 'two\n']);
});
