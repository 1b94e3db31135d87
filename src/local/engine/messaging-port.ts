import type { AwsError } from './aws-error';

/** What is published to a topic from beside the API. */
export interface TopicMessage {
  readonly message: string;
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, string | number | Uint8Array>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** The topics of a run, as tests use them. */
export interface Topics {
  publish(topicArn: string, message: TopicMessage): Promise<{ readonly messageId: string } | AwsError>;
}
