'use strict';
// Response streaming as handlers see it (RT-17), and one streamed invocation from its handler's start to the next poll.

const { Writable } = require('node:stream');
const { STREAMING } = require('./handler.cjs');

const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';
const PRELUDE_END = new Uint8Array(8);

/** The global of that name. */
const awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = 'response';
    if (typeof options?.highWaterMark === 'number') handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
    return handler;
  },
  HttpResponseStream: {
    /** Writes `metadata` before the first byte of the body, and says so in the content type. */
    from(stream, metadata) {
      const prelude = JSON.stringify(metadata);
      stream.setContentType(PRELUDE_TYPE);
      stream._onBeforeFirstWrite = (write) => {
        write(prelude);
        write(PRELUDE_END);
      };
      return stream;
    },
  },
};

/** Hands on what is written as the executor takes it. As in Lambda's, `end(chunk)` does not count as a first write. */
class ResponseStream extends Writable {
  contentType = 'application/octet-stream';
  /** `write` was called: it is too late for another content type. */
  started = false;
  /** The response has begun on the wire. */
  begun = false;
  /** Its last byte was sent. */
  ended = false;

  constructor(wire, highWaterMark) {
    super({ highWaterMark });
    this.wire = wire;
    this.taken = new Promise((resolve) => {
      this.whenTaken = resolve;
    });
    const broken = new Promise((_, reject) => {
      this.once('error', reject);
      this.once('close', () => this.writableFinished || reject(unfinished()));
    });
    /** Settles when the executor has all of the response; rejects when that will not be. */
    this.done = Promise.race([this.taken, broken]);
    this.done.catch(() => {});
  }

  setContentType(type) {
    if (this.started) throw new (require('./errors.cjs').InvalidStreamingOperation)('Cannot set content-type, too late.');
    this.contentType = type;
  }

  write(chunk, ...rest) {
    const bytes = typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk);
    if (!this.started) {
      this._onBeforeFirstWrite?.((piece) => super.write(piece));
      this.started = true;
    }
    return super.write(bytes, ...rest);
  }

  /** Ends the response on the wire, with an error or without. */
  finishWith(error) {
    if (this.ended) return;
    this.begin();
    this.ended = true;
    this.wire.end(error, this.whenTaken);
  }

  begin() {
    if (this.begun) return;
    this.begun = true;
    this.wire.begin(this.contentType);
  }

  _write(chunk, _encoding, done) {
    // A piece of no bytes would be the end.
    if (chunk.length === 0 || this.ended) return done();
    this.begin();
    this.wire.piece(chunk, done);
  }

  /** A turn later, so that a write after the end, which is an error, can still be told. */
  _final(done) {
    setImmediate(() => {
      if (!this.destroyed) this.finishWith();
      done();
    });
  }
}

function unfinished() {
  return new Error('Response stream is not finished.');
}

class StreamedInvocation {
  /** The handler's part is over. */
  over = false;

  /** `next` is called when the runtime may ask for the next invocation. */
  constructor(wire, { handler, logError, waitsForEmptyLoop, next }) {
    this.handler = handler;
    this.logError = logError;
    this.waitsForEmptyLoop = waitsForEmptyLoop;
    this.next = next;
    this.stream = new ResponseStream(wire, handler[HIGH_WATER_MARK]);
  }

  /** An error can only be told in the response once that has begun. */
  get isMidway() {
    return this.stream.begun;
  }

  async run(event, context) {
    try {
      const returned = this.handler(event, this.stream, context);
      if (typeof returned?.then !== 'function') throw new Error('Streaming does not support non-async handlers.');
      if ((await returned) !== undefined) console.warn('Streaming handlers ignore return values.');
      await this.stream.done;
    } catch (error) {
      await this.fail(error);
    }
    if (this.over) return;
    this.over = true;
    if (!this.waitsForEmptyLoop || context.callbackWaitsForEmptyEventLoop === false) this.leave();
  }

  async fail(error) {
    if (this.over) return;
    this.logError('Invoke Error', error);
    const { stream } = this;
    // A response that the handler has ended stands, unless the stream itself has failed.
    if (stream.writableEnded && !stream.destroyed) await stream.done.catch(() => {});
    stream.finishWith(require('./errors.cjs').asPayload(error));
    await stream.taken;
  }

  /** Nothing is left that could end the response, or the handler. */
  async whenLoopIsEmpty() {
    if (!this.over) {
      if (!this.stream.ended) await this.fail(unfinished());
      this.over = true;
    }
    this.leave();
  }

  leave() {
    const { next } = this;
    this.next = undefined;
    next?.();
  }
}

module.exports = { awslambda, StreamedInvocation };
