import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { filterPattern } from '../../../src/local/services/cloudwatch-logs/filter-pattern';
import type { FilterPattern } from '../../../src/local/services/cloudwatch-logs/pattern-parts';
import { LogStore } from '../../../src/local/services/cloudwatch-logs/store';
import { Subscriber } from '../../../src/local/services/cloudwatch-logs/subscriber';
import { HOME } from '../../support/served-services';
import { down, handoverScene } from './handover-scene';

const FN = 'arn:aws:lambda:eu-west-1:123456789012:function:listen';

/** A log group with a filter that wants everything, and its subscriber. */
function subscribed(answer?: Parameters<typeof handoverScene>[0], room?: number) {
  const scene = handoverScene(answer);
  const { clock, courier, turnFor } = scene;
  const ports = { courier, clock, turnFor, ended: () => undefined, writesTo: () => false };
  const subscriber = new Subscriber(ports, room);
  const store = new LogStore(
    () => clock.now(),
    (...noted) => subscriber.noted(...noted),
  );
  const group = store.ensureGroup(HOME, '/app/orders');
  const wanted = filterPattern('') as FilterPattern;
  const filter = { name: 'all', pattern: '', wanted, destinationArn: FN, distribution: 'ByLogStream', created: 0 } as const;
  store.putFilter(group, filter);
  const write = (stream: string, message: string, timestamp = clock.now()) => store.append(group, stream, timestamp, message);
  const sent = () =>
    scene.taken.map(({ body, at }) => {
      const { logStream, logEvents } = JSON.parse(gunzipSync(Buffer.from(JSON.parse(body).awslogs.data, 'base64')).toString());
      return { logStream, messages: logEvents.map(({ message }: { message: string }) => message), at };
    });
  return { ...scene, subscriber, write, sent };
}

test('what a stream gathers within a second is sent at once, by time, and what comes later by itself (LOG-05)', async () => {
  const { clock, write, sent, subscriber } = subscribed();
  const start = clock.now();

  write('two', 'a');
  write('one', 'c', start + 5);
  write('one', 'b', start);
  expect(subscriber.pending).toHaveLength(2);
  await clock.advance(1000);
  write('one', 'd');
  await clock.advance(5000);

  expect(sent()).toEqual([
    { logStream: 'one', messages: ['b', 'c'], at: start + 1000 },
    { logStream: 'two', messages: ['a'], at: start + 1000 },
    { logStream: 'one', messages: ['d'], at: start + 2000 },
  ]);
  expect(subscriber.pending).toEqual([]);
});

test('more than fits into an event of a function is sent in several', async () => {
  const { clock, write, taken, sent } = subscribed();

  for (let n = 0; n < 6; n++) write('one', randomBytes(180_000).toString('latin1'));
  await clock.advance(1000);

  expect(sent().map(({ messages }) => messages.length)).toEqual([2, 2, 2]);
  for (let n = 0; n < 20_000; n++) write('one', `${n % 10}`);
  await clock.advance(1000);

  expect(sent().reduce((sum, { messages }) => sum + messages.length, 0)).toBe(20_006);
  for (const { body } of taken) expect(body.length).toBeLessThan(1_048_576);
});

test('it is tried again for a day, and then told (LOG-06)', async () => {
  const { clock, write, taken, handovers } = subscribed(() => down);

  write('one', 'a');
  await clock.advance({ hours: 30 });

  expect(taken.length).toBeGreaterThan(100);
  expect((taken.at(-1)?.at ?? 0) - (taken[0]?.at ?? 0)).toBeLessThanOrEqual(24 * 3_600_000);
  expect(handovers().at(-1)).toMatchObject({ outcome: 'failed', why: 'It is down.' });
});

test('fails to gather more than there is room for, and tells how many events that were', async () => {
  const { clock, write, sent, handovers } = subscribed(undefined, 250);

  for (const message of ['12345', '67890', 'lost', 'too']) write('one', message);
  await clock.advance(1000);
  write('one', 'later');
  await clock.advance(1000);

  expect(sent().map(({ messages }) => messages)).toEqual([['12345', '67890'], ['later']]);
  expect(handovers()).toMatchObject([
    { outcome: 'failed', why: expect.stringMatching(/^2 more log events came .* at most 250 bytes/) },
    { outcome: 'delivered' },
    { outcome: 'delivered' },
  ]);
});

test('what has not been sent is given up when it stops', async () => {
  const { clock, write, taken, subscriber } = subscribed();

  write('one', 'a');
  subscriber.stop();
  await clock.advance(5000);

  expect([taken, subscriber.pending]).toEqual([[], []]);
});
