import type { AwsError } from '../../engine/aws-error';
import { FilterPolicyFlaw, type FilterScope, filterPolicy } from './filter-policy';
import { invalidParameter } from './refusals';
import type { HeldSubscription } from './store';

const NAMES =
  /^(DeliveryPolicy|FilterPolicy|FilterPolicyScope|RawMessageDelivery|RedrivePolicy|SubscriptionRoleArn|ReplayPolicy)$/;

/** What SNS says to an attribute of a subscription; `prefix` stands before its reasons. */
export function attributeFlaw(name: string, value: string, protocol: string, prefix: string): AwsError | undefined {
  if (!NAMES.test(name)) return prefix === '' ? invalidParameter('AttributeName') : invalidParameter(`Attributes`);
  if (value === '') return undefined;
  if (name === 'FilterPolicyScope' && !['MessageAttributes', 'MessageBody'].includes(value)) {
    const reason = `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`;
    return invalidParameter(prefix + reason);
  }
  if (name === 'RawMessageDelivery') {
    if (!/^(true|false)$/i.test(value)) {
      return invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
    }
    if (/^true$/i.test(value) && !['sqs', 'http', 'https', 'firehose'].includes(protocol)) {
      return invalidParameter(`${prefix}RawMessageDelivery: This attribute is not supported for the protocol ${protocol}`);
    }
  }
  if (name === 'ReplayPolicy')
    return invalidParameter(`${prefix}ReplayPolicy: lambda-kit does not emulate archives and replays.`);
  if (name === 'RedrivePolicy') return redriveFlaw(value, prefix);
  return undefined;
}

function redriveFlaw(value: string, prefix: string): AwsError | undefined {
  let arn: unknown;
  try {
    arn = (JSON.parse(value) as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  } catch {
    return invalidParameter(`${prefix}RedrivePolicy: failed to parse JSON.`);
  }
  if (typeof arn === 'string' && /^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(arn)) return undefined;
  return invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
}

/** Takes the attributes over; what its filter policy comes to is worked out with them. */
export function setAttributes(
  subscription: HeldSubscription,
  given: Readonly<Record<string, string>>,
  prefix: string,
): AwsError | undefined {
  const wanted = new Map(subscription.attributes);
  for (const [name, value] of Object.entries(given)) {
    const flaw = attributeFlaw(name, value, subscription.protocol, prefix);
    if (flaw) return flaw;
    if (value === '') wanted.delete(name);
    else wanted.set(name, name === 'RawMessageDelivery' ? value.toLowerCase() : value);
  }
  const policy = wanted.get('FilterPolicy');
  try {
    const isEmpty = policy === undefined || /^\s*\{\s*\}\s*$/.test(policy);
    const scope = (wanted.get('FilterPolicyScope') ?? 'MessageAttributes') as FilterScope;
    if (isEmpty) delete subscription.filter;
    else subscription.filter = filterPolicy(policy, scope);
  } catch (error) {
    if (error instanceof FilterPolicyFlaw) return invalidParameter(prefix + error.message);
    throw error;
  }
  subscription.attributes.clear();
  for (const [name, value] of wanted) subscription.attributes.set(name, value);
  return undefined;
}
