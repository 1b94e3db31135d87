import type { Turn } from './turns';

/** What a bucket sends to a function, a queue, a topic or the event bus. */
export interface BucketParcel {
  readonly targetArn: string;
  /** JSON text; of an event for the bus its `detail`. */
  readonly body: string;
  /** Who sends, as resource policies see it. */
  readonly sender: { readonly principal: 's3.amazonaws.com'; readonly arn: string; readonly account: string };
  /** Of a message for a topic. */
  readonly subject?: string;
  /** Of an event for the bus. */
  readonly source?: string;
  readonly detailType?: string;
  readonly resources?: readonly string[];
  /** Of the chain of calls that this belongs to. */
  readonly traceHeader?: string;
}

/** `why` is a sentence for the user. */
export type BucketParcelTaken =
  | { readonly outcome: 'delivered' }
  /** No service here takes it, so that it can be read only in the journal. */
  | { readonly outcome: 'kept' | 'failed'; readonly why: string };

/** What takes the notifications of buckets, by the service in the ARN of the target: `lambda`, `sqs`, `sns`, `events`. */
export type BucketOutlets = Readonly<Record<string, { take(parcel: BucketParcel): Promise<BucketParcelTaken> }>>;

/** Where what a call sets off is told: within the invocation whose handler made it, by `key`, or by itself. It is to be ended. */
export type TurnFor = (traceHeader: string | undefined, key: string) => Turn;

/** An object as whoever holds a handle on its bucket sees it. */
export interface SeenObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: number;
  /** `null` where the bucket has no versions. */
  readonly versionId: string;
  readonly contentType?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface GivenObject {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is in a bucket from the start. */
export interface DeployedObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The buckets of a run, for whoever is no client of the API; changes set off what they set off there. */
export interface Buckets {
  /** In the order of their keys; undefined when there is no such bucket. */
  objects(bucket: string): readonly SeenObject[] | undefined;
  /** A sentence that says why it was refused; undefined when it was done. */
  put(bucket: string, key: string, object: GivenObject): string | undefined;
  delete(bucket: string, key: string): string | undefined;
}
