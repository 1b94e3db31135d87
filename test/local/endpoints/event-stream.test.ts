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

test('messages are byte by byte those of a recorded stream (INV-02)', () => {
  const text = eventMessage('PayloadChunk', 'application/octet-stream', Buffer.from('Hello world '));
  const complete = eventMessage('InvokeComplete', 'application/json', Buffer.from('{}'));

  expect(text.toString('hex')).toBe(
    '000000760000005a980e72ec0b3a6576656e742d7479706507000c5061796c6f61644368756e6b0d3a636f6e74656e742d74797065070018' +
      '6170706c69636174696f6e2f6f637465742d73747265616d0d3a6d6573736167652d747970650700056576656e7448656c6c6f20776f726c64' +
      '2033971fd8',
  );
  expect(complete.toString('hex')).toBe(
    '00000066000000541f56c8690b3a6576656e742d7479706507000e496e766f6b65436f6d706c6574650d3a636f6e74656e742d7479706507' +
      '00106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b7d7006d467',
  );
});

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
