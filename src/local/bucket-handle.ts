import type { Bucket } from '../model/bucket';
import type { Buckets, SeenObject } from './engine/bucket-port';
import { bytesText, textBytes } from './engine/text';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import type { Journal } from './journal/journal';
import { checkOptions, type Kinds, objectOfTexts, TEXT } from './options-check';

export interface ObjectOptions {
  /** @default application/json for what is written as JSON, otherwise binary/octet-stream */
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

const OBJECT_OPTIONS: Kinds<ObjectOptions> = {
  contentType: TEXT,
  metadata: objectOfTexts("{ author: 'ann' }"),
  tags: objectOfTexts("{ kind: 'photo' }"),
};

/** An object as it is in the bucket. */
export class BucketObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined where the bucket has no versions. */
  readonly versionId: string | undefined;
  /** By the executor's clock. */
  readonly lastModified: Date;
  readonly bytes: Uint8Array;

  constructor({ key, bytes, etag, contentType, metadata, tags, versionId, modified }: SeenObject) {
    this.key = key;
    this.size = bytes.length;
    this.etag = etag;
    this.contentType = contentType;
    this.metadata = metadata;
    this.tags = tags;
    this.versionId = versionId === 'null' ? undefined : versionId;
    this.lastModified = new Date(modified);
    this.bytes = bytes;
  }

  /** As UTF-8. */
  get text(): string {
    return bytesText(this.bytes);
  }

  /** Parsed; fails when it is not JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  get json(): any {
    return JSON.parse(this.text);
  }
}

/** What the bucket has told of one change to one target. */
export interface BucketNotice {
  readonly key: string;
  /** As `ObjectCreated:Put`. */
  readonly event: string;
  readonly targetArn: string;
  /** What the target received, or would have, parsed from JSON; of the event bus the `detail`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is S3's
  readonly body: any;
  /** `kept`: the service of the target is not emulated, so that this is the only place where it can be read. */
  readonly outcome: 'delivered' | 'kept' | 'failed';
  readonly why?: string;
  /** By the executor's clock. */
  readonly at: Date;
}

/** A bucket of the app, as tests hold it. */
export class BucketHandle {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    bucket: Bucket,
    private readonly buckets: Buckets,
    private readonly journal: Journal,
  ) {
    this.name = bucket.name;
    this.arn = bucket.arn;
    this.path = bucket.address.path;
    this.logicalId = bucket.address.logicalId;
  }

  /** What is in it now, in the order of the keys. */
  get objects(): readonly BucketObject[] {
    return this.seen().map((object) => new BucketObject(object));
  }

  /** In their order. */
  get keys(): readonly string[] {
    return this.seen().map(({ key }) => key);
  }

  /** The object under this key; undefined when there is none. */
  get(key: string): BucketObject | undefined {
    const found = this.seen().find((object) => object.key === key);
    return found && new BucketObject(found);
  }

  /** Writes as a client of S3 does, so that the bucket tells of it: text as UTF-8, bytes as they are, everything else as JSON. */
  put(key: string, body: unknown, options: ObjectOptions = {}): void {
    checkOptions(options, OBJECT_OPTIONS, "{ contentType: 'text/plain' }");
    const { contentType, metadata, tags } = options;
    const isPlain = typeof body === 'string' || body instanceof Uint8Array;
    const json = isPlain ? undefined : JSON.stringify(body);
    if (!isPlain && json === undefined) {
      throw new LocalError('OBJECT_REFUSED', `An object must be text, bytes or something JSON can hold; this is ${typeof body}.`);
    }
    const type = contentType ?? (isPlain ? undefined : 'application/json');
    const bytes = body instanceof Uint8Array ? new Uint8Array(body) : textBytes(json ?? (body as string));
    this.must(
      this.buckets.put(this.name, key, {
        bytes,
        ...(type !== undefined && { contentType: type }),
        ...(metadata && { metadata: lowered(metadata) }),
        ...(tags && { tags }),
      }),
    );
  }

  /** Deletes as a client of S3 does; a bucket with versions keeps what was there behind a delete marker. */
  delete(key: string): void {
    this.must(this.buckets.delete(this.name, key));
  }

  /** What it has told functions, queues, topics and the event bus, in order. */
  get notices(): readonly BucketNotice[] {
    return this.journal.entries.flatMap((entry) => {
      if (entry.kind !== 'bucket.notified' || entry.bucket !== this.name) return [];
      const { kind: _, bucket: __, at, body, ...same } = entry;
      return [{ ...same, body: JSON.parse(body) as unknown, at: new Date(at) }];
    });
  }

  private seen(): readonly SeenObject[] {
    const objects = this.buckets.objects(this.name);
    if (!objects) throw new LocalError('RESOURCE_UNKNOWN', `The bucket ${this.name} has been deleted.`);
    return objects;
  }

  private must(refused: string | undefined): void {
    if (refused !== undefined) throw new LocalError('OBJECT_REFUSED', refused);
  }
}

/** The one bucket that `name` means: its logical id, construct path, name or ARN. */
export function findBucket(buckets: readonly Bucket[], name: string): Bucket {
  return foundByName(buckets, name, 'bucket');
}

/** Headers know no case. */
function lowered(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]));
}
