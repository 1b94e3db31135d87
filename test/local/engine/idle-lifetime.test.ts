import { IdleLifetime } from '../../../src/local/engine/idle-lifetime';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { runningFunction, stopAll } from '../scene';

afterEach(stopAll);

function lifetimeOf(ms: number) {
  const clock = new VirtualClock();
  const begin = clock.now();
  const ended: string[] = [];
  const lifetime = new IdleLifetime<string>(clock, ms, (each) => ended.push(`${each} at ${clock.now() - begin}`));
  return { clock, ended, lifetime };
}

test('what is idle is ended when its time is over, the first first', async () => {
  const { clock, ended, lifetime } = lifetimeOf(100);

  lifetime.fellIdle('one');
  await clock.advance(30);
  lifetime.fellIdle('other');
  await clock.advance(1_000);

  expect(ended).toEqual(['one at 100', 'other at 130']);
});

test('what is used again counts from its end', async () => {
  const { clock, ended, lifetime } = lifetimeOf(100);

  lifetime.fellIdle('one');
  await clock.advance(90);
  lifetime.forget('one');
  await clock.advance(500);
  lifetime.fellIdle('one');
  await clock.advance(99);
  expect(ended).toEqual([]);
  await clock.advance(1);

  expect(ended).toEqual(['one at 690']);
});

test('nothing is left to wake for when nothing is idle', async () => {
  const { clock, lifetime } = lifetimeOf(100);

  lifetime.fellIdle('one');
  lifetime.forget('one');
  await clock.advance(100);

  expect(clock.next).toBeUndefined();
  lifetime.fellIdle('two');
  lifetime.close();
  expect(clock.next).toBeUndefined();
});

test('an environment that nobody has called for ten minutes is gone, and the next call starts another (RT-06)', async () => {
  const local = await runningFunction('let n = 0; exports.handler = async () => ++n;', {}, { clock: 'virtual' });
  const call = async () => (await local.function('Orders').invoke()).payload;

  expect([await call(), await call()]).toEqual([1, 2]);
  await local.clock.advance({ minutes: 9 });
  expect(await call()).toBe(3);
  await local.clock.advance({ minutes: 10 });

  expect(await call()).toBe(1);
  expect(local.journal.entries).toContainEqual(expect.objectContaining({ kind: 'environment.ended', why: 'idle' }));
});

test('how long it is kept can be chosen', async () => {
  const local = await runningFunction(
    'let n = 0; exports.handler = async () => ++n;',
    {},
    { clock: 'virtual', idleLifetime: { hours: 2 } },
  );

  await local.function('Orders').invoke();
  await local.clock.advance({ minutes: 119 });

  expect((await local.function('Orders').invoke()).payload).toBe(2);
});
