import { Connections } from '../../../src/local/engine/connections/connections';
import { VirtualClock } from '../../../src/local/time/virtual-clock';

const MINUTE = 60_000;

function connections() {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  const held = new Connections<string>({
    clock,
    close: (name, { code }) => log.push(`${name} closed with ${code} at ${clock.now() / MINUTE}`),
    disconnect: (name, { code }) => log.push(`$disconnect of ${name} with ${code} at ${clock.now() / MINUTE}`),
  });
  const open = (id: string) => {
    held.begin(id, id);
    held.happen(id, { is: 'accepted' });
  };
  return { clock, log, held, open };
}

test('a connection ends after ten minutes without a word (APW-02)', async () => {
  const { clock, log, held, open } = connections();
  open('a');
  await clock.advance(9 * MINUTE);
  held.happen('a', { is: 'active' });

  await clock.advance(9 * MINUTE);
  expect(held.find('a')).toMatchObject({ since: 0, lastActive: 9 * MINUTE });
  await clock.advance(2 * MINUTE);

  expect(log).toEqual(['a closed with 1001 at 19', '$disconnect of a with 1001 at 19']);
  expect(held.size).toBe(0);
  expect(clock.next).toBeUndefined();
});

test('a connection ends after two hours, however much is said (APW-02)', async () => {
  const { clock, log, held, open } = connections();
  open('a');
  for (let minute = 0; minute < 130; minute += 5) {
    held.happen('a', { is: 'active' });
    await clock.advance(5 * MINUTE);
  }

  expect(log).toEqual(['a closed with 1001 at 120', '$disconnect of a with 1001 at 120']);
});

test('a connection that is refused leaves nothing behind, and nobody is told', () => {
  const { clock, log, held } = connections();
  held.begin('a', 'a');
  expect(held.find('a')).toBeUndefined();

  held.happen('a', { is: 'refused' });

  expect([held.size, clock.next, log]).toEqual([0, undefined, []]);
});

test('a connection ends once, though both sides end it', () => {
  const { clock, log, held, open } = connections();
  open('a');
  held.happen('a', { is: 'left', ending: { code: 1000, reason: '' } });
  held.happen('a', { is: 'closed', ending: { code: 1000, reason: '' } });
  held.happen('a', { is: 'active' });

  expect(log).toEqual(['$disconnect of a with 1000 at 0']);
  expect(clock.next).toBeUndefined();
});
