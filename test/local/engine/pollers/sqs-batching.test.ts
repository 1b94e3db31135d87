import {
  beginning,
  type Gathered,
  type SqsEffect,
  type SqsPolling,
  sqsPolicy,
  step,
} from '../../../../src/local/engine/pollers/sqs-batching';
import type { MappingSettings } from '../../../../src/model/event-source-mapping';

/** A poller whose queue always has messages; time is what is said. */
function busy(settings: MappingSettings, isFifo = false) {
  const policy = sqsPolicy({ settings: { BatchSize: 1, ...settings }, isFifo });
  let state: SqsPolling<Gathered> = beginning(policy);
  let id = 0;
  let backlog = true;
  const wakes: number[] = [];
  const happens = (happening: Parameters<typeof step<Gathered>>[1], now: number): void => {
    const [next, ...effects] = step(state, happening, now, policy);
    state = next;
    for (const effect of effects) carryOut(effect, now);
  };
  const carryOut = (effect: SqsEffect<Gathered>, now: number): void => {
    if (effect.do === 'wake') wakes.push(effect.at);
    if (effect.do !== 'receive') return;
    const records = backlog ? [{ messageId: `${id++}`, bytes: 100, hiddenUntil: now + 30_000 }] : [];
    happens({ is: 'received', records, isFull: false, mayHaveMore: backlog }, now);
  };
  return {
    policy,
    happens,
    wakes,
    underWay: () => state.underWay,
    drain: () => {
      backlog = false;
    },
  };
}

test('five batches run at once, and one more every 200 ms while messages wait (SQS-30, SIM-02)', () => {
  const { happens, wakes, underWay } = busy({});
  happens({ is: 'available' }, 0);
  expect(underWay()).toBe(5);
  for (let at = 1; at <= 10; at++) happens({ is: 'growing', hasBacklog: true }, wakes.at(-1) as number);

  expect(wakes).toEqual([200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000, 2200]);
  expect(underWay()).toBe(15);
});

test('no more run at once than the mapping allows, and never more than 1250 (SQS-08, SQS-30)', () => {
  const few = busy({ ScalingConfig: { MaximumConcurrency: 2 } });
  few.happens({ is: 'available' }, 0);
  const many = busy({});
  many.happens({ is: 'available' }, 0);
  for (let at = 0; at < 2000; at++) many.happens({ is: 'growing', hasBacklog: true }, 200 * at);

  expect([few.underWay(), few.wakes]).toEqual([2, []]);
  expect(many.underWay()).toBe(1250);
});

test('the batches of a FIFO queue are as many as its groups allow (SQS-26)', () => {
  const { happens, underWay } = busy({ ScalingConfig: { MaximumConcurrency: 100 } }, true);
  happens({ is: 'available' }, 0);

  expect(underWay()).toBe(100);
});

test('in provisioned mode it begins with ten batches for each poller (SQS-33)', () => {
  const { happens, underWay } = busy({ ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 4 } });
  happens({ is: 'available' }, 0);
  expect(underWay()).toBe(30);
  for (let at = 1; at < 20; at++) happens({ is: 'growing', hasBacklog: true }, 200 * at);

  expect(underWay()).toBe(40);
});

test('each error halves how much runs at once, each success brings one back (SQS-24, SIM-05)', () => {
  const { happens, underWay } = busy({});
  happens({ is: 'available' }, 0);

  const after: number[] = [];
  for (const is of [
    'failed',
    'failed',
    'failed',
    'failed',
    'failed',
    'succeeded',
    'succeeded',
    'succeeded',
    'succeeded',
  ] as const) {
    happens({ is }, 1);
    after.push(underWay());
  }

  expect(after).toEqual([4, 3, 2, 1, 1, 2, 3, 4, 5]);
});

test('a function that reports what failed is not slowed down (PBR-25)', () => {
  const { happens, underWay } = busy({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  happens({ is: 'available' }, 0);
  happens({ is: 'failed' }, 1);

  expect(underWay()).toBe(5);
});

test('when nothing is left, it begins with five again (SQS-30)', () => {
  const scene = busy({});
  scene.happens({ is: 'available' }, 0);
  for (let at = 1; at <= 3; at++) scene.happens({ is: 'growing', hasBacklog: true }, 200 * at);
  scene.drain();
  for (let at = 0; at < 8; at++) scene.happens({ is: 'succeeded' }, 1000);

  expect(scene.underWay()).toBe(0);
  scene.happens({ is: 'growing', hasBacklog: false }, 1200);
  expect(scene.underWay()).toBe(0);
});
