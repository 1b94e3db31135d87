import type { Message, MessageAttributeValue, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { GivenAttribute, ReceivedMessage } from '../../engine/queue-port';
import type { Given } from '../../engine/service-port';
import { md5OfAttributes } from './digest';

/** A received message with the attributes that were asked for, and no others. */
export function shown(message: ReceivedMessage, input: Given<ReceiveMessageRequest>): Message {
  const { AttributeNames: older = [], MessageSystemAttributeNames: names = [], MessageAttributeNames: given = [] } = input;
  const system = picked(message.attributes, isAsked([...older, ...names]));
  const attributes = picked(message.messageAttributes, isAsked(given));
  const md5 = md5OfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(md5 !== undefined && {
      MD5OfMessageAttributes: md5,
      MessageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, onTheWire(value)])),
    }),
  };
}

/** `All`, `.*` and beginnings that end in `.*` stand for many. */
function isAsked(names: readonly string[]): (name: string) => boolean {
  return (name) =>
    names.some((asked) => asked === 'All' || asked === name || (asked.endsWith('.*') && name.startsWith(asked.slice(0, -2))));
}

function picked<T>(all: Readonly<Record<string, T>>, isWanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)));
}

function onTheWire({ dataType, stringValue, binaryValue }: GivenAttribute): MessageAttributeValue {
  return {
    DataType: dataType,
    ...(stringValue !== undefined && { StringValue: stringValue }),
    ...(binaryValue !== undefined && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
  };
}
