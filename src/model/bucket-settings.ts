/** What a template says of a bucket that only tells of itself; in the words of S3's API, times as text. */
export interface BucketSettings {
  readonly lifecycle?: readonly LifecycleRule[];
  readonly encryption?: readonly Setting[];
  readonly publicAccess?: Setting;
  readonly ownership?: string;
  readonly website?: Setting;
  readonly logging?: Setting;
  readonly acceleration?: string;
  readonly objectLock?: Setting;
  /** There is one; what it says is not told. */
  readonly isReplicated?: boolean;
  /** As `PublicRead`. */
  readonly accessControl?: string;
  /** JSON text. */
  readonly policy?: string;
}

/** Part of an answer of S3. */
export type Setting = Readonly<Record<string, unknown>>;

export interface LifecycleRule extends Setting {
  readonly Expiration?: Setting;
  readonly Transitions?: readonly Setting[];
}
