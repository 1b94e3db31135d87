import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import { textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { lambdaFunction } from './app';
import { type Behaviour, FakeDriver } from './fake-driver';

function tenants(given: Parameters<typeof lambdaFunction>[1] = { isolatesTenants: true }, behave?: Behaviour) {
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const driver = new FakeDriver(behave);
  const functions = [lambdaFunction('Orders', given)];
  const invoker = new Invoker({ functions, driver, clock, journal, chance: seededChance('test'), inOrder: true });
  const call = (tenantId: string | undefined, type: 'RequestResponse' | 'Event' = 'RequestResponse') =>
    invoker.invoke({
      functionName: 'Orders',
      type,
      logType: 'None',
      payload: textBytes('{}'),
      ...(tenantId !== undefined && { tenantId }),
    });
  return { call, driver, journal, clock };
}

test('each tenant has environments of its own, which are used again for it alone (INV-09, FN-68)', async () => {
  const { call, driver, journal } = tenants();

  for (const tenant of ['blue', 'green', 'blue', 'green']) await call(tenant);

  expect(driver.started).toHaveLength(2);
  expect(driver.used).toEqual([...driver.started, ...driver.started].map(({ id }) => id));
  expect(driver.invocations.map(({ tenantId }) => tenantId)).toEqual(['blue', 'green', 'blue', 'green']);
  expect(journal.entries.filter((entry) => entry.kind === 'invocation.ended')).toMatchObject([
    { tenant: 'blue' },
    { tenant: 'green' },
    { tenant: 'blue' },
    { tenant: 'green' },
  ]);
});

test('an environment takes the place of one of the same tenant alone (INV-09, INV-47)', async () => {
  const { call, driver } = tenants({ isolatesTenants: true }, () => ({ kind: 'timedOut' }));

  for (const tenant of ['blue', 'green', 'blue']) await call(tenant);

  const [blue, green, again] = driver.started.map(({ heritage }) => heritage);
  expect(again).toBe(blue);
  expect(green).not.toBe(blue);
});

test('events run in the environments of their tenant', async () => {
  const { call, driver, clock } = tenants();

  await call('blue', 'Event');
  await clock.advance(0);
  await call('blue');

  expect(driver.started).toHaveLength(1);
  expect(driver.invocations.map(({ tenantId }) => tenantId)).toEqual(['blue', 'blue']);
});

test('platform events in JSON name the tenant (INV-87)', async () => {
  const { call, journal } = tenants({ isolatesTenants: true, configuration: { logging: { format: 'JSON', group: '/g' } } });

  await call('blue');

  const records = journal.entries.flatMap((entry) => (entry.kind === 'log' ? [JSON.parse(entry.line)] : []));
  expect(records.map(({ type, record }) => [type, record.tenantId])).toEqual([
    ['platform.initStart', undefined],
    ['platform.start', 'blue'],
    ['platform.report', 'blue'],
  ]);
});

test.each(['RequestResponse', 'Event'] as const)('fails when the tenant is missing: %s (INV-09)', async (type) => {
  expect(await tenants().call(undefined, type)).toMatchObject({
    type: 'InvalidParameterValueException',
    status: 400,
    message: 'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
  });
});

test('fails when the function does not isolate its tenants and one is named (INV-09)', async () => {
  expect(await tenants({}).call('blue')).toMatchObject({ type: 'InvalidParameterValueException', status: 400 });
});

test.each([
  ['', 'Member must have length greater than or equal to 1'],
  ['x'.repeat(257), 'Member must have length less than or equal to 256'],
  ['blue!', 'Member must satisfy regular expression pattern'],
])('fails when the tenant id is malformed: %p (INV-09, ERR-03)', async (tenantId, message) => {
  expect(await tenants().call(tenantId)).toMatchObject({
    type: 'ValidationException',
    status: 400,
    message: expect.stringContaining(message),
  });
});
