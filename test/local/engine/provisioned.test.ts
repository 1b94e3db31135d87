import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import type { InvokeRequest, Outcome } from '../../../src/local/engine/ports';
import { textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { lambdaFunction } from './app';
import { type Behaviour, FakeDriver, succeeded } from './fake-driver';

function appOf(functions: readonly LambdaFunction[], behave?: Behaviour) {
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const driver = new FakeDriver(behave);
  const current = { functions };
  const invoker = new Invoker({
    get functions() {
      return current.functions;
    },
    driver,
    clock,
    journal,
    chance: seededChance('test'),
    inOrder: true,
  });
  const call = (functionName: string, more: Partial<InvokeRequest> = {}) =>
    invoker.invoke({ functionName, type: 'RequestResponse', logType: 'None', payload: textBytes('{}'), ...more });
  const lines = () => journal.entries.flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
  const types = () => driver.started.map((spec) => spec.initializationType);
  return { invoker, driver, journal, clock, call, lines, types, current };
}

const ORDERS = lambdaFunction('Orders', {
  versions: ['1'],
  aliases: [{ name: 'live', version: '1', provisionedConcurrency: 2 }],
});

test('provisioned environments are started before the first call, which has no Init (CON-06, INV-82)', async () => {
  const { invoker, call, types, lines } = appOf([ORDERS]);

  invoker.pools.provision();
  await invoker.quiet();
  const answer = await call('Orders:live');

  expect(types()).toEqual(['provisioned-concurrency', 'provisioned-concurrency']);
  expect(answer).not.toHaveProperty('initDurationMs');
  expect(lines().slice(0, 4).sort()).toEqual([
    'INIT_REPORT Init Duration: 100.00 ms\tPhase: init\t',
    'INIT_REPORT Init Duration: 100.00 ms\tPhase: init\t',
    'INIT_START Runtime Version: nodejs24.x',
    'INIT_START Runtime Version: nodejs24.x',
  ]);
  expect(invoker.pools.provisionedStatus(ORDERS.arn, '1')).toEqual({ requested: 2, available: 2, state: 'READY' });
});

test('a call that comes while they are being started waits for one', async () => {
  const { invoker, call, types } = appOf([ORDERS]);

  invoker.pools.provision();
  const answers = await Promise.all([call('Orders:live'), call('Orders:1')]);

  expect(types()).toEqual(['provisioned-concurrency', 'provisioned-concurrency']);
  for (const answer of answers) expect(answer).not.toHaveProperty('initDurationMs');
});

test('more calls at once than there are provisioned environments find others on demand (CON-06)', async () => {
  const waiting: ((outcome: Outcome) => void)[] = [];
  const { invoker, call, types } = appOf([ORDERS], () => new Promise((end) => waiting.push(end)));

  invoker.pools.provision();
  await invoker.quiet();
  const calls = [call('Orders:live'), call('Orders:live'), call('Orders:live')];
  while (waiting.length < 3) await new Promise((go) => setImmediate(go));
  for (const end of waiting) end(succeeded(1));
  const answers = await Promise.all(calls);

  expect(types()).toEqual(['provisioned-concurrency', 'provisioned-concurrency', 'on-demand']);
  expect(answers.map((answer) => 'initDurationMs' in answer)).toEqual([false, false, true]);
});

test('$LATEST has no provisioned environments', async () => {
  const { invoker, call, types } = appOf([ORDERS]);

  invoker.pools.provision();
  await invoker.quiet();
  await call('Orders');

  expect(types().at(-1)).toBe('on-demand');
});

test('Init of a provisioned environment may take longer (RT-02)', () => {
  const slow = lambdaFunction('Slow', {
    versions: ['1'],
    aliases: [{ name: 'live', version: '1', provisionedConcurrency: 1 }],
    configuration: { timeoutSeconds: 600 },
  });
  const { invoker, driver } = appOf([ORDERS, slow]);

  invoker.pools.provision();

  expect(driver.started.map((spec) => spec.initLimitMs)).toEqual([130_000, 130_000, 600_000]);
});

test('an Init that fails is told and not tried again; calls then run on demand (RT-08, INV-82)', async () => {
  const { invoker, call, driver, lines, types } = appOf([
    lambdaFunction('Orders', { versions: ['1'], aliases: [{ name: 'live', version: '1', provisionedConcurrency: 1 }] }),
  ]);
  driver.inits.push({ durationMs: 50, failure: { kind: 'exited', code: 1 } });

  invoker.pools.provision();
  await invoker.quiet();
  const answer = await call('Orders:live');

  expect(lines()).toContain('INIT_REPORT Init Duration: 50.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\t');
  expect(invoker.pools.provisionedStatus(ORDERS.arn, '1')).toEqual({ requested: 1, available: 0, state: 'FAILED' });
  expect(types()).toEqual(['provisioned-concurrency', 'on-demand']);
  expect(answer).toMatchObject({ statusCode: 200, initDurationMs: 100 });
});

test('an Init that fails where a provisioned environment had crashed is told of as one of that kind (INV-87)', async () => {
  const live = { name: 'live', version: '1', provisionedConcurrency: 1 };
  const configuration = { logging: { format: 'JSON', group: '/g' } } as const;
  const { invoker, call, driver, lines } = appOf(
    [lambdaFunction('Orders', { versions: ['1'], aliases: [live], configuration })],
    () => ({ kind: 'exited', code: 1 }),
  );
  driver.inits.push({ durationMs: 100 }, { durationMs: 50, failure: { kind: 'exited', code: 1 } });

  invoker.pools.provision();
  await invoker.quiet();
  await call('Orders:live');
  await call('Orders:live');

  const reports = lines().flatMap((line) => (/platform.initReport/.test(line) ? [JSON.parse(line).record] : []));
  expect(reports).toMatchObject([
    { initializationType: 'provisioned-concurrency', phase: 'init', status: 'success' },
    { initializationType: 'provisioned-concurrency', phase: 'invoke', status: 'error' },
  ]);
});

test('a provisioned environment that crashes is replaced by another, whose Init is part of the next invocation (RT-04)', async () => {
  let calls = 0;
  const { invoker, call, types } = appOf(
    [lambdaFunction('Orders', { versions: ['1'], aliases: [{ name: 'live', version: '1', provisionedConcurrency: 1 }] })],
    () => (calls++ === 0 ? { kind: 'exited', code: 1 } : succeeded(1)),
  );

  invoker.pools.provision();
  await invoker.quiet();
  await call('Orders:live');
  const answer = await call('Orders:live');

  expect(types()).toEqual(['provisioned-concurrency', 'provisioned-concurrency']);
  expect(answer).toMatchObject({ durationMs: 110 });
});

test('fewer and more provisioned environments are given up and started when the functions change', async () => {
  const { invoker, driver, current, types } = appOf([ORDERS]);
  const withAlias = (provisionedConcurrency: number) => [
    lambdaFunction('Orders', { versions: ['1'], aliases: [{ name: 'live', version: '1', provisionedConcurrency }] }),
  ];
  invoker.pools.provision();
  await invoker.quiet();

  current.functions = withAlias(1);
  invoker.pools.provision();
  expect(driver.stopped).toHaveLength(1);
  current.functions = withAlias(3);
  invoker.pools.provision();
  await invoker.quiet();
  expect(types()).toHaveLength(4);
  current.functions = [lambdaFunction('Orders', { versions: ['1'] })];
  invoker.pools.provision();

  expect(driver.stopped).toHaveLength(4);
  expect(invoker.pools.provisionedStatus(ORDERS.arn, '1')).toMatchObject({ requested: 0, available: 0 });
});

test('stop ends provisioned environments, also those that are being started', async () => {
  const { invoker, driver } = appOf([ORDERS]);

  invoker.pools.provision();
  await invoker.stop();
  await invoker.quiet();

  expect(driver.stopped).toHaveLength(2);
});
