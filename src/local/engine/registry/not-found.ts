import { type AwsError, awsError } from '../aws-error';

export function notFound(message: string): AwsError {
  return awsError('ResourceNotFoundException', 404, message);
}
