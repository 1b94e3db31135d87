'use strict';
// Everything the function writes goes to descriptor 3 at once and whole, in frames: kind, length in four bytes, UTF-8.

const fs = require('node:fs');
const { format } = require('node:util');

const DESCRIPTOR = 3;
const RECORD = 0;
const STDOUT = 1;
const STDERR = 2;
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

const state = { requestId: undefined, tenantId: undefined, writtenBytes: 0 };

function writeFrame(kind, text) {
  const length = typeof text === 'string' ? Buffer.byteLength(text) : text.length;
  const frame = Buffer.allocUnsafe(5 + length);
  frame[0] = kind;
  frame.writeUInt32BE(length, 1);
  if (typeof text === 'string') frame.write(text, 5);
  else frame.set(text, 5);
  for (let at = 0; at < frame.length; ) {
    try {
      at += fs.writeSync(DESCRIPTOR, frame, at);
    } catch (error) {
      if (error.code === 'EAGAIN') continue;
      // The executor is gone, and with it everyone who could read this.
      vanish();
    }
  }
  state.writtenBytes += frame.length;
}

/** Ends this process and what it started. */
function vanish() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } finally {
    process.reallyExit(1);
  }
}

function textRecord(level, values) {
  return `${new Date().toISOString()}\t${state.requestId}\t${level}\t${format(...values)}`;
}

function jsonRecord(level, values) {
  const record = { timestamp: new Date().toISOString(), level, requestId: state.requestId };
  if (state.tenantId !== undefined) record.tenantId = state.tenantId;
  if (values.length === 1) {
    record.message = values[0];
    try {
      return JSON.stringify(record, (_key, value) => (value instanceof Error ? expanded(value) : value));
    } catch {
      record.message = format(values[0]);
      return JSON.stringify(record);
    }
  }
  record.message = format(...values);
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify(error ? { ...record, ...describedError(error) } : record);
}

function expanded(error) {
  return { ...describedError(error), ...error };
}

function describedError(error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}

let json = false;

/** Replaces the console's methods by Lambda's, and the standard streams by ones that lose nothing. */
function install() {
  json = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  const least = Math.max(0, LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));
  const record = json ? jsonRecord : textRecord;
  for (const [rank, level] of LEVELS.entries()) {
    console[level.toLowerCase()] =
      rank < least ? () => {} : (...values) => writeFrame(RECORD, record(level, values.length ? values : [undefined]));
  }
  console.log = console.info;
  replaceStream('stdout', 1, STDOUT);
  replaceStream('stderr', 2, STDERR);
}

function replaceStream(name, descriptor, kind) {
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (!stream) {
        const { Writable } = require('node:stream');
        stream = new Writable({
          decodeStrings: false,
          write(chunk, encoding, done) {
            writeFrame(kind, typeof chunk === 'string' && !/^utf-?8$/i.test(encoding) ? Buffer.from(chunk, encoding) : chunk);
            done();
          },
        });
        stream.fd = descriptor;
        stream._type = 'pipe';
        stream.destroySoon = stream.destroy = () => stream;
      }
      return stream;
    },
  });
}

/** An error that ends an invocation or the process, as Lambda's own client logs it. */
function logError(title, error) {
  const { asError, asLogText } = require('./errors.cjs');
  if (json) console.error(asError(error));
  else console.error(title, asLogText(asError(error)));
}

module.exports = { state, install, logError, vanish };
