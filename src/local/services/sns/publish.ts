import type {
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishBatchResponse,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import { BATCH_ENTRY_ID, PUBLISH_BATCH_ENTRIES, PUBLISH_BYTES, PUBLISH_TOKEN } from '../../../spec/sns';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { TurnFor } from '../handover/turn-for';
import { type GivenMessage, messageOf, messageSize } from './message';
import type { Publisher } from './publisher';
import { badArn, invalidParameter, isError, NO_TOPIC } from './refusals';
import { type HeldTopic, isFifo, type TopicStore } from './store';

export interface PublishPorts {
  readonly store: TopicStore;
  readonly publisher: Publisher;
  readonly turnFor: TurnFor;
}

/** Publishing, one by one and in batches. */
export function publishOperations({ store, publisher, turnFor }: PublishPorts) {
  return {
    async Publish(input: Given<PublishInput>, call: Call): Promise<PublishResponse | AwsError> {
      const { PhoneNumber: phone } = input;
      const arn = input.TopicArn ?? input.TargetArn;
      if (phone === undefined && arn === undefined) {
        return invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      }
      const message = messageOf(input);
      if (isError(message)) return message;
      if (messageSize(input) > PUBLISH_BYTES) return invalidParameter('Message too long');
      const turn = turnFor(call.traceHeader, `sns ${arn ?? phone} ${input.Message}`);
      try {
        if (arn === undefined) {
          return /^\+?[0-9]{7,15}$/.test(phone as string)
            ? texted(phone as string, message.text, turn)
            : invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
        }
        const topic = topicAt(store, arn, call, input.TopicArn === undefined ? 'TargetArn' : 'TopicArn');
        if (isError(topic)) return topic;
        const flaw = orderFlaw(topic, input);
        if (flaw) return flaw;
        const { messageId, sequenceNumber } = await publisher.publish(topic, message, turn, call.traceHeader);
        return { MessageId: messageId, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
      } finally {
        turn.end();
      }
    },

    async PublishBatch(input: Given<PublishBatchInput>, call: Call): Promise<PublishBatchResponse | AwsError> {
      const entries = input.PublishBatchRequestEntries;
      const topic = topicAt(store, input.TopicArn, call, 'TopicArn');
      const flaw = batchFlaw(entries) ?? (isError(topic) ? topic : undefined);
      if (flaw || isError(topic)) return flaw as AwsError;
      const checked = entries.map((entry) => [entry, orderFlaw(topic, entry) ?? messageOf(entry)] as const);
      const wrong = checked.find(([, message]) => isError(message));
      if (wrong) return wrong[1] as AwsError;
      if (entries.reduce((sum, entry) => sum + messageSize(entry), 0) > PUBLISH_BYTES) {
        return awsError('BatchRequestTooLong', 400, 'The length of all the messages put together is more than the limit.');
      }
      const turn = turnFor(call.traceHeader, `sns ${topic.arn} ${entries.map(({ Message }) => Message).join(' ')}`);
      try {
        const Successful = [];
        for (const [{ Id }, message] of checked) {
          if (isError(message)) continue;
          const { messageId, sequenceNumber } = await publisher.publish(topic, message, turn, call.traceHeader);
          Successful.push({ Id, MessageId: messageId, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) });
        }
        return { Successful, Failed: [] };
      } finally {
        turn.end();
      }
    },
  };
}

/** A topic can be published to from its own Region only. */
export function topicAt(
  store: TopicStore,
  arn: string,
  { region }: Pick<Call, 'region'>,
  parameter: string,
): HeldTopic | AwsError {
  const flaw = badArn(arn, parameter);
  if (flaw) return flaw;
  if (arn.split(':')[3] !== region) return invalidParameter(parameter);
  return store.topic(arn) ?? NO_TOPIC;
}

/** Text messages go nowhere, and can be read in the journal. */
function texted(phone: string, message: string, turn: Turn): PublishResponse {
  const messageId = turn.chance.uuid();
  turn.append({ kind: 'topic.published', topic: phone, messageId, message });
  const why = `Messages for sms are not sent; what ${phone} would have received is here.`;
  const about = { from: phone, by: phone, id: messageId, to: phone, body: message, attempt: 1 };
  turn.append({ kind: 'handover', ...about, outcome: 'kept', why });
  return { MessageId: messageId };
}

function orderFlaw(topic: HeldTopic, { MessageGroupId: group, MessageDeduplicationId: id }: GivenMessage): AwsError | undefined {
  const wrong = Object.entries({ MessageGroupId: group, MessageDeduplicationId: id }).find(
    ([, value]) => value !== undefined && !PUBLISH_TOKEN.test(value),
  );
  if (wrong)
    return invalidParameter(
      `${wrong[0]} Reason: ${wrong[0]} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
    );
  if (!isFifo(topic)) {
    if (id === undefined) return undefined;
    return invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  if (group === undefined) return invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  if (id !== undefined || topic.attributes.get('ContentBasedDeduplication') === 'true') return undefined;
  return invalidParameter(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function batchFlaw(entries: readonly PublishBatchRequestEntry[]): AwsError | undefined {
  if (entries.length === 0) return awsError('EmptyBatchRequest', 400, "The batch request doesn't contain any entries.");
  if (entries.length > PUBLISH_BATCH_ENTRIES) {
    return awsError('TooManyEntriesInBatchRequest', 400, 'The batch request contains more entries than permissible.');
  }
  const ids = entries.map(({ Id }) => Id as string);
  if (new Set(ids).size < ids.length) {
    return awsError('BatchEntryIdsNotDistinct', 400, 'Two or more batch entries in the request have the same Id.');
  }
  const long = ids.find((id) => id.length > BATCH_ENTRY_ID.max);
  if (long !== undefined) {
    return awsError('InvalidBatchEntryId', 400, `The Id of a batch entry in the batch request is too long: ${long}`);
  }
  const wrong = ids.find((id) => !BATCH_ENTRY_ID.pattern.test(id));
  if (wrong === undefined) return undefined;
  return awsError(
    'InvalidBatchEntryId',
    400,
    `The Id of a batch entry in the batch request contains an impermissible character: ${wrong}`,
  );
}
