import { type AwsError, awsError } from './aws-error';
import { errorTypeOf } from './function-error';
import type { Answered } from './invocation';
import type { InvokeAnswer } from './ports';
import type { ResponseSink } from './response-sink';
import { fromBase64 } from './text';

export function invokeAnswer(ran: Answered, requestId: string, traceHeader: string, executedVersion: string): InvokeAnswer {
  const { outcome, payload, durationMs, initDurationMs } = ran;
  const answer = { kind: 'answer', statusCode: 200, requestId, traceHeader, payload, executedVersion, durationMs } as const;
  const contentType = outcome.kind === 'succeeded' ? outcome.contentType : undefined;
  // Nearly all are such.
  if (outcome.kind === 'succeeded' && contentType === undefined && initDurationMs === undefined) return answer;
  return {
    ...answer,
    ...(outcome.kind !== 'succeeded' && { functionError: 'Unhandled', errorType: errorTypeOf(outcome) }),
    ...(contentType !== undefined && { contentType }),
    ...(initDurationMs !== undefined && { initDurationMs }),
  };
}

/** The sink, told which version writes to it. */
export function naming(executedVersion: string, sink: ResponseSink): ResponseSink {
  return {
    begin: (head) => sink.begin({ ...head, executedVersion }),
    write: (piece) => sink.write(piece),
    end: () => sink.end(),
  };
}

export function contextFlaw(clientContext: string | undefined): AwsError | undefined {
  if (clientContext === undefined || isJsonObject(fromBase64(clientContext))) return undefined;
  return awsError('InvalidRequestContentException', 400, 'Client context must be a valid Base64-encoded JSON object.');
}

function isJsonObject(text: string | undefined): boolean {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
