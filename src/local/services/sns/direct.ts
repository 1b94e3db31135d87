import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import type { TopicMessage, Topics } from '../../engine/messaging-port';
import type { publishOperations } from './publish';
import { isError } from './refusals';

/** Publishing from beside the API, as a client in the topic's Region and account. */
export function topicsPort({ Publish }: Pick<ReturnType<typeof publishOperations>, 'Publish'>): Topics {
  return {
    async publish(topicArn, { message, subject, attributes = {}, groupId, deduplicationId }) {
      const [, , , region = '', account = ''] = topicArn.split(':');
      const answer = await Publish(
        {
          ...{ TopicArn: topicArn, Message: message, MessageAttributes: attributesOf(attributes) },
          ...(subject !== undefined && { Subject: subject }),
          ...(groupId !== undefined && { MessageGroupId: groupId }),
          ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
        } as Parameters<typeof Publish>[0],
        { requestId: '', operation: 'Publish', region, account },
      );
      return isError(answer) ? answer : { messageId: answer.MessageId as string };
    },
  };
}

function attributesOf(given: NonNullable<TopicMessage['attributes']>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]): [string, MessageAttributeValue] => {
      if (value instanceof Uint8Array) return [name, { DataType: 'Binary', BinaryValue: value }];
      return [name, { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) }];
    }),
  );
}
