import type { EdgeAssociation, EdgeEvent, Origin } from '../../../model/distribution';
import type { Lambda } from '../../engine/ports';
import { type EdgeCall, edgeEvent } from './edge-event';
import type { EdgeRequest, EdgeResponse } from './edge-message';
import { edgeResult } from './edge-result';

/** What CloudFront answers in the place of a function that failed (EDG-06, EDGE-10). */
export interface EdgeFailure {
  readonly kind: 'failure';
  readonly status: 502 | 503;
  /** As `X-Cache` begins. */
  readonly cache: 'LambdaValidationError' | 'LambdaExecutionError' | 'LambdaLimitExceeded';
  /** A sentence, as the page says it. */
  readonly message: string;
  readonly why: string;
}

export type EdgeOutcome =
  | { readonly kind: 'request'; readonly request: EdgeRequest; readonly origin?: Origin }
  | { readonly kind: 'response'; readonly response: EdgeResponse }
  | EdgeFailure;

/** The function that a behaviour has for an event. */
export function functionFor(functions: readonly EdgeAssociation[], event: EdgeEvent): EdgeAssociation | undefined {
  return functions.find((each) => each.event === event);
}

/** Calls a function at the edge and reads what it wants. */
export async function callEdge(lambda: Lambda, call: EdgeCall): Promise<EdgeOutcome> {
  const { functionArn, event } = call.association;
  const answer = await lambda.invoke({
    functionName: functionArn,
    type: 'RequestResponse',
    logType: 'None',
    payload: Buffer.from(JSON.stringify(edgeEvent(call))),
  });
  if (answer.kind === 'awsError') {
    const why = `${answer.type}: ${answer.message}`;
    if (answer.status === 429) return failure(503, 'LambdaLimitExceeded', 'was throttled', why);
    return failure(503, 'LambdaExecutionError', "is invalid or doesn't have the required permissions", why);
  }
  if (answer.functionError !== undefined)
    return failure(503, 'LambdaExecutionError', 'failed', `the function for ${event} failed`);
  const result = edgeResult(answer.payload, call);
  return result.kind === 'invalid'
    ? failure(502, 'LambdaValidationError', 'returned a result that is not valid', `${event}: ${result.why}`)
    : result;
}

function failure(status: EdgeFailure['status'], cache: EdgeFailure['cache'], what: string, why: string): EdgeFailure {
  const message = `The Lambda function associated with the CloudFront distribution ${what}.`;
  return { kind: 'failure', status, cache, message, why };
}
