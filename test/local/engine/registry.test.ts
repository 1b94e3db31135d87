import { seededChance } from '../../../src/local/chance';
import { awsError } from '../../../src/local/engine/aws-error';
import { Invoker } from '../../../src/local/engine/invoker';
import { reserveConcurrency } from '../../../src/local/engine/registry/concurrency';
import { createFunction, deleteFunction, updateFunction } from '../../../src/local/engine/registry/functions';
import { LiveRegistry } from '../../../src/local/engine/registry/live-registry';
import { seed } from '../../../src/local/engine/registry/seed';
import { latestOf, type Registered, withFunction } from '../../../src/local/engine/registry/state';
import { published } from '../../../src/local/engine/registry/versions';
import { textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { configuration, lambdaFunction } from './app';
import { type Behaviour, FakeDriver, succeeded } from './fake-driver';

/** A registry over an invoker, as the wiring connects them. */
function running(functions: readonly LambdaFunction[], behave?: Behaviour) {
  const clock = new VirtualClock(0);
  const chance = seededChance('registry');
  const registry = new LiveRegistry(seed({ functions }, { now: 0, newId: () => chance.uuid() }), clock, chance);
  const driver = new FakeDriver(behave);
  const journal = new Journal(() => clock.now());
  const invoker = new Invoker({
    get functions() {
      return registry.functions;
    },
    driver,
    clock,
    chance: seededChance('dice'),
    journal,
    inOrder: true,
  });
  registry.subscribe(() => invoker.refresh());
  const invoke = (functionName: string, more: object = {}) =>
    invoker.invoke({ functionName, type: 'RequestResponse', logType: 'None', payload: textBytes('{}'), ...more });
  const fn = (name: string) => registry.functions.find((each) => each.name === name) as Registered;
  const configure = (name: string, settings: object) =>
    registry.change((state, moment) => {
      const { configuration: present, ...rest } = latestOf(fn(name));
      return updateFunction(state, fn(name), { ...rest, configuration: { ...present, ...settings } }, undefined, moment);
    });
  return { clock, registry, driver, journal, invoker, invoke, fn, configure };
}

test('an update is carried out a second later: until then the old code serves, then new environments do (FN-81)', async () => {
  const { driver, invoke, configure, clock } = running([lambdaFunction('f')]);
  await invoke('f');

  configure('f', { memoryMb: 512 });
  await invoke('f');
  expect(driver.started.map(({ configuration: { memoryMb } }) => memoryMb)).toEqual([128]);
  await clock.advance(1000);
  expect(driver.stopped).toEqual([driver.started[0]?.id]);
  await invoke('f');

  expect(driver.started.map(({ configuration: { memoryMb } }) => memoryMb)).toEqual([128, 512]);
});

test('what runs while its function is changed finishes on what it was, and its environment is not used again', async () => {
  let end = () => undefined as void;
  const { driver, registry, invoke, configure, invoker, clock } = running([lambdaFunction('f')], (invocation) =>
    invocation.requestId === 'slow' ? new Promise((settle) => (end = () => settle(succeeded('old')))) : succeeded('new'),
  );
  const slow = invoke('f', { requestId: 'slow' });
  await Promise.resolve();
  configure('f', { memoryMb: 512 });
  registry.look('arn:aws:lambda:us-east-1:000000000000:function:f');

  expect(await invoke('f')).toMatchObject({ kind: 'answer', executedVersion: '$LATEST' });
  expect(driver.stopped).toEqual([]);
  end();
  expect(await slow).toMatchObject({ payload: textBytes('"old"') });
  expect(driver.stopped).toEqual([driver.started[0]?.id]);
  await invoke('f');
  expect(driver.started).toHaveLength(2);
  await clock.advance(1000);
  await invoker.stop();
  expect(driver.stopped).toHaveLength(2);
});

test('stopping ends also what is only finishing', async () => {
  const { driver, registry, invoke, configure, invoker } = running([lambdaFunction('f')], () => new Promise(() => undefined));
  void invoke('f');
  await Promise.resolve();
  configure('f', { memoryMb: 512 });
  registry.look('arn:aws:lambda:us-east-1:000000000000:function:f');

  await invoker.stop();

  expect(driver.stopped).toEqual([driver.started[0]?.id]);
});

test('a change that is none of the configuration keeps the environments', async () => {
  const { driver, registry, invoke, fn } = running([lambdaFunction('f')]);
  await invoke('f');

  registry.change((state) => [withFunction(state, { ...fn('f'), tags: { team: 'shop' } }), undefined]);
  await invoke('f');

  expect(driver.started).toHaveLength(1);
  expect(driver.stopped).toEqual([]);
});

const failedOnce = { kind: 'failed', errorType: 'Error', payload: textBytes('{}') } as const;
const hours = (count: number) => count * 3_600_000;

test('an event that waits for its next attempt runs on what the function is by then (INV-70)', async () => {
  const { driver, invoke, configure, clock } = running([lambdaFunction('f')], () => ({
    kind: 'failed',
    errorType: 'Error',
    payload: textBytes('{}'),
  }));
  await invoke('f', { type: 'Event' });
  await clock.advance(1000);
  configure('f', { memoryMb: 512 });
  await clock.advance(200_000);

  expect(driver.started.map(({ configuration: { memoryMb } }) => memoryMb)).toEqual([128, 512]);
  expect(driver.invocations).toHaveLength(3);
});

test('a version keeps the dead-letter target with which it was published, also when the function has another (VER-02, INV-69)', async () => {
  const queue = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const f = lambdaFunction('f', { deadLetterArn: queue('old'), versions: ['1'] });
  const { invoke, registry, journal, fn, clock } = running([f], () => failedOnce);
  registry.change((state, moment) => {
    const next = { ...latestOf(fn('f')), deadLetterArn: queue('new') };
    return updateFunction(state, fn('f'), next, undefined, moment);
  });
  await clock.advance(1000);

  await invoke('f', { type: 'Event', qualifier: '1' });
  await invoke('f', { type: 'Event' });
  await clock.advance(hours(1));

  const sent = journal.entries.flatMap((entry) => (entry.kind === 'async.delivery' ? [entry.targetArn] : []));
  expect(sent).toEqual([queue('old'), queue('new')]);
});

test('the events of a function that is deleted are given up, and what it was is not run again', async () => {
  const { driver, invoke, registry, journal, fn, clock } = running([lambdaFunction('f')], () => failedOnce);
  await invoke('f', { type: 'Event' });
  await clock.advance(1000);

  registry.change((state) => deleteFunction(state, fn('f'), undefined));
  await clock.advance(hours(6));

  expect(driver.invocations).toHaveLength(1);
  expect(journal.entries.filter(({ kind }) => kind === 'async.done')).toEqual([
    expect.objectContaining({ condition: 'FunctionDeleted', attempts: 1, at: 60_000 }),
  ]);
});

test('an event whose function is made anew under its name waits until that is ready (FN-82)', async () => {
  const { driver, invoke, registry, fn, clock } = running([lambdaFunction('f')], () => failedOnce);
  await invoke('f', { type: 'Event' });
  await clock.advance(59_500);

  const { name, arn, account, region, configuration: before } = fn('f');
  const anew = { name, arn, account, region, configuration: { ...before, memoryMb: 512 }, tags: {} };
  registry.change((state) => deleteFunction(state, fn('f'), undefined));
  registry.change((state, moment) => createFunction(state, anew, moment));
  await clock.advance(1500);

  expect(driver.started.map(({ configuration: { memoryMb } }) => memoryMb)).toEqual([128, 512]);
});

test('a reservation that is made at run time throttles at once (CON-03)', async () => {
  const { registry, invoke, fn } = running([lambdaFunction('f')]);
  expect(await invoke('f')).toMatchObject({ statusCode: 200 });

  registry.change((state) => reserveConcurrency(state, fn('f'), 0));
  expect(await invoke('f')).toEqual(
    awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' }),
  );

  registry.change((state) => reserveConcurrency(state, fn('f'), undefined));
  expect(await invoke('f')).toMatchObject({ statusCode: 200 });
});

test('a function cannot be invoked before it is ready, and is not found once it is deleted (FN-82)', async () => {
  const { registry, invoke, fn, driver } = running([lambdaFunction('f')]);
  const like = fn('f');
  registry.change((state, moment) => createFunction(state, { ...like, name: 'new', arn: `${like.arn}-new`, tags: {} }, moment));

  expect(await invoke('new')).toMatchObject({ type: 'ResourceConflictException', status: 409 });
  registry.look(`${like.arn}-new`);
  expect(await invoke('new')).toMatchObject({ statusCode: 200 });
  registry.change((state) => deleteFunction(state, fn('new'), undefined));

  expect(await invoke('new')).toMatchObject({ type: 'ResourceNotFoundException' });
  expect(driver.stopped).toEqual([driver.started[0]?.id]);
});

test('a version that is published with an update cannot be invoked before that has ended', async () => {
  const { registry, invoke, fn } = running([lambdaFunction('f')]);
  const kept = configuration().code;
  registry.change((state, moment) => published(state, fn('f'), { codeSha256: 'new', kept }, moment, 1000));

  expect(await invoke('f:1')).toMatchObject({ type: 'ResourceConflictException' });
  registry.look('arn:aws:lambda:us-east-1:000000000000:function:f');
  expect(await invoke('f:1')).toMatchObject({ executedVersion: '1' });
});

test('whoever subscribes is told of every change with what was before, until the subscription ends', () => {
  const { registry, fn } = running([lambdaFunction('f')]);
  const told: (number | undefined)[][] = [];
  const reserved = (functions: readonly Registered[]) => functions[0]?.reservedConcurrency;
  const end = registry.subscribe((now, before) => told.push([reserved(before.functions), reserved(now.functions)]));

  registry.change((state) => reserveConcurrency(state, fn('f'), 1));
  registry.change((state) => reserveConcurrency(state, fn('f'), 901));
  end();
  registry.change((state) => reserveConcurrency(state, fn('f'), 2));

  expect(told).toEqual([[undefined, 1]]);
});

test('a stopped registry lets nothing happen by itself', async () => {
  const { registry, configure, clock } = running([lambdaFunction('f')]);
  configure('f', { memoryMb: 512 });

  registry.stop();
  await clock.advance(5000);

  expect(registry.functions[0]?.condition.is).toBe('updating');
});
