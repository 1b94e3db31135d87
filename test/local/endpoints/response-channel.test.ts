import { ResponseChannel } from '../../../src/local/endpoints/response-channel';

const bytes = (text: string) => Buffer.from(text);
const text = (next: IteratorResult<Uint8Array>) => (next.done ? 'end' : Buffer.from(next.value).toString());
const turn = () => new Promise((settle) => setImmediate(settle));

test('a piece is written when the reader asks for the one behind it', async () => {
  const channel = new ResponseChannel();
  let written = false;
  void channel.write(bytes('one')).then(() => {
    written = true;
  });

  expect(text(await channel.next())).toBe('one');
  await turn();
  expect(written).toBe(false);
  const second = channel.next();
  await turn();
  expect(written).toBe(true);
  void channel.write(bytes('two'));
  expect(text(await second)).toBe('two');
});

test('what was written before the end is read before it', async () => {
  const channel = new ResponseChannel();
  void channel.write(bytes('last'));
  channel.end();

  expect([text(await channel.next()), text(await channel.next()), text(await channel.next())]).toEqual(['last', 'end', 'end']);
});

test('who reads a response that is broken off fails behind what was written', async () => {
  const channel = new ResponseChannel();
  void channel.write(bytes('half'));
  channel.breakOff(new Error('no more'));

  expect(text(await channel.next())).toBe('half');
  await expect(channel.next()).rejects.toThrow('no more');
});

test('a reader that waits hears of the end, and of a failure', async () => {
  const [ended, broken, left] = [new ResponseChannel(), new ResponseChannel(), new ResponseChannel()];
  const waiting = [ended.next(), broken.next(), left.next()] as const;
  ended.end();
  broken.breakOff(new Error('no more'));
  void left.return();

  expect(text(await waiting[0])).toBe('end');
  await expect(waiting[1]).rejects.toThrow('no more');
  expect(text(await waiting[2])).toBe('end');
});

test('a writer does not wait for a reader that has gone', async () => {
  const channel = new ResponseChannel();
  const before = channel.write(bytes('one'));
  await channel.return();

  await before;
  await channel.write(bytes('two'));
  expect(text(await channel.next())).toBe('end');
});

test('a piece that comes before the one before it was read is added to it', async () => {
  const channel = new ResponseChannel();
  const written = [channel.write(bytes('one')), channel.write(bytes('two'))];
  channel.end();

  expect([text(await channel.next()), text(await channel.next())]).toEqual(['onetwo', 'end']);
  await Promise.all(written);
});

test('what was read too much can be put back', async () => {
  const channel = new ResponseChannel();
  void channel.write(bytes('prelude|body'));
  await channel.next();
  channel.unread(bytes('body'));

  expect(text(await channel.next())).toBe('body');
});
