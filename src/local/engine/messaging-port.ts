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

/** An event of an AWS service; `detail` is JSON text of an object. */
export interface ServiceEvent {
  readonly account: string;
  readonly region: string;
  /** As `aws.s3`. */
  readonly source: string;
  /** As `Object Created`. */
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: string;
  /** @default the present */
  readonly time?: Date;
  readonly traceHeader?: string;
}

/** Takes the events of AWS services, which arrive on the default bus of their Region and account. */
export interface EventIntake {
  /** Resolves with the event's id when it has been handed to the rules that it matches. */
  put(event: ServiceEvent): Promise<string>;
}

/** What is put on a bus from beside the API; `detail` is JSON text. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly resources?: readonly string[];
  readonly time?: Date;
}

/** The event buses of a run, as tests use them. */
export interface Buses {
  put(busArn: string, event: BusEvent): Promise<{ readonly eventId: string } | AwsError>;
}
