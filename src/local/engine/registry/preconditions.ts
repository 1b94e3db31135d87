import { type AwsError, awsError } from '../aws-error';

/** The caller names a revision that is no longer the last one (FN-83, VER-05, ALS-08, IAM-05). */
export function revisionError(
  given: string | undefined,
  current: string | undefined,
  read: 'GetFunction/GetAlias' | 'GetPolicy' = 'GetFunction/GetAlias',
): AwsError | undefined {
  if (given === undefined || given === current) return undefined;
  return awsError(
    'PreconditionFailedException',
    412,
    `The Revision Id provided does not match the latest Revision Id. Call the ${read} API to retrieve the latest Revision Id`,
  );
}

export function invalidParameter(message: string): AwsError {
  return awsError('InvalidParameterValueException', 400, message);
}

/** The same of the few checks that say nothing of whose fault it is (recorded; ERR-01). */
export function invalidWithoutOrigin(message: string): AwsError {
  return awsError('InvalidParameterValueException', 400, message, { Type: undefined });
}

export function conflict(message: string): AwsError {
  return awsError('ResourceConflictException', 409, message);
}
