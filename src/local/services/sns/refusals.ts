import { type AwsError, awsError } from '../../engine/aws-error';

export function invalidParameter(what: string): AwsError {
  return awsError('InvalidParameter', 400, `Invalid parameter: ${what}`);
}

export function invalidValue(message: string): AwsError {
  return awsError('ParameterValueInvalid', 400, message);
}

export const NO_TOPIC = awsError('NotFound', 404, 'Topic does not exist');
export const NO_SUBSCRIPTION = awsError('NotFound', 404, 'Subscription does not exist');

/** What is wrong with an ARN as such; undefined when nothing is. */
export function badArn(arn: string, parameter: string): AwsError | undefined {
  const { length } = arn.split(':');
  return length < 6 ? invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${length}`) : undefined;
}

export function isError(value: unknown): value is AwsError {
  return typeof value === 'object' && value !== null && (value as AwsError).kind === 'awsError';
}
