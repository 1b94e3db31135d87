import type { AwsError } from './engine/aws-error';

/** AWS's own refusal of a call, thrown where a test makes it. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  /** AWS's error type, as `InvalidParameter`. */
  readonly type: string;
  readonly statusCode: number;

  constructor({ type, status, message }: AwsError) {
    super(`${type}: ${message}`);
    this.type = type;
    this.statusCode = status;
  }
}
