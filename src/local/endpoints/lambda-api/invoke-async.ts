import { isUtf8 } from 'node:buffer';
import type { InvokeAsyncRequest, InvokeAsyncResponse } from '@aws-sdk/client-lambda';
import { type AwsError, awsError } from '../../engine/aws-error';
import { payloadSizeFlaw } from '../../engine/payload-size';
import type { Given } from '../../engine/service-port';
import { isError, type LambdaOperation } from './context';

/** INV-03: the operation that was there before invocations had types. Its body is the event, as that of Invoke. */
export const invokeAsync: LambdaOperation<Given<InvokeAsyncRequest>, InvokeAsyncResponse> = async (input, context) => {
  const payload = input.InvokeArgs as unknown as Uint8Array;
  const flaw = payloadError(payload);
  if (flaw) return flaw;
  const answer = await context.lambda.invoke({
    functionName: input.FunctionName,
    region: context.region,
    ...(context.traceHeader !== undefined && { traceHeader: context.traceHeader }),
    type: 'Event',
    logType: 'None',
    payload: payload.length === 0 ? EMPTY_EVENT : payload,
    requestId: context.requestId,
  });
  return isError(answer) ? answer : { Status: answer.statusCode };
};

const EMPTY_EVENT = Buffer.from('{}');

/** INV-06, INV-23. */
function payloadError(payload: Uint8Array): AwsError | undefined {
  const tooLarge = payloadSizeFlaw(payload.length, 'Event');
  if (tooLarge) return tooLarge;
  if (payload.length === 0) return undefined;
  try {
    if (!isUtf8(payload)) throw new Error('Invalid UTF-8');
    JSON.parse(Buffer.from(payload).toString());
    return undefined;
  } catch (error) {
    const flaw = (error as Error).message;
    return awsError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${flaw}`,
    );
  }
}
