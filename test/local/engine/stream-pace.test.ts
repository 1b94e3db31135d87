import { beginning, step } from '../../../src/local/engine/stream-pace';
import { STREAM_BANDWIDTH } from '../../../src/spec/response-streaming';

const MIB = 1_048_576;

/** How long a stream of `pieces` rests after each of them, written at once. */
function rests(pieces: readonly number[], idleMs = 0): number[] {
  let now = 0;
  let pace = beginning(STREAM_BANDWIDTH, now);
  return pieces.map((bytes) => {
    const [next, restMs] = step(pace, bytes, now, STREAM_BANDWIDTH);
    pace = next;
    now += restMs + idleMs;
    return restMs;
  });
}

test('the first 6 MiB are streamed at once, what follows with 2 MiB a second (INV-24)', () => {
  expect(rests([6 * MIB, 2 * MIB, MIB, 1])).toEqual([0, 1000, 500, 1]);
});

test('200 MiB take 97 seconds', () => {
  const all = rests(Array.from({ length: 200 }, () => MIB));

  expect(all.reduce((sum, ms) => sum + ms, 0)).toBe(97_000);
});

test('a stream that is slower by itself never rests', () => {
  expect(rests([6 * MIB, MIB, MIB, MIB], 600)).toEqual([0, 0, 0, 0]);
});

test('a long rest earns no more than the first burst', () => {
  expect(rests([6 * MIB, 6 * MIB, MIB], 3_600_000)).toEqual([0, 0, 0]);
  expect(rests([8 * MIB], 3_600_000)).toEqual([1000]);
});
