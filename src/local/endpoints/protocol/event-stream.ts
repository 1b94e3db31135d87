import { crc32 } from './crc32';
import { toJson } from './json-values';
import { own } from './plain';
import type { Member, Shape, StructureShape } from './shape';

/** Of the bodies that are made of these messages. */
export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

/** Headers of one message; only texts are needed of the types that the format has. */
type EventHeaders = Readonly<Record<string, string>>;

const TEXT_HEADER = 7;

/** One message of an event stream: lengths, checksums, headers and payload. */
export function encodeMessage(headers: EventHeaders, payload: Uint8Array): Buffer {
  const encoded = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
      const middle = Buffer.from([TEXT_HEADER, valueBytes.length >> 8, valueBytes.length & 0xff]);
      return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, middle, valueBytes]);
    }),
  );
  const message = Buffer.alloc(12 + encoded.length + payload.length + 4);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(encoded.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  encoded.copy(message, 12);
  message.set(payload, 12 + encoded.length);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
}

/** What events are written in. */
export interface Language {
  readonly contentType: string;
  encode(shape: Shape, value: object): Uint8Array;
}

const JSON_LANGUAGE: Language = {
  contentType: 'application/json',
  encode: (shape, value) => Buffer.from(JSON.stringify(toJson(shape, value))),
};

/**
 * All events of a stream, at once or as they come; in a protocol that has nothing else to an answer, what else is in `output`
 * comes first.
 */
export function encodeEvents(
  stream: Member,
  output: object,
  shape: StructureShape,
  isRpc: boolean,
  language = JSON_LANGUAGE,
): Buffer | AsyncIterable<Uint8Array> {
  const given = (own(output, stream.name) ?? []) as Iterable<object> | AsyncIterable<object>;
  const beside = { ...shape, members: shape.members.filter((member) => member !== stream) };
  const headers = { ':message-type': 'event', ':event-type': 'initial-response', ':content-type': language.contentType };
  const first = isRpc ? [encodeMessage(headers, language.encode(beside, output))] : [];
  const union = stream.shape as StructureShape;
  if (Symbol.asyncIterator in given)
    return later(first, given[Symbol.asyncIterator](), (event) => encodeEvent(union, event, language));
  return Buffer.concat([...first, ...[...given].map((event) => encodeEvent(union, event, language))]);
}

/** Not a generator, which could not be ended while it waits for an event. */
function later(first: Uint8Array[], events: AsyncIterator<object>, encode: (event: object) => Uint8Array) {
  const pieces: AsyncIterator<Uint8Array> = {
    next: async () => {
      const next = first.shift();
      if (next) return { done: false, value: next };
      const { done, value } = await events.next();
      return done ? { done, value: undefined } : { done: false, value: encode(value) };
    },
    return: async () => {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => pieces };
}

/** `event` is `{ PayloadChunk: … }`, one member of the union. */
function encodeEvent(union: StructureShape, event: object, language: Language): Buffer {
  const member = union.members.find(({ name }) => own(event, name) !== undefined);
  if (member?.shape.kind !== 'structure') throw new Error(`bug: ${Object.keys(event).join()} is no event of ${union.name}`);
  const value = own(event, member.name) as object;
  const payload = member.shape.members.find(({ traits }) => traits.eventPayload);
  const inHeaders = member.shape.members.filter(({ traits }) => traits.eventHeader);
  const headers = Object.fromEntries(inHeaders.map(({ name }) => [name, String(own(value, name))]));
  const [contentType, bytes] = payload
    ? payloadOf(payload, own(value, payload.name))
    : ([language.contentType, language.encode(member.shape, value)] as const);
  return encodeMessage({ ':message-type': 'event', ':event-type': member.name, ':content-type': contentType, ...headers }, bytes);
}

function payloadOf({ shape }: Member, value: unknown): readonly [contentType: string, bytes: Uint8Array] {
  if (shape.kind === 'blob') return ['application/octet-stream', (value ?? new Uint8Array()) as Uint8Array];
  if (shape.kind === 'string') return ['text/plain', Buffer.from(String(value ?? ''))];
  return ['application/json', Buffer.from(JSON.stringify(toJson(shape, value)))];
}
