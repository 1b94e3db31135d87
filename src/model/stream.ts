import type { ResourceAddress } from './address';

/** A data stream of Amazon Kinesis. */
export interface Stream extends StreamSettings {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

export interface StreamSettings {
  readonly mode: StreamMode;
  readonly shards: number;
  readonly retentionHours: number;
  /** Of one record. */
  readonly recordKiB: number;
  /** Id, alias or ARN of the key; absent for a stream that is not encrypted. Nothing is encrypted here. */
  readonly encryptionKey?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

/** Who reads a stream with a throughput of its own. */
export interface StreamConsumer {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
  readonly tags: Readonly<Record<string, string>>;
}
