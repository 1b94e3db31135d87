import type { ResourceAddress } from './address';

/** A secret of AWS Secrets Manager. */
export interface Secret {
  readonly address: ResourceAddress;
  readonly name: string;
  /** With the six characters at its end. */
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Absent for one that is made without a value. */
  readonly value?: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly tags: Readonly<Record<string, string>>;
}
