import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  LOG_EVENT_EARLIEST_MS,
  LOG_EVENT_OLDEST_MS,
  LOG_EVENT_OVERHEAD_BYTES,
  LOG_EVENTS_PAGE_BYTES,
  LOG_EVENTS_PAGE_MAX,
  PUT_LOG_EVENTS_BYTES,
  PUT_LOG_EVENTS_MAX,
  PUT_LOG_EVENTS_SPAN_MS,
} from '../../../spec/cloudwatch-logs';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { filterPattern } from './filter-pattern';
import { oneName } from './groups';
import { badLimit, invalidParameter, isError, notFound } from './refusals';
import type { LogStore } from './store';

/** Reading and writing the events of log streams. */
export function eventOperations(store: LogStore, clock: Pick<Clock, 'now'>) {
  return {
    PutLogEvents(input: Given<PutLogEventsRequest>, call: Call): PutLogEventsResponse | AwsError {
      const { logGroupName, logStreamName, logEvents } = input;
      const group = store.group(call, logGroupName);
      if (!group) return notFound('group');
      if (!group.streams.has(logStreamName)) return notFound('stream');
      const flaw = batchFlaw(logEvents);
      if (flaw !== undefined) return invalidParameter(flaw);
      const now = clock.now();
      const oldest = now - Math.min(LOG_EVENT_OLDEST_MS, (group.retentionDays ?? Infinity) * 86_400_000);
      const late = logEvents.filter(({ timestamp }) => (timestamp as number) < oldest).length;
      const early = logEvents.findIndex(({ timestamp }) => (timestamp as number) > now + LOG_EVENT_EARLIEST_MS);
      for (const { timestamp, message } of logEvents.slice(late, early < 0 ? undefined : early)) {
        store.append(group, logStreamName, timestamp as number, message as string);
      }
      const rejected = {
        ...(late > 0 && { tooOldLogEventEndIndex: late }),
        ...(early >= 0 && { tooNewLogEventStartIndex: early }),
      };
      return Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {};
    },

    GetLogEvents(input: Given<GetLogEventsRequest>, call: Call): GetLogEventsResponse | AwsError {
      const found = groupOf(store, input, call);
      if (isError(found)) return found;
      const stream = found.streams.get(input.logStreamName);
      if (!stream) return notFound('stream');
      const { startTime = 0, endTime = Infinity, startFromHead = false, limit = LOG_EVENTS_PAGE_MAX } = input;
      const token = /^([fb])\/(\d{56})\/s$/.exec(input.nextToken ?? '');
      if (input.nextToken !== undefined && !token) return invalidParameter('The specified nextToken is invalid.');
      const [, direction = startFromHead ? 'f' : 'b', from] = token ?? [];
      const asked = stream.events.filter(
        ({ key, timestamp }) =>
          timestamp >= startTime && timestamp < endTime && (from === undefined || (direction === 'f' ? key > from : key < from)),
      );
      const events = fitting(asked, limit, direction === 'b');
      // Behind an empty page lies what the token has led past.
      const first = events[0]?.key ?? (from !== undefined && direction === 'f' ? beside(from, 1n) : (from ?? NO_EVENT));
      const last = events.at(-1)?.key ?? (from !== undefined && direction === 'b' ? beside(from, -1n) : (from ?? NO_EVENT));
      return {
        events: events.map(({ timestamp, message, ingested }) => ({ timestamp, message, ingestionTime: ingested })),
        nextForwardToken: `f/${last}/s`,
        nextBackwardToken: `b/${first}/s`,
      };
    },

    FilterLogEvents(input: Given<FilterLogEventsRequest>, call: Call): FilterLogEventsResponse | AwsError {
      const group = groupOf(store, input, call);
      if (isError(group)) return group;
      const { logStreamNames, logStreamNamePrefix: prefix, startTime = 0, endTime = Infinity } = input;
      if (logStreamNames !== undefined && prefix !== undefined) {
        return invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
      }
      if (logStreamNames?.some((name) => !group.streams.has(name))) return notFound('stream');
      const { nextToken = '', limit = LOG_EVENTS_PAGE_MAX } = input;
      if (nextToken !== '' && !/^\d{56}$/.test(nextToken)) return invalidParameter('The specified nextToken is invalid.');
      const pattern = filterPattern(input.filterPattern ?? '');
      if (isError(pattern)) return pattern;
      const streams = [...group.streams.values()]
        .filter(({ name }) => logStreamNames?.includes(name) ?? true)
        .filter(({ name }) => prefix === undefined || name.startsWith(prefix));
      const found = streams
        .flatMap(({ name, events }) => events.map((event) => ({ name, event })))
        .filter(({ event: { timestamp, message } }) => timestamp >= startTime && timestamp <= endTime && pattern.matches(message))
        .map(({ name, event: { key, id, timestamp, message, ingested } }) => ({ name, key, id, timestamp, message, ingested }))
        .filter(({ key }) => key > nextToken)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const shown = fitting(found, limit, false);
      return {
        events: shown.map(({ id, name, timestamp, message, ingested }) => ({
          logStreamName: name,
          timestamp,
          message,
          ingestionTime: ingested,
          eventId: id,
        })),
        searchedLogStreams: [],
        nextToken: shown.length < found.length ? shown.at(-1)?.key : undefined,
      };
    },
  };
}

const NO_EVENT = '0'.repeat(56);

function beside(id: string, step: bigint): string {
  const there = BigInt(id) + step;
  return String(there < 0n ? 0n : there).padStart(NO_EVENT.length, '0');
}

function groupOf(store: LogStore, input: Parameters<typeof oneName>[0] & { readonly limit?: number }, call: Call) {
  const flaw = badLimit(input.limit, LOG_EVENTS_PAGE_MAX);
  if (flaw) return flaw;
  const name = oneName(input);
  if (typeof name !== 'string') return name;
  return store.group(call, name) ?? notFound('group');
}

/** As many as one page takes, from the front or from the end; at least one. */
function fitting<Event extends { readonly message: string }>(
  events: readonly Event[],
  limit: number,
  fromEnd: boolean,
): readonly Event[] {
  const candidates = fromEnd ? events.slice(-limit).reverse() : events.slice(0, limit);
  let bytes = 0;
  const over = candidates.findIndex(({ message }, at) => {
    bytes += Buffer.byteLength(message);
    return bytes > LOG_EVENTS_PAGE_BYTES && at > 0;
  });
  const fit = over < 0 ? candidates : candidates.slice(0, over);
  return fromEnd ? [...fit].reverse() : fit;
}

function batchFlaw(events: readonly InputLogEvent[]): string | undefined {
  if (events.length === 0 || events.length > PUT_LOG_EVENTS_MAX) {
    return `Log events must be from 1 to ${PUT_LOG_EVENTS_MAX} in a single PutLogEvents request.`;
  }
  const times = events.map(({ timestamp }) => timestamp as number);
  if (times.some((time, at) => at > 0 && time < (times[at - 1] as number))) {
    return 'Log events in a single PutLogEvents request must be in chronological order.';
  }
  if ((times.at(-1) as number) - (times[0] as number) > PUT_LOG_EVENTS_SPAN_MS) {
    return 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.';
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message as string) + LOG_EVENT_OVERHEAD_BYTES, 0);
  if (bytes > PUT_LOG_EVENTS_BYTES) return `Upload too large: ${bytes} bytes exceeds limit of ${PUT_LOG_EVENTS_BYTES}`;
  return undefined;
}
