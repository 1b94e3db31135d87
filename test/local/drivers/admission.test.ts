import { ProcessorAdmission, type ProcessorTimes } from '../../../src/local/drivers/admission';

/** Processors that are idle for this share of every look at them. */
function processorsIdle(share: number): () => ProcessorTimes {
  let looks = 0;
  return () => ({ idle: share * 100 * ++looks, all: 100 * looks });
}

/** Asks for room and tells in `order` when it has it. */
function asking(admission: ProcessorAdmission, order: string[]) {
  return async (name: string) => {
    const leave = await admission.enter();
    order.push(name);
    return leave;
  };
}

test('as many as allowed run at once, and the others follow in the order in which they asked', async () => {
  const order: string[] = [];
  const ask = asking(new ProcessorAdmission(2, processorsIdle(0), 60_000), order);
  const [first, second] = [await ask('first'), await ask('second')];
  const third = ask('third');
  const fourth = ask('fourth');

  second();
  const leaveThird = await third;
  expect(order).toEqual(['first', 'second', 'third']);
  first();
  const leaveFourth = await fourth;
  expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  leaveThird();
  leaveFourth();
});

test('more are let in while the processors idle, so that invocations that wait for each other come to an end', async () => {
  const order: string[] = [];
  const ask = asking(new ProcessorAdmission(1, processorsIdle(0.6)), order);

  const leaves = await Promise.all(['outer', 'inner', 'innermost', 'leaf'].map(ask));

  expect(order).toEqual(['outer', 'inner', 'innermost', 'leaf']);
  for (const leave of leaves) leave();
});

test('invocations that wait for each other come to an end while other programs keep the processors busy', async () => {
  const order: string[] = [];
  const ask = asking(new ProcessorAdmission(1, processorsIdle(0), 5), order);

  const leaves = await Promise.all(['outer', 'inner', 'innermost', 'leaf'].map(ask));

  expect(order).toEqual(['outer', 'inner', 'innermost', 'leaf']);
  for (const leave of leaves) leave();
});

test('nobody is let in while the processors are busy', async () => {
  const order: string[] = [];
  let looks = 0;
  const busy = processorsIdle(0.1);
  let seenThrice: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    seenThrice = resolve;
  });
  const times = () => {
    if (++looks === 5) seenThrice();
    return busy();
  };
  const admission = new ProcessorAdmission(1, times, 60_000);
  const ask = asking(admission, order);
  const leave = await ask('running');
  const waiting = ask('waiting');

  await looked;
  expect(order).toEqual(['running']);
  leave();
  (await waiting)();

  expect(order).toEqual(['running', 'waiting']);
});
