import { REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import { type AwsError, awsError } from '../engine/aws-error';
import { payloadTooLarge, requestTooLarge } from '../engine/payload-size';
import type { HttpResponse } from './http';
import { lambdaError } from './lambda-error';

/** How a call ended, for the client and for the journal. */
export interface Ending {
  readonly response: HttpResponse;
  /** Why the function was not invoked. */
  readonly refused?: string;
}

export function forbidden(refused: string): Required<Ending> {
  const message =
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';
  return { response: lambdaError(awsError('AccessDeniedException', 403, message)), refused };
}

/** `eventBytes` is how long the event is, where the body alone is not too long. */
export function tooLarge(eventBytes?: number): Ending {
  if (eventBytes === undefined) return { response: lambdaError(requestTooLarge()), refused: 'the body is larger than 6 MB' };
  const response = lambdaError(payloadTooLarge(eventBytes, 'RequestResponse', REQUEST_PAYLOAD_MAX));
  return { response, refused: 'the event is larger than 6 MB, in which bodies that are no text are a third longer' };
}

/** What Lambda itself said instead of invoking the function. */
export function notInvoked(error: AwsError): Ending {
  const refused = `${error.type}: ${error.message}`;
  if (error.status === 429 || error.status === 413) return { response: lambdaError(error), refused };
  return error.status === 404 ? forbidden(refused) : { response: badGateway(error.message), refused };
}

/** `why` helps the developer, who on AWS would find nothing at all. */
export function badGateway(why?: string): HttpResponse {
  const reason = why === undefined ? [] : ['x-lambda-kit-reason', why.replace(/[^\x20-\x7e]/g, '?')];
  return { status: 502, headers: ['Content-Type', 'text/plain', ...reason], body: 'Internal Server Error' };
}
