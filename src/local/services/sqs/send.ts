import type {
  MessageAttributeValue,
  MessageSystemAttributeValue,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageBatchResultEntry,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { BATCH_BYTES } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import { batchError, batchResult } from './batch';
import { compose, type Draft } from './compose';
import { inTurn, queueAt, type SqsContext } from './context';
import { md5 } from './digest';
import type { HeldQueue, Sent } from './held-queue';
import type { NewMessage } from './message';
import { invalidParameter, isError } from './refusals';

/** What one message of a batch, and a message alone, have in common. */
interface Sendable {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
  readonly MessageSystemAttributes?: Partial<Record<string, MessageSystemAttributeValue>> | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

export function sendOperations(context: SqsContext) {
  return {
    SendMessage(input: Given<SendMessageRequest>, call: Call): SendMessageResult | AwsError {
      const queue = queueAt(context, input.QueueUrl, call);
      if (isError(queue)) return queue;
      return inTurn(
        context,
        call,
        () => `${queue.identity.arn} ${md5(input.MessageBody)}`,
        (turn) => {
          const message = composed(queue, input, turn, call);
          return isError(message) ? message : answer(message, send(queue, message, turn));
        },
      );
    },

    SendMessageBatch(input: Given<SendMessageBatchRequest>, call: Call): SendMessageBatchResult | AwsError {
      const queue = queueAt(context, input.QueueUrl, call);
      if (isError(queue)) return queue;
      const entries = input.Entries;
      const flaw = batchError(entries);
      if (flaw) return flaw;
      const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (bytes > BATCH_BYTES) {
        const message = `Batch requests cannot be longer than ${BATCH_BYTES} bytes. You have sent ${bytes} bytes.`;
        return awsError('BatchRequestTooLong', 400, message);
      }
      const bodies = () => entries.map(({ MessageBody = '' }) => MessageBody).join(' ');
      return inTurn(
        context,
        call,
        () => `${queue.identity.arn} ${md5(bodies())}`,
        (turn) =>
          batchResult(entries, (entry) => {
            const message = composed(queue, entry, turn, call);
            return isError(message) ? message : answer(message, send(queue, message, turn));
          }),
      );
    },
  };
}

function composed(queue: HeldQueue, given: Sendable, turn: Turn, call: Call): NewMessage | AwsError {
  const { MessageSystemAttributes: system = {} } = given;
  const other = Object.keys(system).find((name) => name !== 'AWSTraceHeader');
  if (other !== undefined) return invalidParameter(`Message system attribute name '${other}' is invalid.`);
  const traceHeader = system.AWSTraceHeader?.StringValue ?? call.traceHeader;
  const draft: Draft = {
    body: given.MessageBody ?? '',
    ...(given.MessageAttributes && { attributes: given.MessageAttributes }),
    ...(given.DelaySeconds !== undefined && { delaySeconds: given.DelaySeconds }),
    ...(given.MessageGroupId !== undefined && { groupId: given.MessageGroupId }),
    ...(given.MessageDeduplicationId !== undefined && { deduplicationId: given.MessageDeduplicationId }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
  const senderId = call.caller?.userId ?? 'AIDALOCAL';
  return compose(queue, draft, { messageId: turn.chance.uuid(), senderId, place: placeOf(turn) });
}

/** That of the handler which sends: what it sends itself stays in the order in which it did. */
function placeOf({ path }: Turn): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

function send(queue: HeldQueue, message: NewMessage, turn: Turn): Sent {
  return queue.send(message, (happening) => turn.append(happening));
}

function answer(
  { md5OfBody, md5OfAttributes }: NewMessage,
  { messageId, sequenceNumber }: Sent,
): Omit<SendMessageBatchResultEntry, 'Id'> {
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5OfBody,
    ...(md5OfAttributes !== undefined && { MD5OfMessageAttributes: md5OfAttributes }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}

function sizeOf({ MessageBody = '', MessageAttributes = {} }: Sendable): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue = [] }]) =>
      Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue) + BinaryValue.length,
  );
  return attributes.reduce((sum, size) => sum + size, Buffer.byteLength(MessageBody));
}
