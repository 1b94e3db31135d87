import type { EventBus } from '../model/event-bus';
import { partitionOf } from '../spec/pseudo-parameters';
import { CallRefused } from './call-refused';
import type { Buses } from './engine/messaging-port';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import type { Journal } from './journal/journal';
import { handoversOf, type PastHandover } from './past-handover';

/** An event as tests put it. */
export interface NewBusEvent {
  /** One of AWS's own, as `aws.s3`, can be put on the default bus here. */
  readonly source: string;
  readonly detailType: string;
  /** An object, which is turned into JSON. */
  readonly detail?: object;
  readonly resources?: readonly string[];
  /** @default the present, by the executor's clock */
  readonly time?: Date;
}

/** An event that a bus has accepted. */
export interface PastEvent {
  readonly eventId: string;
  /** As rules and targets see it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly event: any;
  /** Names of the rules that it matched. */
  readonly rules: readonly string[];
  /** By the executor's clock. */
  readonly at: Date;
}

/** An event bus, as tests hold it. */
export class BusHandle {
  readonly name: string;
  readonly arn: string;

  constructor(
    bus: Pick<EventBus, 'name' | 'arn'>,
    private readonly buses: Buses,
    private readonly journal: Journal,
  ) {
    this.name = bus.name;
    this.arn = bus.arn;
  }

  /** Puts an event as an SDK client does. Fails with `CallRefused` where EventBridge would have refused it. */
  async put({ detail = {}, ...event }: NewBusEvent): Promise<{ readonly eventId: string }> {
    const json = JSON.stringify(detail);
    if (json === undefined)
      throw new LocalError('EVENT_INVALID', `A detail must be something JSON can hold; this is ${typeof detail}.`);
    const answer = await this.buses.put(this.arn, { ...event, detail: json });
    if ('kind' in answer) throw new CallRefused(answer);
    return answer;
  }

  /** What has arrived so far, in order. */
  get events(): readonly PastEvent[] {
    return this.journal.entries.flatMap((entry) => {
      if (entry.kind !== 'bus.received' || entry.bus !== this.arn) return [];
      const { eventId, event, rules, at } = entry;
      return [{ eventId, event: JSON.parse(event) as unknown, rules, at: new Date(at) }];
    });
  }

  /** Where its events went, attempt by attempt; `by` is the ARN of the rule. */
  get deliveries(): readonly PastHandover[] {
    return handoversOf(this.journal, this.arn);
  }
}

/** The one bus that `name` means: its logical id, construct path, name or ARN; `default` is that of the app. */
export function findBus(
  buses: readonly EventBus[],
  name: string,
  { account, region }: { readonly account: string; readonly region: string },
): Pick<EventBus, 'name' | 'arn'> {
  if (name === 'default') return { name, arn: `arn:${partitionOf(region).id}:events:${region}:${account}:event-bus/default` };
  if (name.endsWith(':event-bus/default')) return { name: 'default', arn: name };
  return foundByName(buses, name, 'event bus');
}
