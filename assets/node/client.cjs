'use strict';
// A client of the Runtime API that knows just what the executor's server says: one socket, and the reply to an answer is the
// next invocation.

const fs = require('node:fs');
const net = require('node:net');
const { state: logs, vanish } = require('./logs.cjs');

const API = '/2018-06-01/runtime/';
const REPLY_NEXT = 'Lambda-Kit-Reply: next\r\n';
const STREAMED =
  'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n' +
  'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
/** How old the memory figure may be, in milliseconds: reading it costs more than a small invocation. */
const PEAK_AGE_MS = 50;

class Client {
  constructor({ socketPath, prefix }) {
    this.base = prefix + API;
    this.take = undefined;
    this.head = undefined;
    this.body = undefined;
    this.bodyAt = 0;
    this.rest = undefined;
    this.socket = net.connect(socketPath);
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', () => {});
    // The executor is gone: so is everyone who could want an answer.
    this.socket.on('close', vanish);
  }

  /** Only a poll keeps the process alive: while the handler works, an event loop that runs dry means something. */
  release() {
    this.socket.unref();
  }

  /** Replies go to `take`, and keep the process alive until they come. */
  send(text, take) {
    this.take = take;
    this.socket.ref();
    this.socket.write(text);
  }

  poll(take) {
    this.send(`GET ${this.base}invocation/next HTTP/1.1\r\nHost: runtime\r\n${this.marks()}\r\n`, take);
  }

  /** `body` is JSON text; `take` gets the next invocation. */
  respond(requestId, body, take) {
    this.post(`invocation/${requestId}/response`, REPLY_NEXT, body, take);
  }

  /** The way of a response that is told piece by piece. */
  stream(requestId) {
    const { socket } = this;
    return {
      begin: (contentType) => {
        const type = String(contentType).replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
        const path = `${this.base}invocation/${requestId}/response`;
        socket.write(`POST ${path} HTTP/1.1\r\nHost: runtime\r\n${STREAMED}Content-Type: ${type}\r\n\r\n`, 'latin1');
      },
      /** `done` is called when the executor has taken it, or has room for it. */
      piece: (bytes, done) => {
        socket.cork();
        socket.write(`${bytes.length.toString(16)}\r\n`);
        socket.write(bytes);
        socket.write('\r\n', done);
        socket.uncork();
      },
      /** `done` is called when the executor has all of it. `error` is what callers get of an error. */
      end: (error, done) => {
        const body = error && Buffer.from(JSON.stringify(error)).toString('base64');
        const told = error ? `${errorHeader(error.errorType)}Lambda-Runtime-Function-Error-Body: ${body}\r\n` : '';
        this.send(`0\r\n${told}\r\n`, () => {
          this.release();
          done();
        });
      },
    };
  }

  fail(requestId, errorType, body, take) {
    this.post(`invocation/${requestId}/error`, REPLY_NEXT + errorHeader(errorType), body, take);
  }

  /** Tells of the error that ends the process. */
  failAtEnd(path, errorType, body, done) {
    this.post(path, errorHeader(errorType), body, done, ';ending');
  }

  post(path, headers, body, take, flag = '') {
    const length = Buffer.byteLength(body);
    const head = `POST ${this.base}${path} HTTP/1.1\r\nHost: runtime\r\nContent-Length: ${length}\r\n${headers}${this.marks(flag)}\r\n`;
    this.send(head + body, take);
  }

  marks(flag = '') {
    return `Lambda-Kit-Marks: ${logs.writtenBytes};${peakMemoryKb()}${flag}\r\n`;
  }

  /** There is one reply at a time, and nothing behind it. */
  read(chunk) {
    if (this.body) {
      this.bodyAt += chunk.copy(this.body, this.bodyAt);
      if (this.bodyAt === this.body.length) this.finish(this.body);
      return;
    }
    const bytes = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      this.rest = bytes;
      return;
    }
    this.rest = undefined;
    this.head = headersOf(bytes.latin1Slice(0, end));
    const length = Number(this.head['content-length']);
    const start = end + HEAD_END.length;
    if (bytes.length - start === length) {
      this.finish(bytes.subarray(start));
    } else {
      this.body = Buffer.allocUnsafe(length);
      this.bodyAt = bytes.copy(this.body, 0, start);
    }
  }

  finish(body) {
    this.body = undefined;
    this.take(this.head, body);
  }
}

function headersOf(text) {
  const headers = {};
  for (let at = text.indexOf('\r\n'); at >= 0; ) {
    const next = text.indexOf('\r\n', at + 2);
    const colon = text.indexOf(':', at);
    headers[text.slice(at + 2, colon).toLowerCase()] = text.slice(colon + 2, next < 0 ? undefined : next);
    at = next;
  }
  return headers;
}

function errorHeader(errorType) {
  return `Lambda-Runtime-Function-Error-Type: ${String(errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
}

let peak = 0;
let peakReadAt = -Infinity;
let statusFile;
const status = Buffer.allocUnsafe(4096);

/** Linux tells the peak of this process; what `getrusage` tells there includes the process that started it. */
function peakMemoryKb() {
  const now = performance.now();
  if (now - peakReadAt < PEAK_AGE_MS) return peak;
  peakReadAt = now;
  try {
    statusFile ??= fs.openSync('/proc/self/status');
    const text = status.latin1Slice(0, fs.readSync(statusFile, status, 0, status.length, 0));
    const at = text.indexOf('VmHWM:');
    if (at >= 0) peak = Number.parseInt(text.slice(at + 6), 10);
  } catch {
    peak = process.resourceUsage().maxRSS;
  }
  return peak;
}

module.exports = { Client };
