import { STREAMED_INVOCATION_TYPES } from '../../spec/invoke';
import { REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { Chance } from '../chance-port';
import type { AwsError } from '../engine/aws-error';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../engine/ports';
import { EVENT_STREAM_TYPE, eventMessage } from './event-stream';
import { type HttpResponse, type RequestHead, type Visit, withHeaders } from './http';
import { type InvokeOperation, invokeRequest, rawNameOf } from './invoke-request';
import { lambdaError } from './lambda-error';
import { ResponseChannel } from './response-channel';

const INVOKE_WITH_RESPONSE_STREAM: InvokeOperation = {
  name: 'InvokeWithResponseStream',
  beforeName: '/2021-11-15/functions/',
  afterName: '/response-streaming-invocations',
  types: STREAMED_INVOCATION_TYPES,
};

/** The operation InvokeWithResponseStream (INV-02); undefined when the request is for another. */
export function invokeStreamVisit(head: RequestHead, lambda: Lambda, chance: Chance): Visit | undefined {
  const name = rawNameOf(head, INVOKE_WITH_RESPONSE_STREAM);
  if (name === undefined) return undefined;
  return {
    bodyLimit: REQUEST_PAYLOAD_MAX,
    async answer(body) {
      const requestId = chance.uuid();
      const request = invokeRequest(head, INVOKE_WITH_RESPONSE_STREAM, name, body, requestId);
      const response = 'kind' in request ? request : await stream(lambda, request);
      return 'kind' in response ? withHeaders(lambdaError(response), ['x-amzn-RequestId', requestId]) : response;
    },
  };
}

/** Settles when the response begins, or when there will be none. */
async function stream(lambda: Lambda, request: InvokeRequest): Promise<HttpResponse | AwsError> {
  const channel = new ResponseChannel();
  let streamed = false;
  const answered = lambda.invoke({
    ...request,
    sink: {
      begin: (head) => {
        streamed = true;
        channel.begin(head);
      },
      write: (piece) => channel.write(chunk(piece)),
      // What ends it is the event behind the invocation.
      end: () => {},
    },
  });
  const over = answered.then((answer) => {
    if (answer.kind === 'answer') {
      const hasResult = !streamed && answer.functionError === undefined;
      if (hasResult && answer.payload.length > 0) void channel.write(chunk(answer.payload));
      void channel.write(complete(answer));
    }
    channel.end();
    return answer;
  });
  over.catch((error: Error) => channel.breakOff(error));

  const head = await Promise.race([channel.begun, over.then(() => undefined)]);
  if (head) return response(channel, request.requestId as string, head.executedVersion, head.contentType);
  const answer = await over;
  if (answer.kind === 'awsError') return answer;
  if (answer.statusCode === 204) return { status: 204, headers: ['x-amzn-RequestId', answer.requestId], body: '' };
  return response(channel, answer.requestId, answer.executedVersion, 'application/json');
}

function response(body: ResponseChannel, requestId: string, version = '$LATEST', contentType: string): HttpResponse {
  const headers = ['x-amzn-RequestId', requestId, 'X-Amz-Executed-Version', version, 'Content-Type', EVENT_STREAM_TYPE];
  return { status: 200, headers: [...headers, 'X-Amzn-Remapped-Content-Type', contentType], body };
}

function chunk(piece: Uint8Array): Buffer {
  return eventMessage('PayloadChunk', 'application/octet-stream', piece);
}

/** Says how the invocation ended: whatever went wrong is in here, also when nothing had been streamed. */
function complete({ functionError, errorType, payload, logTail }: InvokeAnswer): Buffer {
  const members = {
    ...(functionError !== undefined && { ErrorCode: errorType ?? functionError, ErrorDetails: Buffer.from(payload).toString() }),
    ...(logTail !== undefined && { LogResult: logTail }),
  };
  return eventMessage('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(members)));
}
