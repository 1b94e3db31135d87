import type { ResourceAddress } from './address';

/** A topic of Amazon SNS. */
export interface Topic {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  /** Those that the template gives, as SNS's API names and writes them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who gets the messages of a topic. */
export interface Subscription {
  /** Of the resource; one that stands inside of its topic has the topic's. */
  readonly address: ResourceAddress;
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly account: string;
  /** Those that the template gives, as SNS's API names and writes them. */
  readonly attributes: Readonly<Record<string, string>>;
}
