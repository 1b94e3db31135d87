import { partitionOf } from '../spec/pseudo-parameters';
import type { ResourceAddress } from './address';

/** A parameter of Systems Manager's Parameter Store that the app makes. */
export interface Parameter {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly value: string;
  /** @default String */
  readonly type?: string;
  readonly description?: string;
  /** A regular expression of the values it may have. */
  readonly allowedPattern?: string;
  /** @default text */
  readonly dataType?: string;
  /** @default Standard */
  readonly tier?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The ARN does not tell whether a name of one part begins with a slash. */
export function parameterArn({ account, region }: { readonly account: string; readonly region: string }, name: string): string {
  return `arn:${partitionOf(region).id}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
}
