import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import { ConstructError } from '../construct-error';
import { checkBodyPolicy, checkFilterPolicy } from './filter-policy';
import { allowKey, checkDeadLetterQueue } from './source-dead-letters';

export interface SnsEventSourceProps {
  /**
   * Which messages, by their attributes: at most 5 attributes, and 150 combinations of values.
   *
   * @default - All.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
   */
  readonly filterPolicy?: { [attribute: string]: sns.SubscriptionFilter };

  /**
   * Which messages, by what is in their JSON. Not together with `filterPolicy`.
   *
   * @default - All.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
   */
  readonly filterPolicyWithMessageBody?: { [attribute: string]: sns.FilterOrPolicy };

  /**
   * A standard queue for messages that Lambda did not take; its policy, and that of its key, let the topic send there.
   *
   * What fails in the function is up to the function's own `onFailure` or `deadLetterQueue`.
   *
   * @default - Such messages are lost.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * The id of the subscription, below the function. Needed when two topics with the same id are connected to one function.
   *
   * @default - The id of the topic.
   */
  readonly subscriptionId?: string;
}

/**
 * A topic of SNS, of whichever stack, Region or account.
 *
 * Fails for FIFO topics, which invoke no functions, and for filter policies that SNS would refuse.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export class SnsEventSource implements lambda.IEventSource {
  /** The topic. */
  public readonly topic: sns.ITopic;
  private readonly props: SnsEventSourceProps;

  constructor(topic: sns.ITopic, props: SnsEventSourceProps = {}) {
    this.topic = topic;
    this.props = props;
  }

  /** Subscribes a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { topic } = this;
    const { subscriptionId = topic.node.id, ...props } = this.props;
    if (topic.fifo) {
      throw new ConstructError(target, 'TOPIC_FIFO', `${topic.node.path} must not be a FIFO topic (SNS-02).`);
    }
    this.checkDeadLetters(target);
    this.checkFilters(target);
    // The id that aws-cdk-lib gives: who comes from there keeps the permission.
    const permissionId = `AllowInvoke:${Names.nodeUniqueId(topic.node)}`;
    if (target.node.tryFindChild(permissionId) !== undefined) {
      throw new ConstructError(target, 'SOURCE_TWICE', `is subscribed to ${topic.node.path} already.`);
    }
    if (target.node.tryFindChild(subscriptionId) !== undefined) {
      const message = `has another '${subscriptionId}', the id of the subscription to ${topic.node.path}.`;
      throw new ConstructError(target, 'SUBSCRIPTION_ID_TAKEN', message);
    }

    const subscription = new LambdaSubscription(target, props);
    topic.addSubscription({ bind: (each) => ({ ...subscription.bind(each), subscriberId: subscriptionId }) });
    const permission = target.node.tryFindChild(permissionId);
    if (permission instanceof lambda.CfnPermission) permission.sourceAccount = topic.env.account;
    if (props.deadLetterQueue) allowKey(target, props.deadLetterQueue, 'sns.amazonaws.com');
  }

  /** The subscription is in the Region of the topic, and in the account of the function. */
  private checkDeadLetters(target: lambda.IFunction): void {
    const { topic } = this;
    const { deadLetterQueue: queue } = this.props;
    checkDeadLetterQueue(target, queue, { region: topic.env.region, account: target.env.account }, 'SNS-06');
    const isHere = Stack.of(topic) === Stack.of(target) && Token.isUnresolved(topic.topicArn);
    if (queue === undefined || !isHere || Stack.of(queue) === Stack.of(topic)) return;
    const message = `deadLetterQueue ${queue.node.path} is in another stack than the topic and the function (SNS-06).`;
    throw new ConstructError(target, 'SOURCE_DEAD_LETTERS_OTHER_STACK', message);
  }

  private checkFilters(target: lambda.IFunction): void {
    const { filterPolicy, filterPolicyWithMessageBody } = this.props;
    if (filterPolicy && filterPolicyWithMessageBody) {
      const message = 'filterPolicy and filterPolicyWithMessageBody must not be given together (SNS-07).';
      throw new ConstructError(target, 'FILTER_POLICY_TWICE', message);
    }
    if (filterPolicy) checkFilterPolicy(target, filterPolicy);
    if (filterPolicyWithMessageBody) checkBodyPolicy(target, filterPolicyWithMessageBody);
  }
}
