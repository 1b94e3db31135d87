import type { ResourceAddress } from './address';
import type { BucketSettings } from './bucket-settings';

/** A bucket that the app makes, or that it names as the source of notifications. */
export interface Bucket {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  /** Absent: never switched on. */
  readonly versioning?: Versioning;
  readonly tags?: Readonly<Record<string, string>>;
  readonly notifications: BucketNotifications;
  /** In their order, the first that fits decides. @default none, so that browsers keep answers from pages of other origins */
  readonly cors?: readonly CorsRule[];
  /** @default those of every new bucket */
  readonly settings?: BucketSettings;
}

/** Which pages may do what; a pattern has one `*` at most, for anything. */
export interface CorsRule {
  readonly id?: string;
  /** Patterns of origins. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Patterns of names. @default none */
  readonly headers?: readonly string[];
  /** Names of headers that pages may read. @default none but those that they may always read */
  readonly exposed?: readonly string[];
  /** How long browsers remember a preflight, in seconds. */
  readonly maxAge?: number;
}

export type Versioning = 'Enabled' | 'Suspended';

/** What a bucket tells whom of changes of its objects. */
export interface BucketNotifications {
  readonly rules: readonly NotificationRule[];
  /** Everything goes to the default event bus as well. */
  readonly eventBridge: boolean;
}

export interface NotificationRule {
  /** `configurationId` of the events. */
  readonly id: string;
  readonly to: 'lambda' | 'sqs' | 'sns';
  readonly targetArn: string;
  /** As `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  /** @default every key */
  readonly prefix?: string;
  /** @default every key */
  readonly suffix?: string;
}

export const NO_NOTIFICATIONS: BucketNotifications = { rules: [], eventBridge: false };
