import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { PUT_EVENTS_BYTES, PUT_EVENTS_ENTRIES, PUT_EVENTS_TIME_BYTES } from '../../../spec/eventbridge';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { textBytes } from '../../engine/text';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import type { TurnFor } from '../handover/turn-for';
import { eventText } from './event';
import { validation } from './refusals';
import type { Router } from './router';
import { type BusStore, DEFAULT_BUS } from './store';

export interface PutEventsPorts {
  readonly store: BusStore;
  readonly router: Router;
  readonly clock: Pick<Clock, 'now'>;
  readonly turnFor: TurnFor;
}

/** EVB-22. */
export function putEventsOperation({ store, router, clock, turnFor }: PutEventsPorts) {
  async function put(entry: PutEventsRequestEntry, call: Call, turn: Turn): Promise<PutEventsResultEntry> {
    const { Source: source = '', DetailType: detailType = '', Detail: detail = '', Resources = [], Time } = entry;
    const flaw = entryFlaw(entry);
    if (flaw) return flaw;
    const id = turn.chance.uuid();
    const bus = store.bus(call, entry.EventBusName ?? DEFAULT_BUS);
    // An event for a bus that is not there is accepted, and lost.
    if (!bus) return { EventId: id };
    const text = eventText({
      ...{ id, source, detailType, account: call.account, region: call.region, detail, resources: Resources },
      time: Time?.getTime() ?? clock.now(),
    });
    await router.receive(bus, { id, text, turn, traceHeader: entry.TraceHeader ?? call.traceHeader });
    return { EventId: id };
  }

  return {
    async PutEvents({ Entries }: Given<PutEventsRequest>, call: Call): Promise<PutEventsResponse | AwsError> {
      if (Entries.length === 0 || Entries.length > PUT_EVENTS_ENTRIES) {
        const constraint =
          Entries.length === 0
            ? 'Member must have length greater than or equal to 1'
            : `Member must have length less than or equal to ${PUT_EVENTS_ENTRIES}`;
        const shown = Entries.map(entryText).join(', ');
        return validation(
          `1 validation error detected: Value '[${shown}]' at 'entries' failed to satisfy constraint: ${constraint}`,
        );
      }
      if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= PUT_EVENTS_BYTES) {
        return validation('Total size of the entries in the request is over the limit.');
      }
      const turn = turnFor(call.traceHeader, `events ${Entries.map(entryText).join(' ')}`);
      try {
        const results: PutEventsResultEntry[] = [];
        for (const entry of Entries) results.push(await put(entry, call, turn));
        return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
      } finally {
        turn.end();
      }
    },
  };
}

function entryFlaw({ Source, DetailType, Detail }: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)?.[0];
  if (missing !== undefined) {
    const ErrorMessage = `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`;
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (/^aws\./.test(Source as string)) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  return isJsonObject(Detail as string) ? undefined : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isJsonObject(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/** As EventBridge counts it. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].map((text) => textBytes(text).length);
  return texts.reduce((sum, size) => sum + size, Time === undefined ? 0 : PUT_EVENTS_TIME_BYTES);
}

/** As the validator in front of EventBridge shows an entry. */
function entryText({ Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader }: PutEventsRequestEntry): string {
  const members = {
    ...{ time: Time?.toISOString(), source: Source, resources: Resources && `[${Resources.join(', ')}]`, detailType: DetailType },
    ...{
      detail: Detail,
      eventBusName: EventBusName,
      traceHeader: TraceHeader,
      kmsKeyIdentifier: undefined,
      internalMetadata: undefined,
    },
  };
  return `PutEventsRequestEntry(${Object.entries(members)
    .map(([name, value]) => `${name}=${value ?? null}`)
    .join(', ')})`;
}
