import { FAILS, polled, THROTTLED } from './scene';

const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

test('an under-full batch is handed over at once when there is no window (SQS-32)', async () => {
  const { send, clock, log, left } = polled(() => 'ok', { BatchSize: 3 });
  for (const body of ['a', 'b', 'c', 'd']) send(body);
  await clock.advance({ seconds: 1 });

  expect(log()).toEqual(['0 s: a b c', '0 s: d']);
  expect(left()).toEqual([]);
});

test('with a window a batch waits for more, and is handed over when it is full or the window is over (ESM-60, ESM-61)', async () => {
  const { send, clock, log } = polled(() => 'ok', { BatchSize: 20, MaximumBatchingWindowInSeconds: 10 });
  send('a');
  await clock.advance({ seconds: 4 });
  send('b');
  await clock.advance({ seconds: 8 });
  // The next window has begun when the batch ended.
  send('c');
  await clock.advance({ seconds: 20 });
  for (let at = 0; at < 21; at++) send(`${at}`);
  await clock.advance({ seconds: 1 });

  expect(log().map((line) => line.slice(0, 12))).toEqual(['10 s: a b', '20 s: c', '32 s: 0 1 2 ']);
});

test('a batch is handed over before it has more than 6 MB (ESM-60)', async () => {
  const { send, clock, batches, left } = polled(() => 'ok', { BatchSize: 10 });
  for (let at = 0; at < 10; at++) send('x'.repeat(1_000_000));
  await clock.advance({ seconds: 1 });

  expect(batches.map(({ records }) => records.length)).toEqual([6, 4]);
  expect(left()).toEqual([]);
});

test('a throttled batch is tried again, one second later and then twice as long each time, until its messages come back (SQS-23)', async () => {
  const { send, clock, batches, told, left } = polled(() => (clock.now() < end ? THROTTLED : 'ok'), {});
  const end = clock.now() + 40_000;
  send('a');
  await clock.advance({ seconds: 120 });

  // 1, 2, 4 and 8 seconds; the next would be after the visibility timeout of 30.
  expect(batches.map(({ at, records }) => [Math.round(at / 1000), records[0]?.attributes.ApproximateReceiveCount])).toEqual([
    [0, '1'],
    [1, '1'],
    [3, '1'],
    [7, '1'],
    [15, '1'],
    [30, '2'],
    [31, '2'],
    [33, '2'],
    [37, '2'],
    [45, '2'],
  ]);
  expect(told()).toEqual(['throttled', 'deleted']);
  expect(left()).toEqual([]);
});

test.each([
  ['an exception', FAILS],
  ['an element with another key (PBR-08)', { batchItemFailures: [{ foo: 'x' }] }],
  ['an empty identifier (PBR-09)', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['no identifier (PBR-09)', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['an identifier of nobody (PBR-10)', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
  ['failures that are no list', { batchItemFailures: 'all' }],
])('the whole batch fails with %s', async (_, result) => {
  const { send, clock, left, log } = polled(() => result, reports);
  send('a');
  send('b');
  await clock.advance({ seconds: 31 });

  expect(log()).toEqual(['0 s: a b', '30 s: a b']);
  expect(left()).toHaveLength(2);
});

test.each([
  ['nothing (PBR-02)', null],
  ['an empty object (PBR-03)', {}],
  ['an empty list of failures (PBR-05)', { batchItemFailures: [] }],
  ['no list of failures (PBR-06)', { batchItemFailures: null }],
  ['other members (ESM-67)', { statusCode: 200 }],
])('the whole batch is done with %s', async (_, result) => {
  const { send, clock, left } = polled(() => result, reports);
  send('a');
  await clock.advance({ seconds: 31 });

  expect(left()).toEqual([]);
});

test('without ReportBatchItemFailures the answer is not looked at (ESM-67)', async () => {
  const { send, clock, left } = polled((records) => ({ batchItemFailures: [{ itemIdentifier: records[0]?.messageId }] }));
  send('a');
  await clock.advance({ seconds: 31 });

  expect(left()).toEqual([]);
});

test('of a FIFO queue, what is reported comes back in order, and is set aside in the end (PBR-24, SQS-22)', async () => {
  // As it was recorded: 2, 3 and 4 are reported first, then only 4.
  let call = 0;
  const { send, clock, batches, dead, left } = polled(
    (records) => {
      const from = [1, 2, 0][call++] ?? 0;
      return { batchItemFailures: records.slice(from).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
    reports,
    { fifo: true, receives: 2 },
  );
  for (const body of ['1', '2', '3', '4']) send(body, { groupId: 'a', deduplicationId: body });
  await clock.advance({ minutes: 3 });

  expect(batches.map(({ records }) => records.map(({ body }) => body).join(''))).toEqual(['1234', '234']);
  expect(dead().map(({ body }) => body)).toEqual(['4']);
  expect(left()).toEqual([]);
});

test('a failing group of a FIFO queue waits, the others go on (SQS-26)', async () => {
  const { send, clock, log } = polled(
    (records) => (records.some(({ body }) => body.startsWith('bad')) ? FAILS : 'ok'),
    { BatchSize: 1 },
    { fifo: true, receives: 2 },
  );
  for (const [groupId, body] of [
    ['a', 'bad1'],
    ['a', 'a2'],
    ['b', 'b1'],
    ['b', 'b2'],
  ] as const)
    send(body, { groupId, deduplicationId: body });
  await clock.advance({ minutes: 3 });

  expect(log().filter((line) => line.includes(': b') && !line.includes('bad'))).toEqual(['0 s: b1', '0 s: b2']);
  expect(log().filter((line) => !/: b\d/.test(line))).toEqual(['0 s: bad1', '30 s: bad1', '60 s: a2']);
});

test('a mapping that is paused takes nothing more, and lets go what it has gathered (SIM-33)', async () => {
  const { send, clock, poller, log, told, left } = polled(() => 'ok', { BatchSize: 20, MaximumBatchingWindowInSeconds: 10 });
  send('a');
  await clock.advance({ seconds: 1 });
  poller.stop();
  send('b');
  await clock.advance({ minutes: 1 });

  expect(log()).toEqual([]);
  expect(told()).toEqual(['paused']);
  expect(left()).toMatchObject([{ body: 'a', state: 'visible' }, { body: 'b' }]);
});

test('a filter that is no pattern, and a queue that is not there, are said once (FIL-16)', async () => {
  const { journal, send, clock, log, poller } = polled(() => 'ok', {
    FilterCriteria: { Filters: [{ Pattern: '{"body":"a"}' }] },
  });
  send('a');
  await clock.advance({ minutes: 1 });

  expect(log()).toEqual([]);
  expect(poller.pending).toEqual([]);
  expect(journal.entries.flatMap((entry) => (entry.kind === 'notEmulated' ? [entry.why] : []))).toEqual([
    expect.stringMatching(/^A filter is not an event pattern, so nothing is read/),
  ]);
});

test('a message that a handler deletes late, after it came back, stays with whoever has it now', async () => {
  const { send, clock, batches, left } = polled(() => 'ok', {}, { attributes: { VisibilityTimeout: '0' } });
  send('a');
  await clock.advance({ milliseconds: 1 });

  expect(batches.length).toBeGreaterThan(0);
  expect(left()).toEqual([]);
});
