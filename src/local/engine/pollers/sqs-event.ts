import type { ReceivedMessage } from '../queue-port';
import { textBytes } from '../text';
import { payloadView } from './filters';

/** What a record has beside body and attributes of the sender, in bytes, at most: its own attributes, handle and names. */
const RECORD_FRAME_BYTES = 2048;

/** SQS-12 to SQS-14. */
export function sqsRecord(message: ReceivedMessage, queueArn: string) {
  const { messageId, receiptHandle, body, attributes, md5OfMessageAttributes, md5OfBody } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: inOrder(attributes),
    messageAttributes: messageAttributes(message),
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

/** What filters see: the body as JSON where it is, and nothing of what is the same for the whole queue (FIL-02, FIL-03). */
export function filteredView(message: ReceivedMessage): string {
  const { messageId, receiptHandle, attributes, md5OfBody, md5OfMessageAttributes } = message;
  const others = JSON.stringify({
    messageId,
    receiptHandle,
    attributes,
    messageAttributes: messageAttributes(message),
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
    md5OfBody,
  });
  return `${others.slice(0, -1)},"body":${payloadView(message.body)}}`;
}

/** How long its record is in an event, in bytes, or a little more (ESM-60). */
export function recordBytes({ body, size }: { readonly body: string; readonly size: number }): number {
  const plain = textBytes(body).length;
  // Binary attributes are base64, and every name has a frame of its own.
  const attributes = 2 * (size - plain) + (size > plain ? 1024 : 0);
  return textBytes(JSON.stringify(body)).length + attributes + RECORD_FRAME_BYTES;
}

function messageAttributes({ messageAttributes: given }: ReceivedMessage) {
  return Object.fromEntries(
    Object.entries(given).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      {
        ...(stringValue !== undefined && { stringValue }),
        ...(binaryValue !== undefined && { binaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType,
      },
    ]),
  );
}

const FIRST = ['ApproximateReceiveCount', 'AWSTraceHeader', 'SentTimestamp', 'SenderId', 'ApproximateFirstReceiveTimestamp'];

/** As AWS writes them. */
function inOrder(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = [
    ...FIRST.filter((name) => name in attributes),
    ...Object.keys(attributes).filter((name) => !FIRST.includes(name)),
  ];
  return Object.fromEntries(names.map((name) => [name, attributes[name] ?? '']));
}
