import { type AwsError, awsError } from '../../engine/aws-error';

export function validation(message: string): AwsError {
  return awsError('ValidationException', 400, message);
}

export function noBus(name: string): AwsError {
  return awsError('ResourceNotFoundException', 400, `Event bus ${name} does not exist.`);
}

export function noRule(name: string, busName: string): AwsError {
  return awsError('ResourceNotFoundException', 400, `Rule ${name} does not exist on EventBus ${busName}.`);
}

interface TextLimit {
  readonly max: number;
  readonly pattern?: RegExp;
  readonly printed?: string;
}

/** What the validator in front of the service says to a text; undefined when it takes it (ERR-03). */
export function badText(value: string, at: string, { max, pattern, printed }: TextLimit): AwsError | undefined {
  const constraints: string[] = [];
  if (value.length < 1) constraints.push('Member must have length greater than or equal to 1');
  if (value.length > max) constraints.push(`Member must have length less than or equal to ${max}`);
  if (value.length > 0 && pattern && !pattern.test(value)) {
    constraints.push(`Member must satisfy regular expression pattern: ${printed}`);
  }
  if (constraints.length === 0) return undefined;
  const count = `${constraints.length} validation error${constraints.length === 1 ? '' : 's'} detected: `;
  return validation(
    count + constraints.map((each) => `Value '${value}' at '${at}' failed to satisfy constraint: ${each}`).join('; '),
  );
}

export function isError(value: unknown): value is AwsError {
  return typeof value === 'object' && value !== null && (value as AwsError).kind === 'awsError';
}
