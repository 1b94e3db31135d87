import { type AwsError, awsError } from '../../engine/aws-error';

/** Thrown inside the service, where what is wrong is found deep in a request; `answering` makes a value of it. */
export class Refusal extends Error {
  constructor(readonly answer: AwsError) {
    super(answer.message);
  }
}

/** The operation, which answers what its inside refuses. */
export function answering<Input, Call, Output>(
  operation: (input: Input, call: Call) => Output,
): (input: Input, call: Call) => Output | AwsError {
  return (input, call) => {
    try {
      return operation(input, call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
}

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

/** For what would be accepted and not carried out. */
export function notEmulated(operation: string, member: string, instead: string): Refusal {
  return new Refusal(awsError('NotEmulatedException', 400, `lambda-kit does not emulate ${member} of ${operation}: ${instead}`));
}
