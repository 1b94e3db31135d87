'use strict';
// Response streaming as handlers see it (RT-17). What they stream is collected and answered in one piece.

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

class ResponseStream extends Writable {
  chunks = [];
  contentType = 'application/octet-stream';
  started = false;

  setContentType(type) {
    if (this.started) throw new (require('./errors.cjs').InvalidStreamingOperation)('Cannot set content-type, too late.');
    this.contentType = type;
  }

  write(chunk, ...rest) {
    const bytes = typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk);
    if (!this.started) {
      this.started = true;
      this._onBeforeFirstWrite?.((piece) => super.write(piece));
    }
    return super.write(bytes, ...rest);
  }

  end(chunk, encoding, done) {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return super.end(chunk);
    this.write(chunk, ...(typeof encoding === 'string' ? [encoding] : []));
    return super.end(typeof encoding === 'function' ? encoding : done);
  }

  _write(chunk, _encoding, done) {
    this.chunks.push(chunk);
    done();
  }
}

/** Runs a streaming handler and gives all that it wrote, with the type it set. */
async function collect(handler, event, context) {
  const stream = new ResponseStream();
  const failed = new Promise((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  const finished = new Promise((resolve) => stream.once('finish', resolve));
  const returned = handler(event, stream, context);
  if (typeof returned?.then !== 'function') throw new Error('Streaming does not support non-async handlers.');
  if ((await Promise.race([returned, failed])) !== undefined) console.warn('Streaming handlers ignore return values.');
  await Promise.race([finished, failed]);
  return { body: Buffer.concat(stream.chunks), contentType: stream.contentType };
}

module.exports = { awslambda, collect };
