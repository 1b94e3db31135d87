import type { ResourceAddress } from './address';

/** A table of DynamoDB. */
export interface Table extends TableSettings {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** How its stream is named; absent when it has none. */
  readonly streamArn?: string;
}

export interface TableSettings {
  /** The types of the attributes that keys are made of, by name. */
  readonly attributes: Readonly<Record<string, KeyType>>;
  readonly key: KeySchema;
  readonly indexes: readonly TableIndex[];
  /** Absent for a table that is paid by request. */
  readonly throughput?: Throughput;
  /** Absent for a table without a stream. */
  readonly streamViewType?: StreamViewType;
  /** The attribute with the time at which an item ends, in seconds since 1970. */
  readonly timeToLive?: string;
  readonly deletionProtection: boolean;
  readonly tableClass?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export type KeyType = 'S' | 'N' | 'B';

/** Names of attributes. Only global indexes have more than one of a kind. */
export interface KeySchema {
  readonly hash: readonly string[];
  readonly range: readonly string[];
}

export interface TableIndex {
  readonly name: string;
  readonly kind: 'local' | 'global';
  readonly key: KeySchema;
  /** What an entry has beside the keys: all of the item, nothing, or these attributes. */
  readonly projection: 'ALL' | 'KEYS_ONLY' | readonly string[];
  readonly throughput?: Throughput;
}

/** Units a second; nothing is refused for using more. */
export interface Throughput {
  readonly read: number;
  readonly write: number;
}

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** The attributes of the key, in order. */
export function keyNames({ hash, range }: KeySchema): readonly string[] {
  return [...hash, ...range];
}
