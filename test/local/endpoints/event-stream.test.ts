import { crc32 } from 'node:zlib';
import { eventMessage } from '../../../src/local/endpoints/event-stream';

const HEADERS = [':event-type', 'PayloadChunk', ':content-type', 'application/octet-stream', ':message-type', 'event'];

/** Names and values by turns. */
function headersOf(bytes: Buffer): string[] {
  const all: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const name = bytes.toString('utf8', at + 1, at + 1 + bytes.readUInt8(at));
    at += 1 + name.length;
    expect(bytes.readUInt8(at)).toBe(7);
    const length = bytes.readUInt16BE(at + 1);
    all.push(name, bytes.toString('utf8', at + 3, at + 3 + length));
    at += 3 + length;
  }
  return all;
}

test.each([
  0, 1, 65_536, 6_291_556,
])('a message of %d bytes has lengths, checksums and headers as the SDKs read them', (length) => {
  const payload = Buffer.alloc(length, 'grüß');

  const message = eventMessage('PayloadChunk', 'application/octet-stream', payload);
  const headersEnd = 12 + message.readUInt32BE(4);

  expect(message.readUInt32BE(0)).toBe(message.length);
  expect(message.readUInt32BE(8)).toBe(crc32(message.subarray(0, 8)));
  expect(headersOf(message.subarray(12, headersEnd))).toEqual(HEADERS);
  expect(message.subarray(headersEnd, -4).equals(payload)).toBe(true);
  expect(message.readUInt32BE(message.length - 4)).toBe(crc32(message.subarray(0, -4)));
});
