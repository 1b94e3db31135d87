import type { BucketNotifications, CorsRule, Versioning } from '../../../model/bucket';
import { NO_NOTIFICATIONS } from '../../../model/bucket';
import type { BucketSettings } from '../../../model/bucket-settings';
import type { Chance } from '../../chance-port';
import type { Instant } from '../../time/clock';
import { SortedKeys } from './sorted-keys';
import {
  type Content,
  type DeleteMarker,
  type HeldBucket,
  type NewBucket,
  NULL_VERSION,
  type ObjectVersion,
  type Place,
  type Upload,
  type UploadedPart,
  type Version,
} from './stored';

interface MutableBucket {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly created: Instant;
  readonly isEmpty: boolean;
  versioning?: Versioning;
  notifications: BucketNotifications;
  tags: Readonly<Record<string, string>>;
  cors: readonly CorsRule[];
  readonly settings: BucketSettings;
  /** The newest first. */
  readonly objects: Map<string, Version[]>;
  readonly keys: SortedKeys;
  /** How often each key was changed. */
  readonly changes: Map<string, number>;
  readonly uploads: Map<string, Upload & { readonly parts: Map<number, UploadedPart> }>;
}

/** How much is kept of all buckets together, in bytes of objects, their older versions and parts. */
export const KEPT_BYTES = 1024 * 1_048_576;

/** So many keys under which nothing is any more are remembered with their changes. */
const KEYS_REMEMBERED = 100_000;

/** The buckets of a run. */
export class BucketStore {
  private readonly held = new Map<string, MutableBucket>();
  private bytes = 0;

  constructor(
    private readonly now: () => Instant,
    private readonly chance: Chance,
    readonly kept = KEPT_BYTES,
  ) {}

  /** By name: names are taken once, whoever has them. */
  bucket(name: string): HeldBucket | undefined {
    return this.held.get(name);
  }

  /** In the order of their names. */
  buckets(account: string): readonly HeldBucket[] {
    return [...this.held.values()].filter((bucket) => bucket.account === account).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create({ name, region, account, versioning, notifications = NO_NOTIFICATIONS, ...more }: NewBucket): HeldBucket {
    const { tags = {}, cors = [], settings = {} } = more;
    const objects = new Map<string, Version[]>();
    const bucket: MutableBucket = {
      ...{ name, region, account, notifications, tags, cors, settings, objects, created: this.now() },
      ...(versioning && { versioning }),
      ...{ keys: new SortedKeys(), changes: new Map(), uploads: new Map() },
      get isEmpty() {
        return objects.size === 0;
      },
    };
    this.held.set(name, bucket);
    return bucket;
  }

  remove(bucket: HeldBucket): void {
    for (const upload of this.uploads(bucket)) this.abort(bucket, upload);
    this.held.delete(bucket.name);
  }

  change(bucket: HeldBucket, settings: Partial<Pick<HeldBucket, 'versioning' | 'notifications' | 'tags' | 'cors'>>): void {
    Object.assign(this.mutable(bucket), settings);
  }

  /** Whether so many more bytes are kept. */
  hasRoomFor(bytes: number): boolean {
    return this.bytes + bytes <= this.kept;
  }

  /** The keys that have versions, also where the newest is a delete marker. */
  keys(bucket: HeldBucket): SortedKeys {
    return this.mutable(bucket).keys;
  }

  /** The newest first; none when there is nothing under the key. */
  versions(bucket: HeldBucket, key: string): readonly Version[] {
    return this.mutable(bucket).objects.get(key) ?? [];
  }

  /** The version of this id, or the newest. */
  version(bucket: HeldBucket, key: string, versionId?: string): Version | undefined {
    const versions = this.versions(bucket, key);
    return versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
  }

  /** What the key leads to; nothing where it was deleted. */
  current(bucket: HeldBucket, key: string): ObjectVersion | undefined {
    const newest = this.version(bucket, key);
    return newest?.isMarker === false ? newest : undefined;
  }

  put(bucket: HeldBucket, key: string, content: Content): ObjectVersion {
    const version: ObjectVersion = { ...content, ...this.nextPlace(bucket, key), isMarker: false };
    this.bytes += version.bytes.length;
    this.insert(bucket, version);
    return version;
  }

  /** Takes away the object, or covers it with a marker; undefined when there was nothing and nothing was made. */
  delete(bucket: HeldBucket, key: string): Version | undefined {
    if (bucket.versioning === undefined) return this.deleteVersion(bucket, key, NULL_VERSION);
    const marker: DeleteMarker = { ...this.nextPlace(bucket, key), isMarker: true };
    this.insert(bucket, marker);
    return marker;
  }

  /** What was there; its `sequencer` is that of the deletion. */
  deleteVersion(bucket: HeldBucket, key: string, versionId: string): Version | undefined {
    const found = this.version(bucket, key, versionId);
    if (!found) return undefined;
    const { sequencer } = this.nextPlace(bucket, key);
    this.takeAway(bucket, found);
    return { ...found, sequencer };
  }

  retag(bucket: HeldBucket, version: ObjectVersion, tags: Readonly<Record<string, string>>): ObjectVersion {
    const changed = { ...version, tags };
    const versions = this.mutable(bucket).objects.get(version.key) ?? [];
    versions[versions.indexOf(version)] = changed;
    return changed;
  }

  begin(bucket: HeldBucket, key: string, about: Pick<Upload, 'content' | 'algorithm' | 'checksumType'>): Upload {
    const mutable = this.mutable(bucket);
    const id = this.fork(bucket, key, `upload ${this.count(mutable, key)}`).hex(64);
    const upload = { id, key, initiated: this.now(), ...about, parts: new Map<number, UploadedPart>() };
    mutable.uploads.set(id, upload);
    return upload;
  }

  upload(bucket: HeldBucket, key: string, id: string): Upload | undefined {
    const found = this.mutable(bucket).uploads.get(id);
    return found?.key === key ? found : undefined;
  }

  /** In the order of their keys, and of their beginning. */
  uploads(bucket: HeldBucket): readonly Upload[] {
    return [...this.mutable(bucket).uploads.values()].sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  }

  /** A part of the same number is replaced. */
  addPart(bucket: HeldBucket, { id }: Upload, part: Omit<UploadedPart, 'modified' | 'size'>): UploadedPart {
    const parts = this.mutable(bucket).uploads.get(id)?.parts;
    if (!parts) throw new Error(`bug: there is no upload ${id}`);
    const added = { ...part, size: part.bytes.length, modified: this.now() };
    this.bytes += added.size - (parts.get(part.number)?.size ?? 0);
    const isLast = !parts.has(part.number) && [...parts.keys()].every((number) => number < part.number);
    parts.set(part.number, added);
    if (!isLast) {
      const sorted = [...parts].sort(([a], [b]) => a - b);
      parts.clear();
      for (const [number, each] of sorted) parts.set(number, each);
    }
    return added;
  }

  /** Forgets the upload and its parts. */
  abort(bucket: HeldBucket, upload: Upload): void {
    for (const { size } of upload.parts.values()) this.bytes -= size;
    this.mutable(bucket).uploads.delete(upload.id);
  }

  private insert(bucket: HeldBucket, version: Version): void {
    const { objects, keys } = this.mutable(bucket);
    const replaced = version.versionId === NULL_VERSION ? this.version(bucket, version.key, NULL_VERSION) : undefined;
    if (replaced) this.takeAway(bucket, replaced);
    const versions = objects.get(version.key);
    if (versions) versions.unshift(version);
    else {
      objects.set(version.key, [version]);
      keys.add(version.key);
    }
  }

  private takeAway(bucket: HeldBucket, version: Version): void {
    const { objects, keys } = this.mutable(bucket);
    const versions = objects.get(version.key) ?? [];
    versions.splice(versions.indexOf(version), 1);
    if (!version.isMarker) this.bytes -= version.bytes.length;
    if (versions.length > 0) return;
    objects.delete(version.key);
    keys.remove(version.key);
  }

  private nextPlace(bucket: HeldBucket, key: string): Place {
    const changes = this.count(this.mutable(bucket), key);
    const modified = this.now();
    const sequencer = (
      modified.toString(16).padStart(12, '0') + (changes % 0x1000000).toString(16).padStart(6, '0')
    ).toUpperCase();
    const versionId = bucket.versioning === 'Enabled' ? this.fork(bucket, key, `version ${changes}`).hex(32) : NULL_VERSION;
    return { key, versionId, modified, sequencer };
  }

  private count({ changes, objects }: MutableBucket, key: string): number {
    const count = (changes.get(key) ?? 0) + 1;
    changes.set(key, count);
    if (changes.size > KEYS_REMEMBERED + 2 * objects.size) {
      for (const each of changes.keys()) if (each !== key && !objects.has(each)) changes.delete(each);
    }
    return count;
  }

  /** So that what two functions write at once has the same ids in every run. */
  private fork(bucket: HeldBucket, key: string, purpose: string): Chance {
    return this.chance.fork(`${bucket.name}/${key} ${purpose}`);
  }

  private mutable(bucket: HeldBucket): MutableBucket {
    const held = this.held.get(bucket.name);
    if (!held) throw new Error(`bug: there is no bucket ${bucket.name}`);
    return held;
  }
}
