import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LocalExecutor, type PastInvocation } from 'cdk-lambda-kit/local';
import { snapshotSerializer } from 'cdk-lambda-kit/testing';
import { app } from './app';

expect.addSnapshotSerializer(snapshotSerializer);

let shop: LocalExecutor;

beforeEach(async () => {
  shop = await LocalExecutor.start({ app, clock: 'virtual' });
});

afterEach(() => shop.stop());

/** Orders over HTTP, as the website of the shop does. */
async function place(order: object) {
  const wanted = { customer: 'ada', article: 'tea', quantity: 1, card: '4242', ...order };
  const response = await shop.api('HttpApiEventSource').fetch('/orders', { method: 'POST', body: JSON.stringify(wanted) });
  return { status: response.status, ...((await response.json()) as { id: string; cents: number; message?: string }) };
}

async function deliver(pieces: Readonly<Record<string, number>>) {
  shop.bucket('Deliveries').put('monday.json', pieces);
  await shop.settle();
}

const timeOf = ({ startedAt }: PastInvocation) => startedAt.toISOString().slice(11, 19);
const stateOf = (id: string) => shop.table('Orders').get({ id })?.state;

test('a day in the shop: an order is placed, announced, billed, charged and shipped, a card is declined, and the day is closed', async () => {
  await deliver({ tea: 20, cup: 2 });
  expect(shop.table('Stock').items).toEqual([
    { article: 'cup', pieces: 2 },
    { article: 'tea', pieces: 20 },
  ]);

  const tea = await place({ quantity: 3, express: true });
  expect(tea).toEqual({ status: 201, id: expect.any(String), cents: 1320 });
  const cups = await place({ customer: 'bob', article: 'cup', quantity: 2, card: '0000' });
  const none = await place({ article: 'cup' });
  expect(none).toMatchObject({ status: 409, message: 'There is not enough cup.' });

  await shop.settle();
  expect(
    shop
      .bus('Bus')
      .events.map(({ event }) => event.detail.id)
      .sort(),
  ).toEqual([tea.id, cups.id].sort());
  expect(shop.bucket('Invoices').get(`${tea.id}.txt`)?.text).toBe('Invoice for ada: EUR 13.20\n');
  expect(stateOf(tea.id)).toBe('shipped');
  expect(shop.topic('Shipped').messages.map(({ message }) => message)).toEqual([tea.id]);
  expect(shop.function('CallCourier').invocations).toHaveLength(1);

  expect(stateOf(cups.id)).toBe('placed');
  expect(shop.queue('Payments').messages).toEqual([]);
  expect(shop.queue('Declined').messages.map(({ json }) => json.id)).toEqual([cups.id]);

  await shop.clock.advance({ days: 1 });
  expect(shop.bucket('Reports').get('2026-01-01.json')?.json).toEqual({ day: '2026-01-01', orders: 1, cents: 1320 });
  expect(shop.permissions.missing).toEqual([]);
});

test('a message that is no order at all ends with the declined ones after five attempts, and the rest of its batch is shipped', async () => {
  await deliver({ tea: 20 });
  const [first, second] = [await place({}), await place({ customer: 'bob' })];
  shop.queue('Payments').send('{ this is no JSON');
  await shop.settle();

  expect([stateOf(first.id), stateOf(second.id)]).toEqual(['shipped', 'shipped']);
  expect(shop.queue('Declined').messages).toMatchObject([{ body: '{ this is no JSON' }]);
  const failures = shop.function('Charge').invocations.filter(({ payload }) => payload.batchItemFailures.length > 0);
  expect(failures.map(timeOf)).toEqual(['00:00:00', '00:01:00', '00:02:00', '00:03:00', '00:04:00']);
});

test('what a customer has ordered is shipped in the order in which it was paid, and a normal parcel needs no courier', async () => {
  const shipments = shop.queue('Shipments');
  for (const id of ['1', '2', '3', '4']) {
    shop.table('Orders').put({ id, state: 'paid' });
    shipments.send({ id, customer: 'ada', cents: 440, speed: 'normal' }, { groupId: 'ada', deduplicationId: id });
  }
  await shop.settle();

  expect(shop.topic('Shipped').messages.map(({ message }) => `${message}`)).toEqual(['1', '2', '3', '4']);
  expect(shop.function('CallCourier').invocations).toEqual([]);
});

test('views of the catalogue are gathered for half a minute, and counted in one go', async () => {
  await deliver({ tea: 20 });
  const look = async (article: string) => {
    const response = await fetch(`${shop.function('Catalogue').url?.href}?article=${article}`);
    return response.status === 200 ? await response.json() : response.status;
  };
  expect(await look('tea')).toEqual({ article: 'tea', pieces: 20, views: 0 });
  expect(await look('tea')).toEqual({ article: 'tea', pieces: 20, views: 0 });
  expect(await look('gold')).toBe(404);

  await shop.clock.advance({ seconds: 40 });
  expect(await look('tea')).toEqual({ article: 'tea', pieces: 20, views: 2 });
  expect(shop.function('CountViews').invocations).toHaveLength(1);
});

test('a day that cannot be closed is tried three times, and then waits for somebody to look', async () => {
  shop.table('Orders').put({ id: 'broken', placedAt: '2026-01-01T12:00:00Z', state: 'paid' });
  await shop.clock.advance({ hours: 20 });

  const attempts = shop.function('CloseDay').invocations;
  expect(attempts.map(timeOf)).toEqual(['19:00:00', '19:01:00', '19:03:00']);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
  expect(shop.queue('Unclosed').messages).toMatchObject([
    {
      json: { requestContext: { condition: 'RetriesExhausted' }, responsePayload: { errorMessage: 'order broken has no price' } },
    },
  ]);
  expect(shop.bucket('Reports').keys).toEqual([]);
});

test('everything in the app runs here, and no rule is broken', () => {
  expect(shop.application.unsupported).toEqual([]);
  expect(shop.check().violations).toEqual([]);
});

test('the template stays as it is when only code changes', () => {
  expect(Template.fromStack(app.node.findChild('Shop') as Stack).toJSON()).toMatchSnapshot();
});
