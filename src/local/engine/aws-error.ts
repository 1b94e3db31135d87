/** What AWS itself would have answered: a value, not an exception. */
export interface AwsError {
  readonly kind: 'awsError';
  /** The code that clients switch on, as `ResourceNotFoundException`. */
  readonly type: string;
  readonly status: number;
  readonly message: string;
  /** Members beside the message, after the schema, as `Reason` of a throttle (CON-09). */
  readonly details?: Readonly<Record<string, unknown>>;
}

export function awsError(type: string, status: number, message: string, details?: Readonly<Record<string, unknown>>): AwsError {
  return { kind: 'awsError', type, status, message, ...(details && { details }) };
}
