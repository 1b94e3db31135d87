import { type AwsError, awsError } from '../engine/aws-error';

/** Thrown inside a service, where what is wrong is found deep in a request; `answering` makes a value of it. */
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

/** For what would be accepted and not carried out. */
export function notEmulated(operation: string, member: string, instead: string): Refusal {
  return new Refusal(awsError('NotEmulatedException', 400, `lambda-kit does not emulate ${member} of ${operation}: ${instead}`));
}
