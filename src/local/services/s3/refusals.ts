import { type AwsError, awsError } from '../../engine/aws-error';

export const ACCESS_DENIED = awsError('AccessDenied', 403, 'Access Denied');

export const MALFORMED_XML = awsError(
  'MalformedXML',
  400,
  'The XML you provided was not well-formed or did not validate against our published schema',
);

export function noSuchBucket(BucketName: string): AwsError {
  return awsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });
}

export function noSuchKey(Key: string): AwsError {
  return awsError('NoSuchKey', 404, 'The specified key does not exist.', { Key });
}

export function noSuchVersion(Key: string, VersionId: string): AwsError {
  return awsError('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });
}

export function noSuchUpload(UploadId: string): AwsError {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return awsError('NoSuchUpload', 404, message, { UploadId });
}

export function invalidArgument(message: string, name: string, value: string): AwsError {
  return awsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });
}

export function isError(value: unknown): value is AwsError {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'awsError';
}

/** A member that says what is not done here is refused by its name. */
export function notEmulated(member: string): AwsError {
  return awsError('NotEmulatedException', 400, `lambda-kit does not emulate ${member} of s3.`);
}
