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
