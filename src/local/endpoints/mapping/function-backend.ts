import type { AwsError } from '../../engine/aws-error';
import { payloadSizeFlaw } from '../../engine/payload-size';
import { invokePayload } from '../invoke-request';
import { lambdaError } from '../lambda-error';
import { headerValues, lastHeader } from './header-list';
import { internalError } from './refused';
import type { Backends, IntegrationReply, IntegrationRequest, Refused } from './types';

/** A function as an AWS service: what Lambda's Invoke answers over HTTP (APR-04). */
export async function functionReply(
  functionArn: string,
  { headers, body }: IntegrationRequest,
  credentialsArn: string | undefined,
  { invoke }: Backends,
): Promise<IntegrationReply | Refused> {
  const type = headerValues(headers, 'x-amz-invocation-type').at(-1) ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event')
    return internalError(`lambda-kit does not emulate invocations of type ${type}`);
  const event = payloadSizeFlaw(body.length, type) ?? invokePayload(body);
  if ('kind' in event) return errorReply(event);
  const answer = await invoke({ functionArn, type, payload: event, ...(credentialsArn !== undefined && { credentialsArn }) });
  if (answer.kind === 'awsError') {
    return answer.type === 'AccessDeniedException' ? internalError(answer.message) : errorReply(answer);
  }
  const payload = Buffer.from(answer.payload);
  const message = errorMessage(payload);
  return {
    status: answer.statusCode,
    headers: [
      ...['Content-Type', 'application/json', 'x-amzn-RequestId', answer.requestId],
      ...(answer.functionError === undefined ? [] : ['X-Amz-Function-Error', answer.functionError]),
      ...(answer.executedVersion === undefined ? [] : ['X-Amz-Executed-Version', answer.executedVersion]),
      ...(lastHeader(headers, 'x-amz-log-type') === 'Tail' && answer.logTail !== undefined
        ? ['X-Amz-Log-Result', answer.logTail]
        : []),
    ],
    body: payload,
    ...(message !== undefined && { selection: message }),
  };
}

/** As Lambda says it over HTTP. */
function errorReply(error: AwsError): IntegrationReply {
  const { status, headers, body } = lambdaError(error);
  return { status, headers, body: Buffer.from(body as string) };
}

/** What selection patterns are for: any result with a member of this name. */
function errorMessage(payload: Buffer): string | undefined {
  try {
    const result: unknown = JSON.parse(payload.toString());
    const message =
      typeof result === 'object' && result !== null ? (result as { errorMessage?: unknown }).errorMessage : undefined;
    return typeof message === 'string' && message !== '' ? message : undefined;
  } catch {
    return undefined;
  }
}
