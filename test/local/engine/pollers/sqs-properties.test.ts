import { FAILS, polled, type SqsEventRecord, THROTTLED } from './scene';

/** A sequence of numbers from 0 to below 1 that looks random and is the same for the same seed. */
function numbers(seed: number) {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const HOUR = 3_600_000;

/** Random messages, sent at random times to a function that fails at random; poison fails always. */
async function run(seed: number) {
  const dice = numbers(seed);
  const upTo = (max: number) => Math.floor(dice() * (max + 1));
  const fifo = dice() < 0.5;
  const reports = dice() < 0.5;
  const filtered = dice() < 0.3;
  const throttles = dice() < 0.5;
  const receives = 1 + upTo(4);
  const window = fifo || dice() < 0.5 ? 0 : 1 + upTo(4);
  /** Who was handed over, whether it went well, and when it began and ended. */
  const runs: { readonly id: string; readonly from: number; to: number; ok: boolean }[] = [];

  const scene = polled(
    async (records, later) => {
      // What is throttled has not run.
      if (throttles && dice() < 0.3) return THROTTLED;
      const own = records.map(({ messageId }) => {
        const each = { id: messageId, from: scene.clock.now(), to: Number.POSITIVE_INFINITY, ok: false };
        runs.push(each);
        return each;
      });
      // A throttled batch may begin late; so that nothing takes longer than it is hidden, it is then quick.
      if (!throttles) await later(upTo(20_000));
      const bad = (record: SqsEventRecord) => record.body.includes('poison') || dice() < 0.2;
      const firstBad = new Map<string, number>();
      const failed = records.filter((record, at) => {
        const group = record.attributes.MessageGroupId ?? `${at}`;
        if (bad(record) && !firstBad.has(group)) firstBad.set(group, at);
        return firstBad.has(group);
      });
      const all = failed.length > 0 && (!reports || dice() < 0.2);
      const malformed = all && reports && dice() < 0.5;
      for (const [at, each] of own.entries()) {
        each.to = scene.clock.now();
        each.ok = !all && !failed.includes(records[at] as SqsEventRecord);
      }
      if (malformed) return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };
      if (all) return FAILS;
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
    {
      BatchSize: 1 + upTo(9),
      MaximumBatchingWindowInSeconds: window,
      ...(reports && { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
      ...(filtered && { FilterCriteria: { Filters: [{ Pattern: '{"body":{"keep":[true]}}' }] } }),
      ...(dice() < 0.5 && { ScalingConfig: { MaximumConcurrency: 2 + upTo(5) } }),
    },
    { fifo, receives, takesTime: true },
  );
  const sent: { readonly id: string; readonly group: string; readonly passes: boolean }[] = [];
  for (let at = 0; at < 40; at++) {
    if (dice() < 0.3) await scene.walk(upTo(10_000));
    const group = `g${upTo(3)}`;
    const passes = !filtered || dice() < 0.7;
    const body = JSON.stringify({ keep: passes, at, ...(dice() < 0.1 && { poison: true }) });
    const options = fifo ? { groupId: group, deduplicationId: `${at}` } : dice() < 0.2 ? { delaySeconds: upTo(60) } : {};
    sent.push({ id: scene.send(body, options), group, passes });
  }
  await scene.walk(24 * HOUR);
  return { ...scene, sent, runs, fifo, receives };
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

test.each(SEEDS)('every message ends once, and where the rules say (SQS-20 to SQS-26, FIL-11), seed %i', async (seed) => {
  const { sent, runs, journal, left, dead, receives } = await run(seed);
  const queue = 'orders';
  const ends = new Map<string, string[]>();
  for (const entry of journal.entries) {
    if (entry.kind === 'message.gone' && entry.queue.includes(queue)) {
      ends.set(entry.messageId, [...(ends.get(entry.messageId) ?? []), entry.why]);
    }
  }

  expect(left()).toEqual([]);
  for (const { id, passes } of sent) {
    const mine = runs.filter((each) => each.id === id);
    const good = mine.filter(({ ok }) => ok);
    if (!passes) expect([id, ends.get(id), mine]).toEqual([id, ['filtered'], []]);
    else if (good.length > 0) expect([id, ends.get(id), good.length, mine.at(-1)?.ok]).toEqual([id, ['deleted'], 1, true]);
    else expect([id, ends.get(id), mine.length <= receives]).toEqual([id, ['deadLettered'], true]);
  }
  const setAside = sent.filter(({ id }) => ends.get(id)?.[0] === 'deadLettered').map(({ id }) => id);
  expect(new Set(dead().map(({ messageId }) => messageId))).toEqual(new Set(setAside));
});

test.each(SEEDS)('a group of a FIFO queue is handled in order, one batch at a time (SQS-26, PBR-24), seed %i', async (seed) => {
  const { sent, runs, fifo } = await run(seed);
  if (!fifo) return;
  for (const group of new Set(sent.map((each) => each.group))) {
    const order = sent.filter((each) => each.group === group).map(({ id }) => id);
    const mine = runs.filter(({ id }) => order.includes(id));
    // Whatever runs, nothing that was sent earlier to the same group runs for the first time, or once more, after it went well.
    for (const [at, each] of mine.entries()) {
      if (!each.ok) continue;
      const later = mine.slice(at + 1).filter(({ id }) => order.indexOf(id) < order.indexOf(each.id));
      expect([group, later]).toEqual([group, []]);
    }
    for (const one of mine) {
      const overlapping = mine.filter((other) => other.from < one.to && one.from < other.to && other.from !== one.from);
      expect([group, overlapping]).toEqual([group, []]);
    }
  }
});
