import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { VpcProps } from './vpc/vpc-options';

/** What every kind of function takes besides its code. */
export interface FunctionOptions extends lambda.FunctionOptions, VpcProps {
  /**
   * The key for inputs, outputs and errors of the executions of a durable function. The function's role may use it.
   *
   * Only together with `durableConfig`.
   *
   * @default - A key of AWS.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html
   */
  readonly durableEncryption?: kms.IKey;

  /**
   * Whether permissions in the resource policies of the function, its versions and its aliases become one where they differ only in
   * the tail of their source, when the policy has more than 14 of the 20 KB that it may have.
   *
   * Methods of an API are then allowed by stage, rules, alarms and topics by what their names begin with, log groups by that or by
   * account and Region. Smaller policies stay as they are. The size is estimated, because not every name is known before the
   * deployment; whatever is set here, a policy of more than 20 KB fails.
   *
   * @default true
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly compactPermissions?: boolean;
}
