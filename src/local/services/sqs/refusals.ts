import { type AwsError, awsError } from '../../engine/aws-error';
import type { Violation } from '../../engine/service-port';

export function queueMissing(): AwsError {
  return awsError('QueueDoesNotExist', 400, 'The specified queue does not exist.');
}

export function invalidParameter(message: string): AwsError {
  return awsError('InvalidParameterValue', 400, message);
}

/** `Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …` */
export function badParameter(name: string, value: string | number, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

export function missingParameter(name: string): AwsError {
  return awsError('MissingParameter', 400, `The request must contain the parameter ${name}.`);
}

/** What is missing first, by its name in the API. */
export function invalidInput([first]: readonly Violation[]): AwsError {
  const member = first?.path.split('.').at(-1) ?? '';
  return missingParameter(member.charAt(0).toUpperCase() + member.slice(1));
}

export function badHandle(handle: string): AwsError {
  return awsError('ReceiptHandleIsInvalid', 404, `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

/** Whole numbers within a range; undefined for a good one, or none. */
export function badNumber(
  name: string,
  value: number | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): AwsError | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return undefined;
  return badParameter(name, value, `Must be between ${min} and ${max}, if provided.`);
}

export function isError(value: unknown): value is AwsError {
  return typeof value === 'object' && value !== null && (value as AwsError).kind === 'awsError';
}
