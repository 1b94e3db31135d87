import type { ResourceAddress } from './address';

/** A queue of Amazon SQS. */
export interface Queue {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  /** In the cloud. */
  readonly url: string;
  readonly region: string;
  readonly account: string;
  /** Those that the template gives, as SQS's API names and writes them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}
