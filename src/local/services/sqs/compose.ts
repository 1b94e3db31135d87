import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { DELAY, MESSAGE_ATTRIBUTES, TOKEN, UNSENDABLE } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { GivenAttribute } from '../../engine/queue-port';
import { md5, md5OfAttributes, sha256 } from './digest';
import type { HeldQueue } from './held-queue';
import type { NewMessage } from './message';
import { badNumber, badParameter, invalidParameter, missingParameter } from './refusals';

/** What somebody wants to send. */
export interface Draft {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
}

/** From whom, and by which id. */
export interface Origin {
  readonly messageId: string;
  readonly senderId: string;
  readonly place: string;
}

/** A message that the queue takes, or why it does not. */
export function compose(queue: HeldQueue, draft: Draft, origin: Origin): NewMessage | AwsError {
  const { body, delaySeconds, groupId, traceHeader } = draft;
  const flaw = bodyError(body) ?? badNumber('DelaySeconds', delaySeconds, DELAY) ?? groupError(queue, draft);
  if (flaw) return flaw;
  const attributes = attributesOf(draft.attributes ?? {});
  if ('kind' in attributes) return attributes;
  const given = attributes.given;
  const size = Buffer.byteLength(body) + sizeOf(given);
  const { maximumBytes, isFifo } = queue.settings;
  if (size > maximumBytes) {
    return invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`);
  }
  const deduplicationId = isFifo ? (draft.deduplicationId ?? sha256(body)) : undefined;
  const md5OfGiven = md5OfAttributes(given);
  return {
    ...origin,
    body,
    md5OfBody: md5(body),
    attributes: given,
    ...(md5OfGiven !== undefined && { md5OfAttributes: md5OfGiven }),
    size,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    ...(delaySeconds !== undefined && { delaySeconds }),
  };
}

function bodyError(body: string): AwsError | undefined {
  if (body === '') return missingParameter('MessageBody');
  if (!UNSENDABLE.test(body)) return undefined;
  return awsError(
    'InvalidMessageContents',
    400,
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

/** SQS-26: what a FIFO queue needs, and a standard one does not take. */
function groupError({ settings }: HeldQueue, { groupId, deduplicationId, delaySeconds }: Draft): AwsError | undefined {
  const notHere = 'The request include parameter that is not valid for this queue type.';
  if (!settings.isFifo && deduplicationId !== undefined) return badParameter('MessageDeduplicationId', deduplicationId, notHere);
  if (groupId !== undefined && !TOKEN.test(groupId)) return tokenError('MessageGroupId', groupId);
  if (!settings.isFifo) return undefined;
  if (delaySeconds !== undefined && delaySeconds > 0) return badParameter('DelaySeconds', delaySeconds, notHere);
  if (groupId === undefined) return missingParameter('MessageGroupId');
  if (deduplicationId === undefined && !settings.contentBasedDeduplication) {
    return invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return deduplicationId !== undefined && !TOKEN.test(deduplicationId)
    ? tokenError('MessageDeduplicationId', deduplicationId)
    : undefined;
}

function tokenError(name: string, value: string): AwsError {
  return badParameter(name, value, `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`);
}

function attributesOf(written: Readonly<Record<string, MessageAttributeValue>>) {
  const names = Object.keys(written);
  if (names.length > MESSAGE_ATTRIBUTES) {
    return invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MESSAGE_ATTRIBUTES}].`,
    );
  }
  const given: Record<string, GivenAttribute> = {};
  for (const name of names) {
    const value = written[name] as MessageAttributeValue;
    const flaw = attributeFlaw(name, value);
    if (flaw) return flaw;
    const { DataType: dataType = '', StringValue: stringValue, BinaryValue: binary } = value;
    given[name] = dataType.startsWith('Binary')
      ? { dataType, binaryValue: Buffer.from(binary ?? []).toString('base64') }
      : { dataType, stringValue: stringValue ?? '' };
  }
  return { given };
}

function attributeFlaw(name: string, { DataType: type = '', StringValue: text, BinaryValue: binary }: MessageAttributeValue) {
  if (!/^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/.test(name) || /^(aws|amazon)\./i.test(name)) {
    return invalidParameter(`The message attribute name '${name}' is invalid.`);
  }
  if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
    return invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (type.startsWith('Binary') ? (binary?.length ?? 0) === 0 : (text ?? '') === '') {
    const wanted = type.startsWith('Binary') ? 'binary' : 'string';
    return invalidParameter(`The message attribute '${name}' with type '${type.split('.')[0]}' must use field '${wanted}'.`);
  }
  if (type.startsWith('Number') && !Number.isFinite(Number(text))) {
    return invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return undefined;
}

/** Names, types and values count (SQS-15). */
function sizeOf(attributes: Readonly<Record<string, GivenAttribute>>): number {
  return Object.entries(attributes).reduce((sum, [name, { dataType, stringValue, binaryValue }]) => {
    const value = binaryValue === undefined ? Buffer.byteLength(stringValue ?? '') : Buffer.byteLength(binaryValue, 'base64');
    return sum + Buffer.byteLength(name) + Buffer.byteLength(dataType) + value;
  }, 0);
}
