import type { IncomingMessage, ServerResponse } from 'node:http';
import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { RESPONSE_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { ResponseSink } from '../engine/response-sink';
import type {
  Marks,
  OfferedInvocation,
  RuntimeAddress,
  RuntimeAnswer,
  RuntimeFailure,
  RuntimeListener,
  RuntimeSession,
} from '../engine/runtime-port';
import type { ExtensionsApi } from './extensions-api';
import { accept, answer, notRouted, REFUSALS, type Refusal, refuse, tooLargeFor } from './runtime-api-replies';
import { isStreamed, receiveStream, type StreamedResponse, streamIn } from './runtime-api-stream';
import type { FramedSession } from './runtime-frames';
import { type Poll, pollBy } from './runtime-poll';
import type { TelemetryApi } from './telemetry-api';

const NO_MARKS: Marks = { logBytes: 0, ending: false };
const EMPTY = Buffer.alloc(0);
const ANSWER_PATH = /^invocation\/([^/]+)\/(response|error)$/;

/** It is the end of the invocation as well; its text is not known. */
const UNKNOWN_MODE: RuntimeAnswer = {
  kind: 'broken',
  errorType: PLATFORM_ERROR_TYPES.invalidResponseMode,
  message: 'Invalid function response mode',
};

type Under = { readonly requestId: string; readonly invocationId: string; readonly sink?: ResponseSink };

/** What one environment's runtime may ask and say, and when. */
export class RuntimeApiSession implements RuntimeSession, FramedSession {
  private phase: 'init' | 'ready' | 'closed' = 'init';
  /** The poll that waits for an invocation. */
  private polling: Poll | undefined;
  private offered: OfferedInvocation | undefined;
  private under: Under | undefined;
  /** An answer is on its way in; a poll that was written behind it is seen before the answer is whole. */
  private receiving = false;
  /** A streamed answer that is whole, and is told when the runtime asks for the next invocation. */
  private streamed: RuntimeAnswer | undefined;
  private streaming: Promise<void> = Promise.resolve();
  private handedOver = 0;
  private lastRequestId: string | undefined;

  constructor(
    readonly address: RuntimeAddress,
    private readonly listener: RuntimeListener,
    readonly extensions: ExtensionsApi,
    readonly telemetry: TelemetryApi,
    private readonly door: { listen(): Promise<string>; closed(): void },
  ) {}

  listen(): Promise<string> {
    return this.door.listen();
  }

  offer(offered: OfferedInvocation): void {
    if (this.under || this.offered) throw new Error('bug: an invocation was offered while another was under way');
    if (this.polling) this.handOver(this.polling, offered);
    else this.offered = offered;
  }

  drained(): Promise<void> {
    return this.streaming;
  }

  close(): void {
    if (this.phase === 'closed') return;
    this.phase = 'closed';
    this.polling?.cut();
    this.polling = undefined;
    this.telemetry.close();
    this.door.closed();
  }

  /** `path` is what follows `/2018-06-01/runtime/`. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): void {
    response.sendDate = false;
    const method = methodOf(path);
    if (request.method !== method) return notRouted(request, response, method ? 405 : 404);
    if (path === 'invocation/next') {
      if (!this.asks(pollBy(response), marksOf(request))) refuse(request, response, REFUSALS.state);
      return;
    }
    if (path === 'init/error') return this.takeInitError(request, response);
    const [, requestId = '', what] = ANSWER_PATH.exec(path) ?? [];
    const refusal = this.refusalOf(requestId, request);
    if (refusal) return refuse(request, response, refusal);
    if (what === 'response' && isOfUnknownMode(request)) {
      refuse(request, response, REFUSALS.mode);
      return this.answer(UNKNOWN_MODE, marksOf(request));
    }
    this.receiving = true;
    if (what === 'response') this.takeResponse(request, response);
    else this.takeError(request, response);
  }

  asks(poll: Poll, marks: Marks): boolean {
    if (this.phase === 'closed' || this.polling || (this.under && !this.receiving)) return false;
    this.awaitNext(poll);
    if (this.streamed) this.answer(this.streamed, marks);
    if (this.phase === 'init') {
      this.phase = 'ready';
      this.listener.ready(marks);
    }
    return true;
  }

  answers(answer: RuntimeAnswer, marks: Marks, poll: Poll | undefined): boolean {
    if (!this.mayAnswer) return false;
    this.answer(answer, marks);
    if (poll && this.phase === 'ready') this.awaitNext(poll);
    return true;
  }

  failsInit(failure: RuntimeFailure, marks: Marks): boolean {
    if (this.phase === 'init') this.listener.initFailed(failure, marks);
    return true;
  }

  streams(response: StreamedResponse, taken: () => void): boolean {
    if (!this.mayAnswer) return false;
    this.receiving = true;
    this.streaming = this.takeStream(response, taken);
    return true;
  }

  private get mayAnswer(): boolean {
    return this.phase === 'ready' && this.under !== undefined && !this.receiving;
  }

  private awaitNext(poll: Poll): void {
    const { offered } = this;
    this.offered = undefined;
    if (offered) this.handOver(poll, offered);
    else this.polling = poll;
  }

  private handOver(poll: Poll, offered: OfferedInvocation): void {
    this.polling = undefined;
    const invocationId = `${this.address.prefix.slice(1)}-${++this.handedOver}`;
    this.under = { requestId: offered.requestId, invocationId, ...(offered.sink && { sink: offered.sink }) };
    this.lastRequestId = offered.requestId;
    poll.hand(offered, invocationId);
  }

  private refusalOf(requestId: string, request: IncomingMessage): Refusal | undefined {
    if (requestId !== this.lastRequestId) return REFUSALS.requestId;
    if (!this.mayAnswer) return REFUSALS.state;
    const echoed = request.headers['lambda-runtime-invocation-id'];
    return echoed !== undefined && echoed !== this.under?.invocationId ? REFUSALS.invocationId : undefined;
  }

  private takeResponse(request: IncomingMessage, response: ServerResponse): void {
    if (isStreamed(request)) {
      this.streaming = this.takeStream(streamIn(request), (limit) =>
        limit === undefined ? accept(response) : answer(response, tooLargeFor(limit)),
      );
      return;
    }
    const marks = marksOf(request);
    collect(request, RESPONSE_PAYLOAD_MAX, (body) => {
      if (!body) return this.tooLarge(request, response, marks);
      this.answer({ kind: 'succeeded', payload: body }, marks);
      this.acknowledge(request, response);
    });
  }

  /** The end of a streamed response is not that of its invocation: the handler may go on. */
  private async takeStream(response: StreamedResponse, taken: (limit?: number) => void): Promise<void> {
    const streamed = await receiveStream(response, this.under?.sink);
    if (this.phase !== 'ready') return;
    this.streamed = streamed;
    if (this.polling) this.answer(streamed, NO_MARKS);
    if (streamed.kind === 'responseTooLarge') taken(streamed.limit ?? RESPONSE_PAYLOAD_MAX);
    else taken();
  }

  private takeError(request: IncomingMessage, response: ServerResponse): void {
    const marks = marksOf(request);
    collect(request, RESPONSE_PAYLOAD_MAX, (body) => {
      if (!body) return this.tooLarge(request, response, marks);
      this.answer(failureOf(request, body), marks);
      this.acknowledge(request, response);
    });
  }

  private takeInitError(request: IncomingMessage, response: ServerResponse): void {
    if (this.phase !== 'init') return refuse(request, response, REFUSALS.state);
    const marks = marksOf(request);
    collect(request, RESPONSE_PAYLOAD_MAX, (body) => {
      if (this.phase === 'init') this.listener.initFailed(failureOf(request, body ?? EMPTY), marks);
      accept(response);
    });
  }

  private tooLarge(request: IncomingMessage, response: ServerResponse, marks: Marks): void {
    this.answer({ kind: 'responseTooLarge' }, marks);
    this.acknowledge(request, response, REFUSALS.tooLarge);
  }

  /** Our own bootstraps need no word of it, and take the next invocation as the reply: half the requests, half the wake-ups. */
  private acknowledge(request: IncomingMessage, response: ServerResponse, refusal?: Refusal): void {
    if (request.headers['lambda-kit-reply'] === 'next' && this.phase === 'ready') this.awaitNext(pollBy(response));
    else if (refusal) answer(response, refusal);
    else accept(response);
  }

  private answer(runtimeAnswer: RuntimeAnswer, marks: Marks): void {
    this.under = undefined;
    this.streamed = undefined;
    this.receiving = false;
    if (this.phase !== 'ready') return;
    this.listener.answered(runtimeAnswer, marks);
  }
}

/** The one method of a route. */
function methodOf(path: string): 'GET' | 'POST' | undefined {
  if (path === 'invocation/next') return 'GET';
  return path === 'init/error' || ANSWER_PATH.test(path) ? 'POST' : undefined;
}

function isOfUnknownMode({ headers }: IncomingMessage): boolean {
  const mode = headers['lambda-runtime-function-response-mode'];
  return mode !== undefined && mode !== 'streaming';
}

function failureOf(request: IncomingMessage, payload: Uint8Array): RuntimeFailure {
  const type = request.headers['lambda-runtime-function-error-type'];
  return { kind: 'failed', errorType: typeof type === 'string' ? type : PLATFORM_ERROR_TYPES.unknownFunctionError, payload };
}

/** `logBytes;peakMemoryKb` and, before an exit, `;ending`. */
function marksOf(request: IncomingMessage): Marks {
  const text = request.headers['lambda-kit-marks'];
  if (typeof text !== 'string') return NO_MARKS;
  const [logBytes, peakMemoryKb, ending] = text.split(';');
  return { logBytes: Number(logBytes), peakMemoryKb: Number(peakMemoryKb), ending: ending !== undefined };
}

/** Calls `done` with the whole body, or without one when it has more than `limit` bytes. */
function collect(request: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.on('end', () => {
    if (bytes > limit) done(undefined);
    else done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, bytes));
  });
}
