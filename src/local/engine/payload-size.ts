import { ASYNC_REQUEST_PAYLOAD_MAX, REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import { type AwsError, awsError } from './aws-error';

/** What Lambda says of a request that is too large (INV-20, INV-23); undefined when it is not. */
export function payloadSizeFlaw(bytes: number, type: string, operation = 'InvokeFunction'): AwsError | undefined {
  if (bytes > REQUEST_PAYLOAD_MAX) return requestTooLarge(operation);
  return type === 'Event' && bytes > ASYNC_REQUEST_PAYLOAD_MAX
    ? payloadTooLarge(bytes, type, ASYNC_REQUEST_PAYLOAD_MAX)
    : undefined;
}

/** Said by what stands before Lambda, which does not read further. */
export function requestTooLarge(operation = 'InvokeFunction'): AwsError {
  return tooLarge(`Request must be smaller than ${REQUEST_PAYLOAD_MAX} bytes for the ${operation} operation`);
}

export function payloadTooLarge(bytes: number, type: string, limit: number): AwsError {
  return tooLarge(`${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`);
}

/** INV-22: the `RequestTooLargeException` of the service model has not been seen. */
function tooLarge(message: string): AwsError {
  return awsError('RequestEntityTooLargeException', 413, message);
}
