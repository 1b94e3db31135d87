import type { Limit } from '../../spec/limit';
import { awsError } from '../engine/aws-error';
import { notEmulated, Refusal } from './refusal';

/** In the words of the validator in front of the service (ERR-03); without a value where it would be bytes. */
export function violation(at: string, constraint: string, value?: unknown): Refusal {
  const shown = value === undefined ? '' : ` '${String(value)}'`;
  const message = `1 validation error detected: Value${shown} at '${at}' failed to satisfy constraint: ${constraint}`;
  return new Refusal(awsError('ValidationException', 400, message));
}

/** A member that the schema does not require, and the service does. */
export function missing(at: string): Refusal {
  const message = `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`;
  return new Refusal(awsError('ValidationException', 400, message));
}

interface TextRange {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly printed?: string;
}

export function checkText(
  at: string,
  value: string,
  { min = 0, max = Number.POSITIVE_INFINITY, pattern, printed }: TextRange,
): void {
  if (value.length < min) throw violation(at, `Member must have length greater than or equal to ${min}`, value);
  if (value.length > max) throw violation(at, `Member must have length less than or equal to ${max}`, value);
  if (pattern && !pattern.test(value)) throw violation(at, `Member must satisfy regular expression pattern: ${printed}`, value);
}

export function checkOneOf<T extends string>(at: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw violation(at, `Member must satisfy enum value set: [${allowed.join(', ')}]`, value);
  return found;
}

export function checkNumber(at: string, value: number, { min, max }: Partial<Pick<Limit, 'min' | 'max'>>): number {
  const whole = Math.floor(value);
  if (min !== undefined && whole < min) throw violation(at, `Member must have value greater than or equal to ${min}`, value);
  if (max !== undefined && whole > max) throw violation(at, `Member must have value less than or equal to ${max}`, value);
  return whole;
}

/** Members that would be accepted and not carried out. */
export function refuseMembers(operation: string, input: object, members: Readonly<Record<string, string>>): void {
  for (const [member, instead] of Object.entries(members)) {
    const value = (input as Readonly<Record<string, unknown>>)[member];
    if (value !== undefined && value !== false) throw notEmulated(operation, member, instead);
  }
}
