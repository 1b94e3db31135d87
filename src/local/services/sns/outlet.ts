import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { PUBLISH_BYTES } from '../../../spec/sns';
import type { Outlet, Taken } from '../../engine/outlet';
import type { TurnFor } from '../handover/turn-for';
import { messageOf, messageSize } from './message';
import type { Publisher } from './publisher';
import { isError } from './refusals';
import { isFifo, type TopicStore } from './store';

export interface TopicOutletPorts {
  readonly store: TopicStore;
  readonly publisher: Publisher;
  readonly turnFor: TurnFor;
}

/** Topics as targets of other services. */
export function topicOutlet({ store, publisher, turnFor }: TopicOutletPorts): Outlet {
  return {
    async take({ targetArn, body, subject, attributes = {}, groupId, deduplicationId, traceHeader }) {
      const topic = store.topic(targetArn);
      if (!topic) return failed('NO_RESOURCE', `There is no topic ${targetArn}.`);
      const given = {
        Message: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]): [string, MessageAttributeValue] => [
            name,
            {
              DataType: dataType,
              ...(stringValue !== undefined && { StringValue: stringValue }),
              ...(binaryValue !== undefined && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
            },
          ]),
        ),
        ...(subject !== undefined && { Subject: subject }),
        ...(groupId !== undefined && { MessageGroupId: groupId }),
        ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
      };
      if (messageSize(given) > PUBLISH_BYTES)
        return failed('SDK_CLIENT_ERROR', `The message has more than ${PUBLISH_BYTES} bytes.`);
      if (isFifo(topic) && groupId === undefined) return failed('SDK_CLIENT_ERROR', `${targetArn} needs a message group.`);
      const message = messageOf(given);
      if (isError(message)) return failed('SDK_CLIENT_ERROR', `${message.type}: ${message.message}`);
      const turn = turnFor(traceHeader, `sns ${targetArn} ${body}`);
      try {
        await publisher.publish(topic, message, turn, traceHeader);
      } finally {
        turn.end();
      }
      return { outcome: 'delivered' };
    },
  };
}

function failed(code: string, why: string): Taken {
  return { outcome: 'failed', code, why, again: false };
}
