import { textBytes, toBase64 } from '../../engine/text';
import type { Message } from './message';

/** A message on its way to one subscription. */
export interface Notification {
  readonly message: Message;
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  /** The text for the subscription's protocol. */
  readonly text: string;
  /** As `2026-01-01T00:00:00.000Z`. */
  readonly timestamp: string;
  readonly signatureVersion: string;
  /** Of a FIFO topic. */
  readonly sequenceNumber?: string;
}

/** Messages are not signed here, and what stands in the place of the signature says so. */
const SIGNATURE = toBase64(textBytes('lambda-kit does not sign messages'));

/** What a function is invoked with, exactly one record (SNS-03, SNS-04). */
export function lambdaEvent(notification: Notification): string {
  const { message, messageId, topicArn, subscriptionArn, text, timestamp, signatureVersion } = notification;
  const sns = {
    ...{ Type: 'Notification', MessageId: messageId, TopicArn: topicArn, Subject: message.subject ?? null, Message: text },
    ...{ Timestamp: timestamp, SignatureVersion: signatureVersion, Signature: SIGNATURE },
    ...{ SigningCertUrl: certificateUrl(topicArn), UnsubscribeUrl: unsubscribeUrl(topicArn, subscriptionArn) },
    MessageAttributes: attributesOf(message),
  };
  return JSON.stringify({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriptionArn, Sns: sns }],
  });
}

/** What a queue receives, unless its subscription wants the message alone; a FIFO topic does not sign. */
export function envelope(notification: Notification): string {
  const { message, messageId, topicArn, subscriptionArn, text, timestamp, signatureVersion, sequenceNumber } = notification;
  const hasAttributes = Object.keys(message.attributes).length > 0;
  const members: [string, string][] = [
    ['Type', 'Notification'],
    ['MessageId', messageId],
    ...(sequenceNumber === undefined ? [] : [['SequenceNumber', sequenceNumber] as [string, string]]),
    ['TopicArn', topicArn],
    ...(message.subject === undefined ? [] : [['Subject', message.subject] as [string, string]]),
    ['Message', text],
    ['Timestamp', timestamp],
  ];
  if (sequenceNumber === undefined) {
    members.push(['SignatureVersion', signatureVersion], ['Signature', SIGNATURE], ['SigningCertURL', certificateUrl(topicArn)]);
  }
  members.push(['UnsubscribeURL', unsubscribeUrl(topicArn, subscriptionArn)]);
  const lines = members.map(([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`);
  if (hasAttributes) {
    const attributes = Object.entries(attributesOf(message)).map(
      ([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
    );
    lines.push(`  "MessageAttributes" : {\n${attributes.join(',\n')}\n  }`);
  }
  return `{\n${lines.join(',\n')}\n}`;
}

function attributesOf({ attributes }: Message): Readonly<Record<string, { Type: string; Value: string }>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]));
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

function certificateUrl(topicArn: string): string {
  return `https://sns.${regionOf(topicArn)}.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem`;
}

function unsubscribeUrl(topicArn: string, subscriptionArn: string): string {
  return `https://sns.${regionOf(topicArn)}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}
