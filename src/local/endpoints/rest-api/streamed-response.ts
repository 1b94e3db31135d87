import { STREAM_PRELUDE_END } from '../../../spec/function-url';
import { REST_STREAM_PRELUDE_MAX } from '../../../spec/rest-api';
import type { AwsError } from '../../engine/aws-error';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../../engine/ports';
import { beginStream } from '../function-url-stream';
import type { HttpResponse } from '../http';
import { isMalformed, isRecord, type Malformed } from '../proxy-result';
import type { ResponseChannel } from '../response-channel';
import { responseHead } from './proxy-response';

/**
 * The response of a function that streams: status and headers from the prelude in front, and the body as it is written (APR-23).
 * What a function answers otherwise has no prelude; the answer itself comes back when it failed.
 */
export async function streamedResponse(
  lambda: Lambda,
  request: InvokeRequest,
): Promise<HttpResponse | Malformed | InvokeAnswer | AwsError> {
  const { channel, begun, answered } = await beginStream(lambda, request);
  if (!begun) {
    const answer = await answered;
    if (answer.kind === 'awsError' || answer.functionError !== undefined) return answer;
    return { malformed: 'the function does not stream, so that its result has no prelude' };
  }
  const head = await preludeOf(channel);
  if (isMalformed(head)) {
    await channel.return();
    return head;
  }
  return { ...head, body: channel };
}

/** What follows the prelude stays in the channel. */
async function preludeOf(channel: ResponseChannel): Promise<Omit<HttpResponse, 'body'> | Malformed> {
  let read = Buffer.alloc(0);
  for (;;) {
    const next = await channel.next().catch((error: Error) => ({ done: true, value: undefined, error }));
    if (next.done) return { malformed: 'error' in next ? next.error.message : 'the stream ends before its prelude does' };
    const from = Math.max(0, read.length - STREAM_PRELUDE_END.length);
    read = Buffer.concat([read, next.value as Uint8Array]);
    const end = read.indexOf(STREAM_PRELUDE_END, from);
    if (end >= 0 && end <= REST_STREAM_PRELUDE_MAX) {
      channel.unread(read.subarray(end + STREAM_PRELUDE_END.length));
      return headOf(read.toString('utf8', 0, end));
    }
    if (read.length > REST_STREAM_PRELUDE_MAX) {
      return { malformed: `the prelude of the stream is not over within ${REST_STREAM_PRELUDE_MAX} bytes` };
    }
  }
}

function headOf(text: string): Omit<HttpResponse, 'body'> | Malformed {
  let prelude: unknown;
  try {
    prelude = JSON.parse(text);
  } catch {
    return { malformed: 'the prelude of the stream is not JSON' };
  }
  if (!isRecord(prelude)) return { malformed: 'the prelude of the stream is not an object' };
  const { cookies = [] } = prelude;
  if (!Array.isArray(cookies) || cookies.some((cookie) => typeof cookie !== 'string')) {
    return { malformed: 'cookies is not a list of strings' };
  }
  const head = responseHead(prelude);
  if (isMalformed(head)) return head;
  return { ...head, headers: [...head.headers, ...cookies.flatMap((cookie) => ['Set-Cookie', cookie as string])] };
}
