import type { ResourceAddress } from './address';

/** A role that the app makes, with everything that its policies say. */
export interface Role {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly policies: Policies;
  /** What its permissions boundary says; absent for a role without one. */
  readonly boundary?: Policies;
}

/** The policy of a queue, topic, bucket, table, stream or event bus. */
export interface ResourcePolicy {
  readonly resourceArn: string;
  readonly policies: Policies;
}

/** What policies say, as far as it is known. */
export interface Policies {
  readonly statements: readonly WrittenStatement[];
  /** False when there may be more: policies that others keep, or that could not be read. */
  readonly isWhole: boolean;
}

/** A statement of a policy as IAM writes it. */
export interface WrittenStatement {
  readonly written: Readonly<Record<string, unknown>>;
  /** The members whose values cannot be had; they are not in `written`. */
  readonly unknown?: readonly string[];
}
