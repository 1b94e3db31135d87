import {
  DEFAULT_RETENTION_SECONDS,
  DEFAULT_VISIBILITY_TIMEOUT_SECONDS,
  DELAY,
  MAX_RECEIVE_COUNT,
  MESSAGE_BYTES,
  RETENTION,
  VISIBILITY_TIMEOUT,
  WAIT_TIME,
} from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';

/** What a queue does, as its attributes say. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly delaySeconds: number;
  readonly maximumBytes: number;
  readonly retentionMs: number;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
  readonly contentBasedDeduplication: boolean;
  /** Deduplication ids count within a message group, not in the whole queue. */
  readonly deduplicatesByGroup: boolean;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  readonly redriveAllowed: 'allowAll' | 'denyAll' | readonly string[];
}

type Attributes = Readonly<Record<string, string>>;

const NUMBERS = {
  DelaySeconds: DELAY,
  MaximumMessageSize: MESSAGE_BYTES,
  MessageRetentionPeriod: RETENTION,
  ReceiveMessageWaitTimeSeconds: WAIT_TIME,
  VisibilityTimeout: VISIBILITY_TIMEOUT,
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400 },
} as const;
const FLAGS = ['FifoQueue', 'ContentBasedDeduplication', 'SqsManagedSseEnabled'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perMessageGroupId', 'perQueue'],
};
const FIFO_ONLY = ['FifoQueue', 'ContentBasedDeduplication', ...Object.keys(CHOICES)];
const TEXTS = ['Policy', 'KmsMasterKeyId', 'RedrivePolicy', 'RedriveAllowPolicy'];
/** They are taken away when they are set to nothing. */
export const REMOVABLE = ['Policy', 'KmsMasterKeyId', 'RedrivePolicy', 'RedriveAllowPolicy'];

const DEFAULTS: Attributes = {
  DelaySeconds: `${DELAY.min}`,
  MaximumMessageSize: `${MESSAGE_BYTES.max}`,
  MessageRetentionPeriod: `${DEFAULT_RETENTION_SECONDS}`,
  ReceiveMessageWaitTimeSeconds: `${WAIT_TIME.min}`,
  VisibilityTimeout: `${DEFAULT_VISIBILITY_TIMEOUT_SECONDS}`,
};
const FIFO_DEFAULTS: Attributes = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Every attribute of a queue of which these are given. */
export function withDefaults(given: Attributes): Attributes {
  const encrypted = { SqsManagedSseEnabled: given.KmsMasterKeyId === undefined ? 'true' : 'false' };
  return { ...DEFAULTS, ...(given.FifoQueue === 'true' && FIFO_DEFAULTS), ...encrypted, ...given };
}

export function settingsOf(attributes: Attributes): QueueSettings {
  const number = (name: string) => Number(attributes[name] ?? DEFAULTS[name]);
  const redrive = redriveOf(attributes.RedrivePolicy);
  return {
    isFifo: attributes.FifoQueue === 'true',
    delaySeconds: number('DelaySeconds'),
    maximumBytes: number('MaximumMessageSize'),
    retentionMs: 1000 * number('MessageRetentionPeriod'),
    waitSeconds: number('ReceiveMessageWaitTimeSeconds'),
    visibilitySeconds: number('VisibilityTimeout'),
    contentBasedDeduplication: attributes.ContentBasedDeduplication === 'true',
    deduplicatesByGroup: attributes.DeduplicationScope === 'messageGroup',
    ...(redrive && { redrive }),
    redriveAllowed: allowedOf(attributes.RedriveAllowPolicy),
  };
}

/** Why these cannot be set; undefined when they can. */
export function attributesError(given: Attributes, isFifo: boolean): AwsError | undefined {
  for (const [name, value] of Object.entries(given)) {
    const error = attributeError(name, value, isFifo);
    if (error) return error;
  }
  if (given.SqsManagedSseEnabled === 'true' && given.KmsMasterKeyId) {
    return awsError(
      'InvalidAttributeName',
      400,
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  }
  return undefined;
}

function attributeError(name: string, value: string, isFifo: boolean): AwsError | undefined {
  if (FIFO_ONLY.includes(name) && !isFifo) return unknownAttribute(name);
  if (Object.hasOwn(NUMBERS, name)) {
    const { min, max } = NUMBERS[name as keyof typeof NUMBERS];
    return /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? undefined : invalidValue(name);
  }
  if (FLAGS.includes(name)) return ['true', 'false'].includes(value.toLowerCase()) ? undefined : invalidValue(name);
  if (Object.hasOwn(CHOICES, name)) return CHOICES[name]?.includes(value) ? undefined : invalidValue(name);
  if (!TEXTS.includes(name)) return unknownAttribute(name);
  if (value === '') return undefined;
  if (name === 'RedrivePolicy') return redriveError(value, isFifo);
  return name === 'RedriveAllowPolicy' && allowedOf(value, true) === 'invalid' ? policyError(name, value, '') : undefined;
}

/** SQS-07. */
function redriveError(written: string, isFifo: boolean): AwsError | undefined {
  const policy = json(written);
  if (policy === undefined) return policyError('RedrivePolicy', written, 'Redrive policy is not a valid JSON map.');
  if (policy.deadLetterTargetArn === undefined) {
    return policyError('RedrivePolicy', written, 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  }
  if (policy.maxReceiveCount === undefined) {
    return policyError('RedrivePolicy', written, 'Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  }
  const arn = String(policy.deadLetterTargetArn);
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(arn)) {
    return policyError('RedrivePolicy', written, 'Invalid value for deadLetterTargetArn.');
  }
  const receives = Number(policy.maxReceiveCount);
  if (!Number.isInteger(receives) || receives < MAX_RECEIVE_COUNT.min || receives > MAX_RECEIVE_COUNT.max) {
    return policyError('RedrivePolicy', written, 'Invalid value for maxReceiveCount: must be between 1 and 1000 both incl.');
  }
  if (arn.endsWith('.fifo') === isFifo) return undefined;
  const kind = isFifo ? 'FIFO' : 'standard';
  return policyError('RedrivePolicy', written, `Dead-letter queue must be same type of queue as the source: a ${kind} queue.`);
}

function redriveOf(written: string | undefined): QueueSettings['redrive'] {
  const policy = json(written);
  if (policy?.deadLetterTargetArn === undefined || policy.maxReceiveCount === undefined) return undefined;
  return { deadLetterArn: String(policy.deadLetterTargetArn), maxReceiveCount: Number(policy.maxReceiveCount) };
}

function allowedOf(written: string | undefined, strict?: false): QueueSettings['redriveAllowed'];
function allowedOf(written: string | undefined, strict: true): QueueSettings['redriveAllowed'] | 'invalid';
function allowedOf(written: string | undefined, strict = false): QueueSettings['redriveAllowed'] | 'invalid' {
  const policy = json(written);
  if (policy?.redrivePermission === 'allowAll' || policy?.redrivePermission === 'denyAll') return policy.redrivePermission;
  const arns = policy?.sourceQueueArns;
  if (policy?.redrivePermission === 'byQueue' && Array.isArray(arns)) return arns.map(String);
  return strict ? 'invalid' : 'allowAll';
}

function json(written: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(written ?? '') as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function policyError(name: string, value: string, reason: string): AwsError {
  const why = reason || 'Amazon SQS can’t create the redrive allow policy, as it’s in an unsupported format.';
  return awsError('InvalidParameterValue', 400, `Value ${value} for parameter ${name} is invalid. Reason: ${why}`);
}

function invalidValue(name: string): AwsError {
  return awsError('InvalidAttributeValue', 400, `Invalid value for the parameter ${name}.`);
}

export function unknownAttribute(name: string): AwsError {
  return awsError('InvalidAttributeName', 400, `Unknown Attribute ${name}.`);
}
