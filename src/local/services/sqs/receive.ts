import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
} from '@aws-sdk/client-sqs';
import { BATCH_ENTRIES, VISIBILITY_TIMEOUT, WAIT_TIME } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { ReceivedMessage, Tell } from '../../engine/queue-port';
import type { Call, Given } from '../../engine/service-port';
import { batchError, batchResult } from './batch';
import { inTurn, queueAt, type SqsContext } from './context';
import type { HeldQueue } from './held-queue';
import { whenAvailable } from './long-poll';
import { receiptOf } from './receipt';
import { badHandle, badNumber, badParameter, invalidParameter, isError } from './refusals';
import { shown } from './shown';

export function receiveOperations(context: SqsContext) {
  const change = (queue: HeldQueue, handle: string, seconds: number) => {
    const flaw = badNumber('VisibilityTimeout', seconds, VISIBILITY_TIMEOUT);
    if (flaw) return flaw;
    const receipt = receiptOf(handle);
    if (receipt?.queueArn !== queue.identity.arn) return badHandle(handle);
    return visibilityError(queue.changeVisibility(receipt, seconds), handle);
  };

  return {
    async ReceiveMessage(input: Given<ReceiveMessageRequest>, call: Call): Promise<ReceiveMessageResult | AwsError> {
      const queue = queueAt(context, input.QueueUrl, call);
      if (isError(queue)) return queue;
      const { MaxNumberOfMessages: most = 1, VisibilityTimeout: seconds, WaitTimeSeconds: wait } = input;
      const flaw =
        badNumber('MaxNumberOfMessages', most, { min: 1, max: BATCH_ENTRIES }) ??
        badNumber('VisibilityTimeout', seconds, VISIBILITY_TIMEOUT) ??
        badNumber('WaitTimeSeconds', wait, WAIT_TIME);
      if (flaw) return flaw;
      if (queue.isFull && !queue.isFifo) return awsError('OverLimit', 403, 'Too many messages in flight.');
      const wish = { most, ...(seconds !== undefined && { visibilitySeconds: seconds }) };
      const attempt = () =>
        inTurn(
          context,
          call,
          () => queue.identity.arn,
          (turn) =>
            received(queue, wish, input.ReceiveRequestAttemptId, context.clock.now(), (happening) => turn.append(happening)),
        );
      let messages = attempt();
      const waitSeconds = wait ?? queue.settings.waitSeconds;
      if (messages.length === 0 && waitSeconds > 0 && context.canWait) {
        const { clock, store } = context;
        messages = await whenAvailable({
          ...{ clock, store, arn: queue.identity.arn, waitMs: 1000 * waitSeconds, attempt },
          ...(call.whenGone && { whenGone: call.whenGone }),
        });
      }
      return messages.length === 0 ? {} : { Messages: messages.map((message) => shown(message, input)) };
    },

    DeleteMessage({ QueueUrl, ReceiptHandle }: Given<DeleteMessageRequest>, call: Call): AwsError | undefined {
      const queue = queueAt(context, QueueUrl, call);
      if (isError(queue)) return queue;
      return inTurn(
        context,
        call,
        () => ReceiptHandle,
        (turn) => deleteError(queue, ReceiptHandle, (each) => turn.append(each)),
      );
    },

    DeleteMessageBatch(input: Given<DeleteMessageBatchRequest>, call: Call): DeleteMessageBatchResult | AwsError {
      const queue = queueAt(context, input.QueueUrl, call);
      if (isError(queue)) return queue;
      const flaw = batchError(input.Entries);
      if (flaw) return flaw;
      const handles = () => input.Entries.map(({ ReceiptHandle }) => ReceiptHandle).join(' ');
      return inTurn(context, call, handles, (turn) =>
        batchResult(
          input.Entries,
          ({ ReceiptHandle = '' }) => deleteError(queue, ReceiptHandle, (each) => turn.append(each)) ?? {},
        ),
      );
    },

    ChangeMessageVisibility(input: Given<ChangeMessageVisibilityRequest>, call: Call): AwsError | undefined {
      const queue = queueAt(context, input.QueueUrl, call);
      return isError(queue) ? queue : change(queue, input.ReceiptHandle, input.VisibilityTimeout);
    },

    ChangeMessageVisibilityBatch(
      input: Given<ChangeMessageVisibilityBatchRequest>,
      call: Call,
    ): ChangeMessageVisibilityBatchResult | AwsError {
      const queue = queueAt(context, input.QueueUrl, call);
      if (isError(queue)) return queue;
      return (
        batchError(input.Entries) ??
        batchResult(
          input.Entries,
          ({ ReceiptHandle = '', VisibilityTimeout = 0 }) => change(queue, ReceiptHandle, VisibilityTimeout) ?? {},
        )
      );
    },
  };
}

/** The result of an attempt that is made once more is that of the first one, as long as nothing has become of its messages. */
function received(
  queue: HeldQueue,
  wish: { readonly most: number; readonly visibilitySeconds?: number },
  attemptId: string | undefined,
  now: number,
  tell: Tell,
): readonly ReceivedMessage[] {
  if (attemptId === undefined || !queue.isFifo) return queue.receive(wish, tell);
  const before = queue.attempts.get(attemptId, now);
  const again = before && queue.receiveAgain(before);
  if (again) return again;
  const messages = queue.receive(wish, tell);
  const ids = messages.map(({ messageId }) => messageId);
  if (ids.length > 0) queue.attempts.set(attemptId, ids, now);
  return messages;
}

function deleteError(queue: HeldQueue, handle: string, tell: Tell): AwsError | undefined {
  const receipt = receiptOf(handle);
  if (receipt?.queueArn !== queue.identity.arn) return badHandle(handle);
  if (queue.delete(receipt, 'deleted', tell) === 'done') return undefined;
  return badParameter('ReceiptHandle', handle, 'The receipt handle has expired.');
}

function visibilityError(why: 'unknown' | 'notInFlight' | 'tooLong' | undefined, handle: string): AwsError | undefined {
  if (why === undefined) return undefined;
  if (why === 'notInFlight') return awsError('MessageNotInflight', 400, `The message referred to is not in flight.`);
  if (why === 'tooLong') {
    return invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${VISIBILITY_TIMEOUT.max} seconds].`,
    );
  }
  const reason = 'Message does not exist or is not available for visibility timeout change.';
  return badParameter('ReceiptHandle', handle, reason);
}
