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
}
