import { FILTER_POLICY_KEYS } from '../spec/push-sources';
import type { App } from './app';
import { callTo, collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownParts, knownText } from './known';
import type { Part } from './part';
import { each, type Rule } from './rule';

const TOPIC = 'AWS::SNS::Topic';
const GUIDE = 'https://docs.aws.amazon.com/sns/latest/dg';

/** A function's subscription, on its own or a part of the topic. */
interface Subscription {
  readonly on: Declaration;
  readonly part: Part;
  readonly topicArn: string | undefined;
  readonly topic: Declaration | undefined;
}

function* subscriptions(app: App): Generator<Subscription> {
  for (const on of app.ofType('AWS::SNS::Subscription')) {
    if (knownText(on, 'Protocol') !== 'lambda') continue;
    const topicArn = knownText(on, 'TopicArn');
    yield { on, part: on, topicArn, topic: app.named(topicArn, TOPIC) };
  }
  for (const on of app.ofType(TOPIC)) {
    const own = knownParts(on, 'Subscription').filter((part) => knownText(part, 'Protocol') === 'lambda');
    for (const part of own) yield { on, part, topicArn: on.arn, topic: on };
  }
}

export const snsCalls = collected('sns', function* (app) {
  for (const { on, part, topicArn } of subscriptions(app)) {
    const call = callTo(app, on, part.part('Endpoint'), 'sns', [topicArn]);
    if (call !== undefined) yield call;
  }
});

function isFifo({ topic, topicArn }: Subscription): boolean {
  return topicArn?.endsWith('.fifo') === true || topic?.flag('FifoTopic') === true;
}

const regionIn = (arn: string | undefined) => arn?.split(':')[3];

export const SNS: readonly Rule[] = [
  permissionRule({
    id: 'SNS-01',
    title: 'A topic may not invoke the function that is subscribed to it',
    why: 'Every message is lost to the function, without an error that anyone sees.',
    source: `${GUIDE}/sns-lambda-as-subscriber.html`,
    calls: snsCalls,
  }),
  {
    id: 'SNS-01-region',
    severity: 'error',
    title: 'A subscription does not say that its topic is in another Region',
    why: 'SNS looks for the topic in the Region of the subscription and refuses it.',
    remedy: 'Give the Region of the topic as Region of the subscription.',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html',
    check: each(subscriptions, function* ({ on, part, topic, topicArn }) {
      const home = topic === undefined ? regionIn(topicArn) : topic.region;
      if (home === undefined || home === '' || on.region === undefined || home === on.region) return;
      const said = part.text('Region');
      if (said === home) return;
      const message = `The topic is in ${home}, the subscription in ${on.region}${said === undefined ? '' : `, its Region is ${said}`}.`;
      yield { on, property: 'Properties.Region', message };
    }),
  },
  {
    id: 'SNS-02',
    severity: 'error',
    title: 'A function is subscribed to a FIFO topic',
    why: 'FIFO topics deliver to queues only; SNS refuses the subscription.',
    remedy: 'Subscribe a queue to the topic, and let the function read the queue.',
    source: `${GUIDE}/fifo-topic-message-delivery.html`,
    also: ['VAL-16'],
    check: each(subscriptions, function* (subscription) {
      const { on, part, topic, topicArn } = subscription;
      if (!isFifo(subscription)) return;
      const property = `${part.property}.Protocol`;
      yield {
        on,
        property,
        message: `The topic ${topic?.path ?? topicArn} is a FIFO topic, the subscription is of protocol lambda.`,
      };
    }),
  },
  {
    id: 'SNS-06',
    severity: 'error',
    title: 'The dead-letter queue of a subscription is one that SNS cannot use',
    why: 'SNS refuses the subscription, or loses the messages that it could not deliver.',
    remedy: 'Name a standard queue of the same account and Region.',
    source: `${GUIDE}/sns-dead-letter-queues.html`,
    check: each(subscriptions, function* ({ on, part }, app) {
      const arn = part.text('RedrivePolicy', 'deadLetterTargetArn');
      if (arn === undefined) return;
      const queue = app.named(arn, 'AWS::SQS::Queue');
      const property = `${part.property}.RedrivePolicy`;
      const name = queue?.path ?? arn;
      if (arn.endsWith('.fifo') || queue?.flag('FifoQueue')) yield { on, property, message: `${name} is a FIFO queue.` };
      else if (!arn.includes(':sqs:')) yield { on, property, message: `${name} is no queue.` };
      const home = queue === undefined ? regionIn(arn) : queue.region;
      if (home === undefined || on.region === undefined || part.has('Region') || home === on.region) return;
      yield { on, property, message: `${name} is in ${home}, the subscription in ${on.region}.` };
    }),
  },
  {
    id: 'SNS-07',
    severity: 'error',
    title: 'The filter policy of a subscription has too many keys',
    why: 'SNS refuses the subscription.',
    remedy: `Filter by at most ${FILTER_POLICY_KEYS} keys, and by the rest in the function.`,
    source: `${GUIDE}/subscription-filter-policy-constraints.html`,
    check: each(subscriptions, function* ({ on, part }) {
      if (part.text('FilterPolicyScope') === 'MessageBody') return;
      const keys = part.members('FilterPolicy').length;
      if (keys <= FILTER_POLICY_KEYS) return;
      yield {
        on,
        property: `${part.property}.FilterPolicy`,
        message: `The filter policy has ${keys} keys, ${FILTER_POLICY_KEYS} can be.`,
      };
    }),
  },
  {
    id: 'SNS-07-scope',
    severity: 'error',
    title: 'A filter policy on message attributes looks inside of them',
    why: 'SNS refuses the subscription: attributes have nothing inside.',
    remedy: 'Set FilterPolicyScope to MessageBody, or filter by the attributes themselves.',
    source: `${GUIDE}/sns-subscription-filter-policies.html`,
    check: each(subscriptions, function* ({ on, part }) {
      if ((part.text('FilterPolicyScope') ?? 'MessageAttributes') !== 'MessageAttributes') return;
      for (const [key, value] of part.members('FilterPolicy')) {
        if (key.startsWith('$') || value.members().length === 0) continue;
        yield {
          on,
          property: value.property,
          message: `The attribute '${key}' is given members, in the scope MessageAttributes.`,
        };
      }
    }),
  },
];
