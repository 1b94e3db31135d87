// A lean HTTP/1.1 client, so that the load costs little beside what is measured.
import { connect } from 'node:net';

/** One keep-alive connection; `call` resolves with the status of the answer once its body is there. */
export function connection(port, request) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = Buffer.alloc(0);
  let waiting;
  const fail = (error) => {
    waiting?.reject(error ?? new Error('the connection was closed'));
    waiting = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail());
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = endOfAnswer(received);
    if (end < 0 || !waiting) return;
    const status = Number(received.toString('latin1', 9, 12));
    received = received.subarray(end);
    const { resolve } = waiting;
    waiting = undefined;
    resolve(status);
  });
  return {
    call: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** -1 while the answer is not complete. */
function endOfAnswer(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return -1;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const length = /\ncontent-length: *(\d+)/.exec(head);
  if (length) {
    const end = headEnd + 4 + Number(length[1]);
    return bytes.length >= end ? end : -1;
  }
  if (!head.includes('transfer-encoding: chunked')) return headEnd + 4;
  const end = bytes.indexOf('0\r\n\r\n', headEnd + 4);
  return end < 0 ? -1 : end + 5;
}

export function invokeRequest(port, functionName, body = '{}') {
  return (
    `POST /2015-03-31/functions/${functionName}/invocations HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
