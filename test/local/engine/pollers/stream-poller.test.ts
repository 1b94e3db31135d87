import { names, QUEUE, streamScene } from './stream-scene';

const failsWith =
  (...bad: readonly string[]) =>
  ({ records }: { records: readonly string[] }) =>
    records.some((name) => bad.includes(name)) ? ('fails' as const) : null;

describe('batches', () => {
  test('what is read together is handed over together, at the next read', async () => {
    const { append, clock, batches } = streamScene({});
    append('a1', 'b1', 'a2');
    await clock.advance({ seconds: 1 });
    append('a3');
    await clock.advance({ seconds: 1 });
    expect(batches.map(({ at, records }) => [at, ...records])).toEqual([
      [0.25, 'a1', 'b1', 'a2'],
      [1.25, 'a3'],
    ]);
  });

  test('a batch has as many records as the mapping says (DDB-05)', async () => {
    const { append, clock, batches } = streamScene({ BatchSize: 2 });
    append('a1', 'a2', 'a3', 'a4', 'a5');
    await clock.advance({ seconds: 1 });
    expect(names(batches)).toEqual(['a1 a2', 'a3 a4', 'a5']);
  });

  test('a batch that is not full waits for its window, which follows the one before (ESM-60, ESM-61)', async () => {
    const { append, clock, batches } = streamScene({ BatchSize: 3, MaximumBatchingWindowInSeconds: 10 });
    await clock.advance({ seconds: 12 });
    append('a1');
    await clock.advance({ seconds: 10 });
    append('a2', 'a3', 'a4', 'a5');
    await clock.advance({ seconds: 30 });
    expect(batches.map(({ at, records }) => [at, ...records])).toEqual([
      [20, 'a1'],
      [22.25, 'a2', 'a3', 'a4'],
      [32.25, 'a5'],
    ]);
  });

  test('a batch ends before the event has more than 6 MB (ESM-60)', async () => {
    const { append, clock, batches } = streamScene({});
    append(...['a', 'b', 'c'].map((letter) => letter.repeat(2_500_000)));
    await clock.advance({ seconds: 1 });
    expect(batches.map(({ records }) => records.length)).toEqual([2, 1]);
  });

  test('LATEST begins behind what is there (KIN-07)', async () => {
    const { append, clock, batches } = streamScene({ StartingPosition: 'LATEST' });
    append('a1');
    await clock.advance({ seconds: 1 });
    expect(names(batches)).toEqual(['a1']);
  });

  test('lanes run at once and keep the order of each key (SIM-09)', async () => {
    let running = 0;
    let most = 0;
    const { append, clock, batches } = streamScene({ ParallelizationFactor: 10, BatchSize: 1 }, async () => {
      most = Math.max(most, ++running);
      await new Promise((done) => setImmediate(done));
      running--;
      return null;
    });
    append('a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3');
    await clock.advance({ seconds: 1 });
    expect(most).toBeGreaterThan(1);
    for (const key of ['a', 'b', 'c']) {
      const order = names(batches).filter((name) => name.startsWith(key));
      expect(order).toEqual([...order].sort());
    }
    expect(batches).toHaveLength(7);
  });
});

describe('filters', () => {
  test('only records that match are handed over, the others are passed over (FIL-11, SIM-14)', async () => {
    const Pattern = JSON.stringify({ dynamodb: { Keys: { name: { S: [{ prefix: 'a' }] } } } });
    const { append, clock, batches, journal, poller } = streamScene({ FilterCriteria: { Filters: [{ Pattern }] } });
    append('a1', 'b1', 'a2', 'b2');
    await clock.advance({ seconds: 1 });
    expect(names(batches)).toEqual(['a1 a2']);
    expect(journal.entries).toContainEqual(
      expect.objectContaining({ kind: 'stream.filtered', count: 2, first: '002', last: '004' }),
    );
    append('b3');
    await clock.advance({ seconds: 1 });
    expect(batches).toHaveLength(1);
    expect(poller.pending).toEqual([]);
  });

  test('fails when a filter is no pattern: nothing is read, and that is said', async () => {
    const { append, clock, batches, journal, poller } = streamScene({ FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } });
    append('a1');
    await clock.advance({ seconds: 1 });
    expect(batches).toEqual([]);
    expect(poller.pending).toEqual([]);
    expect(journal.entries).toMatchObject([{ kind: 'notEmulated' }]);
  });
});

describe('failures', () => {
  test('a failed batch blocks its lane until it succeeds, with waits that grow (STR-01, STR-04)', async () => {
    let failures = 4;
    const { append, clock, batches } = streamScene({ BatchSize: 1 }, () => (failures-- > 0 ? 'fails' : null));
    append('a1', 'a2');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(['a1', 'a1', 'a1', 'a1', 'a1', 'a2']);
    const waits = batches.slice(1, 5).map(({ at }, index) => at - (batches[index]?.at ?? 0));
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(0.25 * 1.5 ** index);
      expect(wait).toBeLessThanOrEqual(0.75 * 1.5 ** index);
    }
  });

  test('after its attempts a batch is given up, and the destination is told (STR-02, STR-07)', async () => {
    const { append, clock, batches, sent } = streamScene({ BatchSize: 2, MaximumRetryAttempts: 1, ...QUEUE }, failsWith('a2'));
    append('a1', 'a2', 'a3');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(['a1 a2', 'a1 a2', 'a3']);
    expect(sent).toEqual([
      {
        requestContext: {
          requestId: 'request-2',
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.stringMatching(/^2026-01-01T00:00:0\d\.\d{3}Z$/),
        DDBStreamBatchInfo: {
          ...{ shardId: 'shard-1', startSequenceNumber: '001', endSequenceNumber: '002', batchSize: 2 },
          approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
          approximateArrivalOfLastRecord: '2026-01-01T00:00:00Z',
          streamArn: expect.stringContaining('table/T/stream/'),
        },
      },
    ]);
  });

  test('a batch is given up when it is too old, with about eight attempts in a minute (STR-03, SIM-11)', async () => {
    const { append, clock, batches, sent } = streamScene({ MaximumRecordAgeInSeconds: 60, ...QUEUE }, failsWith('a1'));
    append('a1');
    await clock.advance({ minutes: 2 });
    append('a2');
    await clock.advance({ minutes: 2 });
    expect(batches.length).toBeGreaterThanOrEqual(7);
    expect(batches.length).toBeLessThanOrEqual(13);
    expect(names(batches).at(-1)).toBe('a2');
    expect(sent).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo: { batchSize: 1 } }]);
    expect(sent[0]).not.toHaveProperty('responseContext');
  });

  test('records that are too old when they are first read are not handed over (STR-03)', async () => {
    const { append, clock, batches, sent, poller, resume } = streamScene({ MaximumRecordAgeInSeconds: 60, ...QUEUE });
    poller.stop();
    append('a1');
    await clock.advance({ seconds: 50 });
    append('a2');
    await clock.advance({ seconds: 30 });
    resume();
    await clock.advance({ seconds: 1 });
    expect(names(batches)).toEqual(['a2']);
    expect(sent).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 } }]);
  });

  test('without limits, attempts end when the stream keeps the records no longer (STR-01)', async () => {
    const { append, clock, batches, poller } = streamScene({}, failsWith('a1'));
    append('a1');
    await clock.advance({ hours: 23 });
    expect(poller.pending).toHaveLength(1);
    await clock.advance({ hours: 2 });
    expect(poller.pending).toEqual([]);
    append('a2');
    await clock.advance({ seconds: 1 });
    expect(names(batches).at(-1)).toBe('a2');
  });

  test('throttles are no attempts (ESM-64, SIM-34)', async () => {
    let throttles = 5;
    const { append, clock, batches, sent } = streamScene({ MaximumRetryAttempts: 0, ...QUEUE }, () =>
      throttles-- > 0 ? 'throttles' : null,
    );
    append('a1');
    await clock.advance({ minutes: 1 });
    expect(batches).toHaveLength(6);
    expect(sent).toEqual([]);
  });

  test('a failed batch is split until the bad record is alone, which costs no attempt (STR-05, SIM-12, SIM-32)', async () => {
    const settings = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, ...QUEUE };
    const { append, clock, batches, sent } = streamScene(settings, failsWith('a3'));
    append('a1', 'a2', 'a3', 'a4', 'a5');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(['a1 a2 a3 a4 a5', 'a1 a2 a3', 'a1 a2', 'a3', 'a3', 'a4 a5']);
    expect(sent).toMatchObject([{ DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '003' } }]);
  });
});

describe('partial failures', () => {
  const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
  const failed = (...ids: readonly unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

  test('everything from the lowest reported record on is retried (PBR-07, PBR-21)', async () => {
    let first = true;
    const { append, clock, batches } = streamScene(REPORTS, () => {
      const answer = first ? failed('004', '002') : null;
      first = false;
      return answer;
    });
    append('a1', 'a2', 'a3', 'a4');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(['a1 a2 a3 a4', 'a2 a3 a4']);
  });

  test('attempts are counted anew when the checkpoint advances (PBR-22, SIM-10)', async () => {
    const settings = { ...REPORTS, MaximumRetryAttempts: 3, ...QUEUE };
    const { append, clock, batches, sent } = streamScene(settings, ({ records }) =>
      records.includes('a2') ? failed('002') : null,
    );
    append('a1', 'a2');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(['a1 a2', 'a2', 'a2', 'a2', 'a2']);
    expect(sent).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 4 },
        responseContext: { functionError: null },
        DDBStreamBatchInfo: { batchSize: 1 },
      },
    ]);
  });

  test.each([
    ['PBR-02', null, 1],
    ['PBR-03', {}, 1],
    ['PBR-04', [], 1],
    ['PBR-05', { batchItemFailures: [] }, 1],
    ['PBR-06', { batchItemFailures: null }, 1],
    ['PBR-08', { batchItemFailures: [{ foo: '001' }] }, 2],
    ['PBR-09', failed(''), 2],
    ['PBR-09', failed(null), 2],
    ['PBR-10', failed('999'), 2],
  ])('%s: after %j the batch has run %i times', async (_, answer, times) => {
    const { append, clock, batches } = streamScene({ ...REPORTS, MaximumRetryAttempts: 1 }, () => answer);
    append('a1', 'a2');
    await clock.advance({ minutes: 1 });
    expect(names(batches)).toEqual(Array.from({ length: times }, () => 'a1 a2'));
  });

  test('without ReportBatchItemFailures the answer is not looked at (ESM-67)', async () => {
    const { append, clock, batches } = streamScene({}, () => failed('001'));
    append('a1');
    await clock.advance({ minutes: 1 });
    expect(batches).toHaveLength(1);
  });
});

describe('tumbling windows', () => {
  const WINDOW = { TumblingWindowInSeconds: 30, BatchSize: 2 };
  const counting = ({ event }: { event: Record<string, unknown> }) => ({
    state: { count: ((event.state as { count?: number }).count ?? 0) + (event.Records as unknown[]).length },
  });
  const shown = (batches: readonly { at: number; records: readonly string[]; event: Record<string, unknown> }[]) =>
    batches.map(({ at, records, event }) => [at, records.join(' '), event.state, event.isFinalInvokeForWindow]);

  test('state goes from one invocation of a window to the next, and the last one is told (STR-12, DDB-13)', async () => {
    const { append, clock, batches, poller } = streamScene(WINDOW, counting);
    append('a1', 'a2', 'a3');
    await clock.advance({ seconds: 35 });
    append('a4');
    expect(poller.pending).toHaveLength(1);
    await clock.advance({ seconds: 60 });
    expect(shown(batches)).toEqual([
      [0.25, 'a1 a2', {}, false],
      [0.25, 'a3', { count: 2 }, false],
      [30.25, '', { count: 3 }, true],
      [35.25, 'a4', {}, false],
      [60.25, '', { count: 1 }, true],
    ]);
    expect(batches[0]?.event).toMatchObject({
      window: { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:30Z' },
      ...{ shardId: 'shard-1', isWindowTerminatedEarly: false },
    });
    expect(poller.pending).toEqual([]);
  });

  test('an answer without state has failed (STR-12)', async () => {
    const { append, clock, batches } = streamScene({ ...WINDOW, MaximumRetryAttempts: 1 }, () => ({ count: 1 }));
    append('a1');
    await clock.advance({ seconds: 20 });
    expect(names(batches)).toEqual(['a1', 'a1']);
  });

  test('state of more than 1 MB ends the window early (STR-12)', async () => {
    const { append, clock, batches } = streamScene(WINDOW, ({ records }) => ({
      state: { text: records.length > 1 ? 'x'.repeat(1_048_576) : '' },
    }));
    append('a1', 'a2', 'a3');
    await clock.advance({ seconds: 20 });
    expect(
      batches.map(({ records, event }) => [records.join(' '), event.isWindowTerminatedEarly, event.isFinalInvokeForWindow]),
    ).toEqual([
      ['a1 a2', false, false],
      ['', true, true],
      ['a3', false, false],
    ]);
    expect(batches[2]?.event.state).toEqual({});
  });

  test('what failed can be reported beside the state (STR-13)', async () => {
    let first = true;
    const settings = { TumblingWindowInSeconds: 30, FunctionResponseTypes: ['ReportBatchItemFailures'] };
    const { append, clock, batches } = streamScene(settings, () => {
      const failures = first ? [{ itemIdentifier: '002' }] : [];
      first = false;
      return { state: { seen: true }, batchItemFailures: failures };
    });
    append('a1', 'a2');
    await clock.advance({ seconds: 20 });
    expect(shown(batches).map(([, ...rest]) => rest)).toEqual([
      ['a1 a2', {}, false],
      ['a2', { seen: true }, false],
    ]);
  });
});

describe('mappings', () => {
  test('a paused mapping goes on where it was (ESM-36, SIM-33)', async () => {
    let isBroken = true;
    const { append, clock, batches, poller, resume } = streamScene({ BatchSize: 1 }, () => (isBroken ? 'fails' : null));
    append('a1', 'a2');
    await clock.advance({ seconds: 1 });
    poller.stop();
    const before = batches.length;
    append('a3');
    await clock.advance({ hours: 1 });
    expect(batches).toHaveLength(before);
    expect(poller.pending).toEqual([]);
    isBroken = false;
    resume();
    await clock.advance({ seconds: 1 });
    expect(names(batches).slice(before)).toEqual(['a1', 'a2', 'a3']);
  });

  test('other settings count from the next batch on', async () => {
    const { append, clock, batches, update } = streamScene({ BatchSize: 1 });
    append('a1', 'a2');
    await clock.advance({ seconds: 1 });
    update({ BatchSize: 10, ParallelizationFactor: 2 });
    append('a3', 'a4');
    await clock.advance({ seconds: 1 });
    expect(names(batches)).toEqual(['a1', 'a2', 'a3 a4']);
  });
});

test('the journal tells where every record went', async () => {
  const { append, clock, journal } = streamScene({ BatchSize: 2, MaximumRetryAttempts: 0, ...QUEUE }, failsWith('a1'));
  append('a1', 'a2', 'a3');
  await clock.advance({ seconds: 10 });
  expect(journal.entries.map((entry) => [entry.kind, 'first' in entry && entry.first, 'last' in entry && entry.last])).toEqual([
    ['stream.delivered', '001', '002'],
    ['stream.gaveUp', '001', '002'],
    ['stream.delivered', '003', '003'],
    ['stream.delivery', false, false],
    ['stream.done', '003', '003'],
  ]);
});

test('for random failures every record is done or given up, once, in the order of its key', async () => {
  for (let seed = 0; seed < 20; seed++) {
    let dice = seed * 7919 + 1;
    const random = () => (dice = (dice * 48271) % 2147483647) / 2147483647;
    const settings = {
      ...{ BatchSize: 1 + Math.floor(random() * 8), ParallelizationFactor: 1 + Math.floor(random() * 4) },
      ...{ MaximumRetryAttempts: Math.floor(random() * 3), BisectBatchOnFunctionError: random() < 0.5 },
      ...{ MaximumBatchingWindowInSeconds: Math.floor(random() * 3), FunctionResponseTypes: ['ReportBatchItemFailures'] },
    };
    const { append, clock, journal, poller, batches } = streamScene(settings, ({ event }) => {
      const roll = random();
      if (roll < 0.2) return 'fails';
      if (roll < 0.3) return 'throttles';
      const { Records } = event as { Records: readonly unknown[] };
      return roll < 0.5
        ? { batchItemFailures: [{ itemIdentifier: String(Math.floor(random() * Records.length)).padStart(3, '0') }] }
        : null;
    });
    const all: string[] = [];
    for (let at = 0; at < 60; at++) {
      const name = `${'abcde'.charAt(Math.floor(random() * 5))}${at}`;
      all.push(String(at + 1).padStart(3, '0'));
      append(name);
      if (random() < 0.3) await clock.advance({ seconds: Math.floor(random() * 5) });
    }
    await clock.advance({ days: 2 });
    expect(poller.pending).toEqual([]);
    for (const key of 'abcde') {
      const first = [...new Set(batches.flatMap(({ records }) => records.filter((name) => name.startsWith(key))))];
      const order = first.map((name) => Number(name.slice(1)));
      expect([seed, order]).toEqual([seed, [...order].sort((one, other) => one - other)]);
    }
    const counted = journal.entries.reduce(
      (sum, entry) => (entry.kind === 'stream.done' || entry.kind === 'stream.gaveUp' ? sum + entry.count : sum),
      0,
    );
    expect([seed, counted]).toEqual([seed, all.length]);
  }
});
