import type { IncomingMessage } from 'node:http';
import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { RESPONSE_PAYLOAD_MAX } from '../../spec/payload-limits';
import { STREAM_DEFAULT_TYPE, STREAM_ERROR_TRAILERS, STREAMED_RESPONSE_MAX } from '../../spec/response-streaming';
import type { ResponseSink } from '../engine/response-sink';
import type { RuntimeAnswer, RuntimeFailure } from '../engine/runtime-port';

/** A response on its way in. */
export interface StreamedResponse {
  /** @default Lambda's */
  readonly contentType?: string;
  readonly pieces: AsyncIterable<Buffer>;
  /** What the runtime says went wrong; known when all pieces are there. */
  readonly failure: RuntimeFailure | undefined;
}

/** How much of a streamed response is kept for the journal, in bytes. */
const KEPT_BYTES = 65_536;

export function isStreamed({ headers }: IncomingMessage): boolean {
  return headers['lambda-runtime-function-response-mode'] === 'streaming';
}

/** As HTTP has it: an error comes in the trailers. */
export function streamIn(request: IncomingMessage): StreamedResponse {
  const contentType = request.headers['content-type'];
  return {
    ...(contentType !== undefined && { contentType }),
    pieces: request,
    get failure() {
      const errorType = request.trailers[STREAM_ERROR_TRAILERS.type];
      if (errorType === undefined) return undefined;
      const payload = Buffer.from(request.trailers[STREAM_ERROR_TRAILERS.body] ?? '', 'base64');
      return { kind: 'failed' as const, errorType, payload };
    },
  };
}

/**
 * Takes the response of a runtime that streams (RT-12): hands it on to `sink` as it comes, no faster than that takes it, or
 * collects it where there is none. Settles at its end, whatever that is; never rejects.
 */
export async function receiveStream(response: StreamedResponse, sink: ResponseSink | undefined): Promise<RuntimeAnswer> {
  const { contentType = STREAM_DEFAULT_TYPE } = response;
  const limit = sink ? STREAMED_RESPONSE_MAX : RESPONSE_PAYLOAD_MAX;
  const keep = sink ? KEPT_BYTES : limit;
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.pieces) {
      const before = bytes;
      bytes += chunk.length;
      if (before < keep) kept.push(chunk.subarray(0, keep - before));
      if (!sink || before >= limit) continue;
      if (before === 0) sink.begin({ contentType });
      await sink.write(chunk.subarray(0, limit - before));
    }
  } catch {
    return TRUNCATED;
  }
  if (bytes > limit) return { kind: 'responseTooLarge', ...(sink && { limit }) };
  if (response.failure) return response.failure;
  if (sink && bytes === 0) sink.begin({ contentType });
  sink?.end();
  return { kind: 'succeeded', contentType, payload: Buffer.concat(kept), ...(sink && { streamedBytes: bytes }) };
}

/** INV-46; its text is not known. */
const TRUNCATED: RuntimeAnswer = {
  kind: 'broken',
  errorType: PLATFORM_ERROR_TYPES.truncatedResponse,
  message: 'The runtime closed the connection before the end of its response.',
};
