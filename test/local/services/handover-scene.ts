import { seededChance } from '../../../src/local/chance';
import type { Outlets, Parcel, Taken } from '../../../src/local/engine/outlet';
import { TurnsInOrder } from '../../../src/local/engine/turns';
import { Journal } from '../../../src/local/journal/journal';
import { Courier } from '../../../src/local/services/handover/courier';
import { VirtualClock } from '../../../src/local/time/virtual-clock';

const DELIVERED: Taken = { outcome: 'delivered' };

/** A courier under a virtual clock that begins with 2026; what queues, functions and streams are handed is in `taken`. */
export function handoverScene(answer: (parcel: Parcel) => Taken | undefined = () => undefined) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const journal = new Journal(() => clock.now());
  const turns = new TurnsInOrder(journal, seededChance('handover'));
  const taken: (Parcel & { readonly at: number })[] = [];
  const outlet = {
    async take(parcel: Parcel): Promise<Taken> {
      taken.push({ ...parcel, at: clock.now() });
      return answer(parcel) ?? DELIVERED;
    },
  };
  const outlets: Record<string, Outlets[string]> = { sqs: outlet, lambda: outlet, kinesis: outlet };
  const courier = new Courier({ clock, outlets });
  const handovers = () => journal.entries.flatMap((entry) => (entry.kind === 'handover' ? [entry] : []));
  return { clock, journal, courier, outlets, taken, handovers, turnFor: () => turns.begin() };
}

export const down: Taken = { outcome: 'failed', code: 'INTERNAL_EXCEPTION', why: 'It is down.', again: true };
export const gone: Taken = { outcome: 'failed', code: 'NO_RESOURCE', why: 'It is gone.', again: false };
