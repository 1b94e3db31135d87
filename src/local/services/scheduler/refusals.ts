import { type AwsError, awsError } from '../../engine/aws-error';

export function noSchedule(name: string): AwsError {
  return awsError('ResourceNotFoundException', 404, `Schedule ${name} does not exist.`);
}

export function noGroup(name: string): AwsError {
  return awsError('ResourceNotFoundException', 404, `Schedule group ${name} does not exist.`);
}

export function conflict(what: string): AwsError {
  return awsError('ConflictException', 409, `${what} already exists.`);
}
