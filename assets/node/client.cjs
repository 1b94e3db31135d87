'use strict';
// The executor's Runtime API in frames instead of HTTP, which cost half as much on both sides: one socket, and the reply to an
// answer is the next invocation.

const fs = require('node:fs');
const net = require('node:net');
const { state: logs, vanish } = require('./logs.cjs');

/** By the first byte of a frame; `src/local/endpoints/runtime-frame.ts` is the other end. */
const HELLO = 0;
const NEXT = 1;
const SUCCEEDED = 2;
const FAILED = 3;
const INIT_FAILED = 4;
const BEGIN = 5;
const PIECE = 6;
const END = 7;
const HEAD_BYTES = 22;
const ENDING = 1;
/** Of what comes in: the lengths of what is told of the invocation, and of the event. */
const REPLY_HEAD_BYTES = 8;
/** Longer bodies are written behind their head instead of being copied into it, in characters. */
const COPIED = 16_384;
/** Pieces of a streamed response are cut to this many bytes. */
const PIECE_BYTES = 1 << 20;
/** How old the memory figure may be, in milliseconds: reading it costs more than a small invocation. */
const PEAK_AGE_MS = 50;

class Client {
  constructor({ framesPath, prefix }) {
    this.take = undefined;
    this.begin();
    const buffer = Buffer.allocUnsafe(1 << 16);
    this.socket = net.connect({
      path: framesPath,
      onread: { buffer, callback: (count) => this.read(buffer.subarray(0, count)) },
    });
    this.socket.on('error', () => {});
    // The executor is gone: so is everyone who could want an answer.
    this.socket.on('close', vanish);
    this.socket.write(frame(HELLO, 0, prefix.slice(1), ''));
  }

  /** Only a poll keeps the process alive: while the handler works, an event loop that runs dry means something. */
  release() {
    this.socket.unref();
  }

  /** The reply goes to `take`, and keeps the process alive until it comes. */
  ask(take) {
    this.take = take;
    this.socket.ref();
  }

  poll(take) {
    this.ask(take);
    this.socket.write(frame(NEXT, 0, '', ''));
  }

  /** `body` is JSON text; `take` gets the next invocation. */
  respond(body, take) {
    this.ask(take);
    this.write(SUCCEEDED, 0, '', body);
  }

  fail(errorType, body, take) {
    this.ask(take);
    this.write(FAILED, 0, clean(errorType), body);
  }

  /** Tells of the error that ends the process. */
  failAtEnd(isInit, errorType, body, done) {
    this.ask(done);
    this.write(isInit ? INIT_FAILED : FAILED, ENDING, clean(errorType), body);
  }

  /** The way of a response that is told piece by piece. */
  stream() {
    const { socket } = this;
    return {
      begin: (contentType) => socket.write(frame(BEGIN, 0, String(contentType).replace(/[^\t\x20-\x7e\x80-\xff]/g, ' '), '')),
      /** `done` is called when the executor has taken it, or has room for it. */
      piece: (bytes, done) => {
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
          const part = bytes.subarray(at, at + PIECE_BYTES);
          socket.write(head(PIECE, 0, '', part.length));
          socket.write(part, at + PIECE_BYTES < bytes.length ? undefined : done);
        }
      },
      /** `done` is called when the executor has all of it. `error` is what callers get of an error. */
      end: (error, done) => {
        this.ask(() => {
          this.release();
          done();
        });
        this.write(END, 0, error ? clean(error.errorType) : '', error ? JSON.stringify(error) : '');
      },
    };
  }

  write(kind, flags, text, body) {
    if (body.length <= COPIED) {
      this.socket.write(frame(kind, flags, text, body));
    } else {
      const bytes = Buffer.from(body);
      this.socket.write(head(kind, flags, text, bytes.length));
      this.socket.write(bytes);
    }
  }

  /** There is one reply at a time, and nothing behind it. */
  read(chunk) {
    this.bytes += chunk.length;
    if (this.bytes < this.needed) {
      this.pieces.push(Buffer.from(chunk));
      return;
    }
    const reply = this.pieces.length === 0 ? chunk : Buffer.concat([...this.pieces, chunk]);
    const all = REPLY_HEAD_BYTES + reply.readUInt32BE(0) + reply.readUInt32BE(4);
    if (reply.length < all) {
      this.needed = all;
      this.pieces = [Buffer.from(reply)];
      return;
    }
    this.begin();
    const end = REPLY_HEAD_BYTES + reply.readUInt32BE(0);
    const about = end === REPLY_HEAD_BYTES ? undefined : JSON.parse(reply.utf8Slice(REPLY_HEAD_BYTES, end));
    this.take(about, reply.utf8Slice(end, all));
  }

  /** Nothing of the next reply is there. */
  begin() {
    this.pieces = [];
    this.bytes = 0;
    this.needed = REPLY_HEAD_BYTES;
  }
}

/** All of a frame, for a body that is short. */
function frame(kind, flags, text, body) {
  const start = HEAD_BYTES + Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(start + 3 * body.length);
  const length = bytes.utf8Write(body, start);
  fill(bytes, kind, flags, text, length);
  return bytes.subarray(0, start + length);
}

/** What stands before a body of that many bytes. */
function head(kind, flags, text, length) {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(text));
  fill(bytes, kind, flags, text, length);
  return bytes;
}

function fill(bytes, kind, flags, text, length) {
  bytes[0] = kind;
  bytes[1] = flags;
  bytes.writeDoubleBE(logs.writtenBytes, 2);
  bytes.writeUInt32BE(peakMemoryKb(), 10);
  bytes.writeUInt32BE(bytes.utf8Write(text, HEAD_BYTES), 14);
  bytes.writeUInt32BE(length, 18);
}

/** An error's type as it may stand in a header. */
function clean(errorType) {
  return String(errorType).replace(/[^\x20-\x7e]/g, '?');
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
