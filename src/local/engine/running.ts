import { type AwsError, awsError } from './aws-error';
import type { Admitted, ThrottleReason } from './concurrency';
import type { EnvironmentPool } from './environment-pool';
import type { HasRun, ToRun } from './invocation';
import { invokeAnswer, naming } from './invoke-answer';
import type { Traced } from './lineage';
import { logTail } from './log-lines';
import type { InvokeAnswer } from './ports';
import type { QueuedEvent } from './queued-event';
import { fromBase64 } from './text';

/** An invocation that is to run now. */
export interface Invocation extends QueuedEvent {
  /** It is not over before this has settled. */
  readonly before?: Promise<void>;
  /** The handler of another one has made it. */
  readonly nested?: boolean;
}

/** Where an invocation runs. */
export interface Placed {
  readonly kind: 'placed';
  readonly pool: EnvironmentPool;
  readonly version: string;
  readonly lineage: Traced;
}

/** An invocation that may run. */
export interface Running extends Placed {
  readonly invocation: Invocation;
  readonly admitted: Admitted;
}

/** `answered` is told of the answer where there is one before the invocation is over; `promptly`, see `ToRun`. */
export function toRun(running: Running, answered: ((answer: InvokeAnswer) => void) | undefined, promptly: boolean): ToRun {
  const { invocation, pool, version, admitted, lineage } = running;
  const { target, request, requestId, turn, before } = invocation;
  return {
    runnable: pool.runnable,
    requestId,
    trace: lineage.header,
    provisioned: admitted.provisioned,
    payload: request.payload,
    invokedFunctionArn: target.invokedFunctionArn,
    sink: request.sink && naming(version, request.sink),
    turn,
    before,
    clientContext: request.clientContext === undefined ? undefined : fromBase64(request.clientContext),
    answered: answered && ((early) => answered(invokeAnswer(early, requestId, lineage.header, version))),
    promptly,
  };
}

/** Of one that is over. */
export function answerTo({ invocation, lineage, version }: Running, ran: HasRun): InvokeAnswer {
  const answer = invokeAnswer(ran, invocation.requestId, lineage.header, version);
  return invocation.request.logType === 'Tail' ? { ...answer, logTail: logTail(ran.lines) } : answer;
}

export function throttled({ target, requestId, turn }: Invocation, reason: ThrottleReason): AwsError {
  turn.append({ kind: 'invocation.throttled', function: target.function.name, requestId, reason });
  return awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason });
}
