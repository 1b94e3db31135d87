import { LOG_GROUP_NAME, LOG_STREAM_NAME } from '../../../spec/cloudwatch-logs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Violation } from '../../engine/service-port';

export function notFound(what: 'group' | 'stream' | 'filter'): AwsError {
  const thing = what === 'filter' ? 'subscription filter' : `log ${what}`;
  return awsError('ResourceNotFoundException', 400, `The specified ${thing} does not exist.`);
}

export function alreadyThere(what: 'group' | 'stream'): AwsError {
  return awsError('ResourceAlreadyExistsException', 400, `The specified log ${what} already exists`);
}

export function invalidParameter(message: string): AwsError {
  return awsError('InvalidParameterException', 400, message);
}

/** Missing members are InvalidParameterException here. */
export function invalidInput(violations: readonly Pick<Violation, 'message'>[]): AwsError {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  return invalidParameter(count + violations.map(({ message }) => message).join('; '));
}

export function isError(found: object): found is AwsError {
  return 'kind' in found && found.kind === 'awsError';
}

// A subscription filter's name is as a stream's is (LOG-03).
const NAMES = { logGroupName: LOG_GROUP_NAME, logStreamName: LOG_STREAM_NAME, filterName: LOG_STREAM_NAME };

/** Undefined for a good name. */
export function badName(name: string, at: keyof typeof NAMES): AwsError | undefined {
  const { pattern, printed, max } = NAMES[at];
  const violations: string[] = [];
  if (name.length < 1) violations.push('Member must have length greater than or equal to 1');
  if (name.length > max) violations.push(`Member must have length less than or equal to ${max}`);
  if (name.length > 0 && !pattern.test(name)) violations.push(`Member must satisfy regular expression pattern: ${printed}`);
  if (violations.length === 0) return undefined;
  return invalidInput(violations.map((constraint) => ({ message: violation(name, at, constraint) })));
}

/** Undefined for a number that is allowed, or none. */
export function badLimit(limit: number | undefined, max: number): AwsError | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= max)) return undefined;
  const bound = limit > max ? `less than or equal to ${max}` : 'greater than or equal to 1';
  return invalidInput([{ message: violation(String(limit), 'limit', `Member must have value ${bound}`) }]);
}

/** Undefined for one that there is, or none. */
export function badDistribution(distribution: string | undefined): AwsError | undefined {
  if (distribution === undefined || ['Random', 'ByLogStream'].includes(distribution)) return undefined;
  const constraint = 'Member must satisfy enum value set: [Random, ByLogStream]';
  return invalidInput([{ message: violation(distribution, 'distribution', constraint) }]);
}

function violation(value: string, at: string, constraint: string): string {
  return `Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`;
}
