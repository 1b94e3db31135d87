import { partitionOf } from '../spec/pseudo-parameters';
import type { ResourceAddress } from './address';

/** A log group of CloudWatch Logs. */
export interface LogGroup {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** In days; absent: for ever. */
  readonly retentionDays?: number;
  /** @default STANDARD */
  readonly logGroupClass?: string;
}

/** A log stream that is made with the app, and not by who writes to it. */
export interface LogStream {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly group: string;
  readonly account: string;
  readonly region: string;
}

/** Where a log group sends what is written to it: a subscription filter. */
export interface LogSubscription {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly group: string;
  readonly account: string;
  readonly region: string;
  /** Empty: everything. */
  readonly pattern: string;
  readonly destinationArn: string;
  readonly roleArn?: string;
  /** @default ByLogStream */
  readonly distribution?: LogDistribution;
}

/** How events are spread over the shards of a stream. */
export type LogDistribution = 'ByLogStream' | 'Random';

/** Without the `:*` at its end that stands for the group's streams. */
export function logGroupArn({ account, region }: { readonly account: string; readonly region: string }, name: string): string {
  return `arn:${partitionOf(region).id}:logs:${region}:${account}:log-group:${name}`;
}
