import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { receiveStream, streamIn } from '../../../src/local/endpoints/runtime-api-stream';
import { NotingSink } from '../../support/noting-sink';

const MIB = 1_048_576;

/** A response of so many bytes, as the server would hand it over. */
function responseOf(bytes: number): IncomingMessage {
  const pieces = function* () {
    const whole = Buffer.alloc(MIB, 'x');
    for (let at = 0; at < bytes; at += MIB) yield whole.subarray(0, Math.min(MIB, bytes - at));
  };
  const response = Readable.from(pieces(), { objectMode: false });
  return Object.assign(response, { headers: { 'content-type': 'text/plain' }, trailers: {} }) as unknown as IncomingMessage;
}

test('a streamed response of exactly 200 MB goes through, and of it only the beginning is kept (INV-24)', async () => {
  const sink = new NotingSink();

  const answer = await receiveStream(streamIn(responseOf(209_715_200)), sink);

  expect([sink.bytes, sink.told]).toEqual([209_715_200, ['begins as text/plain', 'ends']]);
  expect(answer).toEqual({
    kind: 'succeeded',
    contentType: 'text/plain',
    payload: Buffer.alloc(65_536, 'x'),
    streamedBytes: 209_715_200,
  });
});

test('fails when a streamed response has a byte more, which is not handed on (INV-24)', async () => {
  const sink = new NotingSink();

  const answer = await receiveStream(streamIn(responseOf(209_715_201)), sink);

  expect([sink.bytes, sink.told]).toEqual([209_715_200, ['begins as text/plain']]);
  expect(answer).toEqual({ kind: 'responseTooLarge', limit: 209_715_200 });
});

test('fails when what is streamed to a caller that wants it whole has more than 6 MB (INV-20, INV-21)', async () => {
  expect(await receiveStream(streamIn(responseOf(6_291_556)), undefined)).toMatchObject({ kind: 'succeeded' });
  expect(await receiveStream(streamIn(responseOf(6_291_557)), undefined)).toEqual({ kind: 'responseTooLarge' });
});
