import { ERRORS_WITH_CAPITAL_MESSAGE, ERRORS_WITHOUT_TYPE } from '../../spec/invoke';
import type { AwsError } from '../engine/aws-error';
import { type HttpResponse, jsonResponse } from './http';

/** Lambda's error envelope (ERR-01, ERR-02). The detail `retryAfterSeconds` of a throttle becomes its header. */
export function lambdaError({ type, status, message, details }: AwsError): HttpResponse {
  const { retryAfterSeconds = '1', ...members } = details ?? {};
  const text = ERRORS_WITH_CAPITAL_MESSAGE.some((pattern) => pattern.test(type)) ? { Message: message } : { message };
  const origin = ERRORS_WITHOUT_TYPE.includes(type) ? {} : { Type: status < 500 ? 'User' : 'Service' };
  const retryAfter = status === 429 ? ['Retry-After', String(retryAfterSeconds)] : [];
  const response = jsonResponse(status, { ...members, ...origin, ...text }, ['x-amzn-ErrorType', type, ...retryAfter]);
  return status === 413 ? { ...response, reason: 'Request Entity Too Large' } : response;
}
