import type { Topic } from '../model/topic';
import { CallRefused } from './call-refused';
import type { Topics } from './engine/messaging-port';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import type { Journal } from './journal/journal';
import { checkOptions, type Kinds, object, TEXT } from './options-check';
import { handoversOf, type PastHandover, parsed } from './past-handover';

export interface PublishOptions {
  readonly subject?: string;
  /** Texts, numbers and bytes become attributes of these types. */
  readonly attributes?: Readonly<Record<string, string | number | Uint8Array>>;
  /** Of a FIFO topic, which needs it. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

const PUBLISH_OPTIONS: Kinds<PublishOptions> = {
  subject: TEXT,
  attributes: object('{ priority: 1 }'),
  groupId: TEXT,
  deduplicationId: TEXT,
};

/** A message that a topic has accepted. */
export interface TopicMessage {
  readonly messageId: string;
  /** Parsed from JSON where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly message: any;
  readonly subject?: string;
  /** By name; binary values are base64. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly groupId?: string;
  /** It had been published before, within five minutes, and went to nobody. */
  readonly duplicate?: true;
  /** By the executor's clock. */
  readonly at: Date;
}

/** A topic of the app, as tests hold it. */
export class TopicHandle {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    topic: Topic,
    private readonly topics: Topics,
    private readonly journal: Journal,
  ) {
    this.name = topic.name;
    this.arn = topic.arn;
    this.path = topic.address.path;
    this.logicalId = topic.address.logicalId;
  }

  /**
   * Publishes as an SDK client does; everything but text is turned into JSON. Fails with `CallRefused` where SNS would have
   * refused it.
   */
  async publish(message: unknown, options: PublishOptions = {}): Promise<{ readonly messageId: string }> {
    checkOptions(options, PUBLISH_OPTIONS, "{ subject: 'Sold' }");
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    if (text === undefined) {
      throw new LocalError('EVENT_INVALID', `A message must be text, or something JSON can hold; this is ${typeof message}.`);
    }
    const answer = await this.topics.publish(this.arn, { message: text, ...options });
    if ('kind' in answer) throw new CallRefused(answer);
    return answer;
  }

  /** What has been published so far, in order. */
  get messages(): readonly TopicMessage[] {
    return this.journal.entries.flatMap((entry) => {
      if (entry.kind !== 'topic.published' || entry.topic !== this.arn) return [];
      const { kind: _, topic: __, at, message, attributes = {}, ...same } = entry;
      const values = Object.entries(attributes).map(([name, { value }]) => [name, value] as const);
      return [{ ...same, message: parsed(message), attributes: Object.fromEntries(values), at: new Date(at) }];
    });
  }

  /** Where its messages went, attempt by attempt. */
  get deliveries(): readonly PastHandover[] {
    return handoversOf(this.journal, this.arn);
  }
}

/** The one topic that `name` means: its logical id, construct path, name or ARN. */
export function findTopic(topics: readonly Topic[], name: string): Topic {
  return foundByName(topics, name, 'topic');
}
