import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { SUBJECT_MAX } from '../../../spec/sns';
import type { AwsError } from '../../engine/aws-error';
import { textBytes, toBase64 } from '../../engine/text';
import { invalidParameter, invalidValue } from './refusals';

/** A message as it was published. */
export interface Message {
  /** By protocol, where the publisher gave texts of their own; the others get `text`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly text: string;
  readonly subject?: string;
  /** Binary values are base64. */
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface GivenMessage {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

/** The message, or what SNS says to it. */
export function messageOf(given: GivenMessage): Message | AwsError {
  const { Message: text = '', Subject: subject, MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = given;
  if (subject !== undefined && (subject.length > SUBJECT_MAX || !/^\P{Cc}+$/u.test(subject))) return invalidParameter('Subject');
  if (text === '') return invalidParameter('Empty message');
  const attributes: Record<string, { type: string; value: string }> = {};
  for (const [name, value] of Object.entries(given.MessageAttributes ?? {})) {
    const flaw = nameFlaw(name) ?? valueFlaw(name, value);
    if (flaw !== undefined) return invalidValue(flaw);
    const { DataType: type = '', StringValue, BinaryValue } = value;
    attributes[name] = { type, value: BinaryValue === undefined ? (StringValue ?? '') : toBase64(BinaryValue) };
  }
  const texts = given.MessageStructure === 'json' ? textsIn(text) : { default: text };
  if (typeof texts === 'string') return invalidParameter(`Message Structure - ${texts}`);
  return {
    texts,
    text: texts.default as string,
    attributes,
    ...(subject !== undefined && { subject }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}

/** With its attributes, in bytes: their names, types and values count. */
export function messageSize({ Message: text = '', MessageAttributes = {} }: GivenMessage): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue }]) =>
      textBytes(name + DataType + StringValue).length + (BinaryValue?.length ?? 0),
  );
  return attributes.reduce((sum, size) => sum + size, textBytes(text).length);
}

/** What there is for each protocol; a text that says what is wrong otherwise. Members that are no texts do not count. */
function textsIn(text: string): Readonly<Record<string, string>> | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'JSON message body failed to parse';
  }
  if (typeof parsed !== 'object' || parsed === null) return 'JSON message body failed to parse';
  const texts = Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.some(([protocol]) => protocol === 'default') ? Object.fromEntries(texts) : 'No default entry in JSON message body';
}

function nameFlaw(name: string): string | undefined {
  if (name.startsWith('.')) return "Invalid message attribute name starting with character '.' was found.";
  if (name.endsWith('.')) return "Invalid message attribute name ending with character '.' was found.";
  if (name.includes('..')) return "Message attribute name can not have successive '.' character.";
  const wrong = /[^A-Za-z0-9_.-]/.exec(name)?.[0];
  if (wrong === undefined) return undefined;
  const code = `#x${wrong.charCodeAt(0).toString(16).toUpperCase()}`;
  return `Invalid non-alphanumeric character '${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`;
}

function valueFlaw(name: string, value: MessageAttributeValue): string | undefined {
  const { DataType: type = '', StringValue, BinaryValue } = value;
  const [, kind] = /^(String|Number|Binary)(\..+)?$/.exec(type) ?? [];
  if (kind === undefined) {
    return `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
  }
  const empty = `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`;
  if (StringValue === undefined && BinaryValue === undefined) return empty;
  const field = kind === 'Binary' ? 'Binary' : 'String';
  const given = field === 'Binary' ? BinaryValue : StringValue;
  if (given === undefined) return `The message attribute '${name}' with type '${type}' must use field '${field}'.`;
  return given.length === 0 ? empty : undefined;
}
