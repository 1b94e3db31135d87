import { awsError } from '../../engine/aws-error';
import { Refusal } from '../refusal';

export function invalid(message: string): Refusal {
  return new Refusal(awsError('ValidationException', 400, message));
}

/** Most texts about values begin so. */
export function invalidParameter(message: string): Refusal {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/** In the words of the validator in front of the service (ERR-03). */
export function violation(value: unknown, at: string, constraint: string): Refusal {
  return invalid(`1 validation error detected: Value '${String(value)}' at '${at}' failed to satisfy constraint: ${constraint}`);
}

export function noSuchTable(): Refusal {
  return new Refusal(awsError('ResourceNotFoundException', 400, 'Requested resource not found'));
}

/** Of the operations that are about tables. */
export function tableNotFound(name: string): Refusal {
  return new Refusal(awsError('ResourceNotFoundException', 400, `Requested resource not found: Table: ${name} not found`));
}

export function inUse(message: string): Refusal {
  return new Refusal(awsError('ResourceInUseException', 400, message));
}
