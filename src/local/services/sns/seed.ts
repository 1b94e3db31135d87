import type { Subscription, Topic } from '../../../model/topic';
import { isError } from './refusals';
import type { TopicStore } from './store';
import { setAttributes } from './subscription-attributes';
import { newSubscription } from './subscriptions';
import { newTopic } from './topics';

/** Puts the topics of an app into the store; `refused` is told what SNS would not have taken. */
export function seedTopics(
  store: TopicStore,
  topics: readonly Topic[],
  subscriptions: readonly Subscription[],
  refused: (path: string, why: string) => void,
): void {
  for (const { arn, attributes, tags } of topics) store.add(newTopic(arn, attributes, new Map(Object.entries(tags))));
  for (const { address, arn, topicArn, protocol, endpoint, account, attributes } of subscriptions) {
    const topic = store.topic(topicArn);
    if (!topic) {
      refused(address.path, `Its topic ${topicArn} is not one of this app.`);
      continue;
    }
    const subscription = newSubscription({ arn, topicArn, protocol, endpoint, owner: account });
    const flaw = setAttributes(subscription, attributes, 'Attributes Reason: ');
    if (isError(flaw)) refused(address.path, flaw.message);
    else topic.subscriptions.set(arn, subscription);
  }
}
