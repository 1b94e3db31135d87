/** What buckets tell of their objects. */
export interface BucketHappening {
  readonly kind: 'bucket.notified';
  readonly bucket: string;
  readonly key: string;
  /** As `ObjectCreated:Put`. */
  readonly event: string;
  readonly targetArn: string;
  /** JSON text, as it arrived or would have. */
  readonly body: string;
  /** `kept`: nothing here takes it, so that it can be read only here. */
  readonly outcome: 'delivered' | 'kept' | 'failed';
  readonly why?: string;
}
