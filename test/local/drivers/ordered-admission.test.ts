import { OrderedAdmission } from '../../../src/local/drivers/ordered-admission';

const settled = () => new Promise((go) => setImmediate(go));

/** Ten visitors who stay until they are sent; `inside` are those that were let in, in order. */
function visitors(admission: OrderedAdmission) {
  const inside: number[] = [];
  const leaves = new Map<number, () => void>();
  for (let i = 0; i < 10; i++) {
    void admission.enter(false).then((leave) => {
      inside.push(i);
      leaves.set(i, leave);
    });
  }
  return { inside, send: (i: number) => leaves.get(i)?.() };
}

test('as many as there are places are let in, and the others in the order in which they came', async () => {
  const { inside, send } = visitors(new OrderedAdmission(3, 60_000));
  await settled();
  expect(inside).toEqual([0, 1, 2]);

  for (const i of [2, 0, 4, 1, 3, 5, 6, 7, 8, 9]) {
    send(i);
    await settled();
  }

  expect(inside).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('an invocation that a handler makes does not wait', async () => {
  const admission = new OrderedAdmission(1, 60_000);
  await admission.enter(false);

  await expect(admission.enter(true)).resolves.toBeInstanceOf(Function);
});

test('when nobody leaves, one more after the other is let in', async () => {
  const { inside, send } = visitors(new OrderedAdmission(2, 5));

  while (inside.length < 10) await settled();
  for (let i = 0; i < 10; i++) send(i);

  expect(inside).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
