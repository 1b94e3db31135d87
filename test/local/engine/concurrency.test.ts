import { Concurrency } from '../../../src/local/engine/concurrency';
import { limitsOf } from '../../../src/local/engine/concurrency-limits';
import { provisionedOf } from '../../../src/local/engine/provisioned';
import { tokenTaken } from '../../../src/local/engine/token-bucket';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { lambdaFunction } from './app';

/** Lets invocations of `functions` in, under a clock that is walked. */
function gateOf(functions: LambdaFunction[], { account = 1000, limitRequests = false } = {}) {
  const clock = new VirtualClock();
  const gate = new Concurrency({ clock, functions: () => functions, account, limitRequests });
  const enter = (fn: LambdaFunction, more: Partial<Parameters<Concurrency['enter']>[0]> = {}) => {
    const version = more.version ?? '$LATEST';
    const pool = `${fn.arn}:${version}`;
    return gate.enter({ function: fn, version, pool, synchronous: true, provisioned: 0, ...more });
  };
  /** How many of `count` more are let in, and the reason that the last had; those let in stay. */
  const enterMany = (count: number, fn: LambdaFunction, more: Parameters<typeof enter>[1] = {}) => {
    let admitted = 0;
    let reason: string | undefined;
    for (let i = 0; i < count; i++) {
      const result = enter(fn, more);
      if (typeof result === 'string') reason = result;
      else admitted++;
    }
    return [admitted, reason];
  };
  return { gate, clock, enter, enterMany };
}

test('a reservation is cap and guarantee, and the rest is shared by the others (CON-01, CON-03)', () => {
  const reserved = lambdaFunction('Reserved', { reservedConcurrency: 3 });
  const [a, b] = [lambdaFunction('A'), lambdaFunction('B')];
  const { enterMany } = gateOf([reserved, a, b], { account: 10 });

  expect(enterMany(5, a)).toEqual([5, undefined]);
  expect(enterMany(5, b)).toEqual([2, 'ConcurrentInvocationLimitExceeded']);
  expect(enterMany(5, reserved)).toEqual([3, 'ReservedFunctionConcurrentInvocationLimitExceeded']);
});

test('each Region and account has a quota of its own (CON-01)', () => {
  const here = lambdaFunction('Here');
  const there = lambdaFunction('There', { region: 'eu-west-1', arn: 'arn:aws:lambda:eu-west-1:000000000000:function:There' });
  const { enterMany } = gateOf([here, there], { account: 4 });

  expect(enterMany(6, here)).toEqual([4, 'ConcurrentInvocationLimitExceeded']);
  expect(enterMany(6, there)).toEqual([4, 'ConcurrentInvocationLimitExceeded']);
});

test('what has left makes room', () => {
  const fn = lambdaFunction('Orders', { reservedConcurrency: 1 });
  const { enter, gate } = gateOf([fn]);

  const first = enter(fn);
  expect(enter(fn)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  expect(gate.underWay).toEqual([[fn.arn, 1]]);
  if (typeof first === 'object') first.leave();

  expect(gate.underWay).toEqual([]);
  expect(enter(fn)).toMatchObject({ provisioned: false });
});

test('provisioned environments are used first; what is too much for them runs on demand (CON-06)', () => {
  const fn = lambdaFunction('Orders', { versions: ['1'] });
  const { enter } = gateOf([fn]);
  const call = () => enter(fn, { version: '1', provisioned: 2 });

  expect([call(), call(), call()]).toMatchObject([{ provisioned: true }, { provisioned: true }, { provisioned: false }]);
});

test('provisioned environments are part of the reservation, so that nothing may be left for $LATEST (CON-05)', () => {
  const fn = lambdaFunction('Orders', {
    reservedConcurrency: 2,
    versions: ['1'],
    aliases: [{ name: 'live', version: '1', provisionedConcurrency: 2 }],
  });
  const { enter, enterMany } = gateOf([fn]);

  expect(enter(fn)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  expect(enterMany(3, fn, { version: '1', provisioned: 2 })).toEqual([2, 'ReservedFunctionConcurrentInvocationLimitExceeded']);
});

test('provisioned environments of functions without a reservation are taken from what all share (CON-02)', () => {
  const fn = lambdaFunction('Orders', { aliases: [{ name: 'live', version: '1', provisionedConcurrency: 4 }] });

  expect([...limitsOf([fn, lambdaFunction('Other')], 10).pools.values()]).toEqual([6]);
});

test.each([
  [undefined, { 1: 10 }],
  [
    { version: '2', weight: 0.25 },
    { 1: 7, 2: 3 },
  ],
  [{ version: '2', weight: 1 }, { 2: 10 }],
])('the provisioned environments of an alias are shared out by its weights: %j (ALS-10)', (additional, expected) => {
  const fn = lambdaFunction('Orders', {
    aliases: [{ name: 'live', version: '1', provisionedConcurrency: 10, ...(additional && { additional }) }],
  });

  expect(Object.fromEntries(provisionedOf(fn))).toEqual(expected);
});

test('a function gains at most 1000 environments at once, and 100 more every second (CON-07)', async () => {
  const fn = lambdaFunction('Orders');
  const { enterMany, clock } = gateOf([fn], { account: 5000 });

  expect(enterMany(1500, fn)).toEqual([1000, 'FunctionInvocationRateLimitExceeded']);
  await clock.advance({ seconds: 1 });
  expect(enterMany(500, fn)).toEqual([100, 'FunctionInvocationRateLimitExceeded']);
  await clock.advance({ minutes: 10 });
  expect(enterMany(1500, fn)).toEqual([1000, 'FunctionInvocationRateLimitExceeded']);
});

test('environments that are there already are no step of the scaling rate (CON-07)', () => {
  const fn = lambdaFunction('Orders');
  const { enter } = gateOf([fn]);

  for (let i = 0; i < 5000; i++) {
    const entered = enter(fn);
    if (typeof entered === 'string') throw new Error(`throttled at ${i}`);
    entered.leave();
  }
});

test('a reservation of 2 takes 20 synchronous requests a second, and any number of events (CON-08)', async () => {
  const fn = lambdaFunction('Orders', { reservedConcurrency: 2 });
  const { enter, clock } = gateOf([fn], { limitRequests: true });
  const requests = (count: number, synchronous: boolean) => {
    const reasons = Array.from({ length: count }, () => {
      const entered = enter(fn, { synchronous });
      if (typeof entered === 'string') return entered;
      entered.leave();
      return 'admitted';
    });
    return [reasons.filter((reason) => reason === 'admitted').length, reasons.at(-1)];
  };

  expect(requests(50, false)).toEqual([50, 'admitted']);
  expect(requests(25, true)).toEqual([20, 'ReservedFunctionInvocationRateLimitExceeded']);
  await clock.advance({ milliseconds: 500 });
  expect(requests(25, true)).toEqual([10, 'ReservedFunctionInvocationRateLimitExceeded']);
});

test('functions that share the quota of the account share its requests a second (CON-08)', () => {
  const [a, b] = [lambdaFunction('A'), lambdaFunction('B')];
  const { enter } = gateOf([a, b], { account: 1, limitRequests: true });
  const reasons = Array.from({ length: 11 }, (_, at) => {
    const entered = enter(at % 2 ? a : b);
    if (typeof entered !== 'string') entered.leave();
    return entered;
  });

  expect(reasons[9]).toMatchObject({ provisioned: false });
  expect(reasons[10]).toBe('FunctionInvocationRateLimitExceeded');
});

test('a bucket never has more than its capacity, nor tokens from before it was there', () => {
  const limit = { capacity: 2, refillMs: 1000 };
  const first = tokenTaken(undefined, limit, 0);
  const second = tokenTaken(first, limit, 0);

  expect(second).toEqual({ left: 0, at: 0 });
  expect(tokenTaken(second, limit, 499)).toBeUndefined();
  expect(tokenTaken(second, limit, 500)).toEqual({ left: 0, at: 500 });
  expect(tokenTaken(second, limit, 1_000_000)).toEqual({ left: 1, at: 1_000_000 });
  expect(tokenTaken(undefined, { capacity: 0, refillMs: 1000 }, 0)).toBeUndefined();
});

test('a change of the functions changes the limits', () => {
  const functions = [lambdaFunction('Orders', { reservedConcurrency: 0 })];
  let current: readonly LambdaFunction[] = functions;
  const gate = new Concurrency({ clock: new VirtualClock(), functions: () => current, account: 10, limitRequests: false });
  const asked = { function: functions[0] as LambdaFunction, version: '$LATEST', pool: 'p', synchronous: true, provisioned: 0 };

  expect(gate.enter(asked)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  current = [lambdaFunction('Orders', { reservedConcurrency: 1 })];
  expect(gate.enter(asked)).toMatchObject({ provisioned: false });
});
