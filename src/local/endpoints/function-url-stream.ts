import { STREAM_PRELUDE_END, STREAM_PRELUDE_MAX, STREAM_PRELUDE_TYPE } from '../../spec/function-url';
import type { AwsError } from '../engine/aws-error';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../engine/ports';
import type { ResponseHead } from '../engine/response-sink';
import { preludeResponse } from './function-url-response';
import type { HttpResponse } from './http';
import type { Malformed } from './proxy-result';
import { BrokenOff, ResponseChannel } from './response-channel';

/**
 * How long the end of a response waits for the end of its invocation, in milliseconds: most handlers return right behind it, and
 * whoever has read the response then finds the invocation in the journal and its environment free.
 */
const INVOCATION_PATIENCE_MS = 25;

/** A call behind a URL of mode RESPONSE_STREAM. */
export interface StreamedCall {
  /** As soon as the response begins; undefined when the function does not stream, or failed before that. */
  readonly response: HttpResponse | Malformed | undefined;
  /** When the invocation is over. */
  readonly answered: Promise<InvokeAnswer | AwsError>;
}

/** A function that may be streaming by now. */
export interface BegunStream {
  readonly channel: ResponseChannel;
  /** Undefined when the function does not stream, or failed before that. */
  readonly begun: ResponseHead | undefined;
  /** When the invocation is over. */
  readonly answered: Promise<InvokeAnswer | AwsError>;
}

/** Invokes for a client that is sent the response while the function writes it. Settles when the response begins. */
export async function beginStream(lambda: Lambda, request: InvokeRequest): Promise<BegunStream> {
  const channel = new ResponseChannel();
  const answered = lambda.invoke({
    ...request,
    sink: {
      begin: (head) => channel.begin(head),
      write: (piece) => channel.write(piece),
      end: () => void atMost(INVOCATION_PATIENCE_MS, answered).then(() => channel.end()),
    },
  });
  const over = answered.then((answer) => {
    const failed = answer.kind === 'awsError' || answer.functionError !== undefined;
    if (failed) channel.breakOff(new BrokenOff('the function failed after its response had begun'));
    else channel.end();
    return undefined;
  });
  over.catch((error: Error) => channel.breakOff(error));
  return { channel, begun: await Promise.race([channel.begun, over]), answered };
}

/** The same for a URL: a response that has a prelude begins with it (URL-28). */
export async function invokeStreamed(lambda: Lambda, request: InvokeRequest): Promise<StreamedCall> {
  const { channel, begun: head, answered } = await beginStream(lambda, request);
  if (!head) return { response: undefined, answered };
  if (head.contentType !== STREAM_PRELUDE_TYPE) {
    return { response: { status: 200, headers: ['Content-Type', head.contentType], body: channel }, answered };
  }
  const response = await beginningOf(channel);
  if ('malformed' in response) await channel.return();
  return { response, answered };
}

/** Status, headers and cookies of the prelude; what follows it stays in the channel. */
async function beginningOf(channel: ResponseChannel): Promise<HttpResponse | Malformed> {
  let read = Buffer.alloc(0);
  for (;;) {
    const next = await channel.next().catch((error: Error) => ({ done: true, value: undefined, error }));
    if (next.done) return { malformed: 'error' in next ? next.error.message : NO_PRELUDE };
    const from = Math.max(0, read.length - STREAM_PRELUDE_END.length);
    read = Buffer.concat([read, next.value as Uint8Array]);
    const end = read.indexOf(STREAM_PRELUDE_END, from);
    if (end >= 0) {
      channel.unread(read.subarray(end + STREAM_PRELUDE_END.length));
      const response = preludeResponse(read.toString('utf8', 0, end));
      return 'malformed' in response ? response : { ...response, body: channel };
    }
    if (read.length > STREAM_PRELUDE_MAX)
      return { malformed: `the prelude of the stream is longer than ${STREAM_PRELUDE_MAX} bytes` };
  }
}

const NO_PRELUDE =
  'the stream has no end of its prelude, which HttpResponseStream writes with the first write() and not with end()';

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.then(() => undefined), over]).catch(() => undefined);
  clearTimeout(timer);
}
