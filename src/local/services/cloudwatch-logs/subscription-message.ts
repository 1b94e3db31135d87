import { gzipSync } from 'node:zlib';
import type { LogEvent, LogGroup, SubscriptionFilter } from './store';

/** What a filter wants of one stream, as JSON text (LOG-04, LOG-05). */
export function subscriptionMessage(
  group: LogGroup,
  stream: string,
  { name, wanted }: SubscriptionFilter,
  events: readonly LogEvent[],
): string {
  return JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: group.place.account,
    logGroup: group.name,
    logStream: stream,
    subscriptionFilters: [name],
    logEvents: [...events]
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .map(({ id, timestamp, message }) => ({
        ...{ id, timestamp, message },
        ...(wanted.fields && { extractedFields: wanted.fields(message) }),
      })),
  });
}

export function gzipped(text: string): Buffer {
  return gzipSync(text, { level: 6 });
}

/** The event of a function. */
export function lambdaEvent(message: string): string {
  return JSON.stringify({ awslogs: { data: gzipped(message).toString('base64') } });
}
