import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { BatchOptions, FilterOptions, MappingOptions } from './mapping-options';

/** What can be said of a function that reads a queue of a broker of Amazon MQ. */
export interface MqEventSourceProps extends MappingOptions, BatchOptions, FilterOptions {
  /** The ARN of the broker, which is in the account and the Region of the function. */
  readonly brokerArn: string;

  /** The queue that is read: 1 to 1000 characters. */
  readonly queue: string;

  /** The secret with `username` and `password`, which Lambda logs in with. The role of the function may read it. */
  readonly secret: secretsmanager.ISecret;
}
