import { INVOCATION_TYPES } from '../../spec/invoke';
import { REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { Chance } from '../chance-port';
import type { InvokeAnswer, Lambda } from '../engine/ports';
import { type HttpResponse, type RequestHead, type Visit, withHeaders } from './http';
import { type InvokeOperation, invokeRequest, rawNameOf } from './invoke-request';
import { lambdaError } from './lambda-error';

const INVOKE: InvokeOperation = {
  name: 'InvokeFunction',
  beforeName: '/2015-03-31/functions/',
  afterName: '/invocations',
  types: INVOCATION_TYPES,
};

/** The operation Invoke (INV-01); undefined when the request is for another. */
export function invokeVisit(head: RequestHead, lambda: Lambda, chance: Chance): Visit | undefined {
  const name = rawNameOf(head, INVOKE);
  if (name === undefined) return undefined;
  return {
    bodyLimit: REQUEST_PAYLOAD_MAX,
    async answer(body) {
      const requestId = chance.uuid();
      const request = invokeRequest(head, INVOKE, name, body, requestId);
      const answer = 'kind' in request ? request : await lambda.invoke(request);
      if (answer.kind === 'answer') return invokeResponse(answer);
      return withHeaders(lambdaError(answer), ['x-amzn-RequestId', requestId]);
    },
  };
}

function invokeResponse(answer: InvokeAnswer): HttpResponse {
  const headers = ['x-amzn-RequestId', answer.requestId, 'X-Amzn-Trace-Id', answer.traceHeader];
  // Whatever the length; not known of dry runs.
  if (answer.statusCode !== 204) headers.push('x-amzn-Remapped-Content-Length', '0');
  if (answer.executedVersion !== undefined) headers.push('X-Amz-Executed-Version', answer.executedVersion);
  if (answer.functionError !== undefined) headers.push('X-Amz-Function-Error', answer.functionError);
  if (answer.logTail !== undefined) headers.push('X-Amz-Log-Result', answer.logTail);
  if (answer.statusCode === 200) headers.push('Content-Type', answer.contentType ?? 'application/json');
  return { status: answer.statusCode, headers, body: answer.payload };
}
