import type { ResourceAddress } from './address';

export const BUCKET_DEPLOYMENT = 'Custom::CDKBucketDeployment';

/** Files that the app puts into a bucket when it is deployed, as the CDK's `BucketDeployment` does. */
export interface BucketDeployment {
  readonly address: ResourceAddress;
  /** The name of the bucket. */
  readonly bucket: string;
  /** Empty, or ends with a slash. */
  readonly prefix: string;
  /** Of one key in several, the last counts. */
  readonly sources: readonly DeployedSource[];
  /** Patterns of paths, with `*` and `?`; what `include` has as well is not left out. */
  readonly exclude: readonly string[];
  readonly include: readonly string[];
  /** Of every object, by their names in lower case, as `cache-control`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface DeployedSource {
  /** `file`: one object of this name; the others are unpacked. */
  readonly kind: 'directory' | 'archive' | 'file';
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Texts in its files, and what stands in their place after the deployment. */
  readonly markers: Readonly<Record<string, string>>;
}
