import { callIntegration } from '../../../../src/local/endpoints/mapping/call-integration';
import type {
  Answer,
  AwsCall,
  Backends,
  FunctionCall,
  IntegrationReply,
  IntegrationRequest,
  MethodRequest,
} from '../../../../src/local/endpoints/mapping/types';
import type { AwsError } from '../../../../src/local/engine/aws-error';
import type { InvokeAnswer } from '../../../../src/local/engine/ports';
import type { RestIntegration } from '../../../../src/model/rest-integration';

export const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';
export const FUNCTION_URI = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
export const ROLE = 'arn:aws:iam::123456789012:role/api';

export function request(given: Partial<Omit<MethodRequest, 'body'>> & { readonly body?: string | Buffer } = {}): MethodRequest {
  const { body = '', ...rest } = given;
  return {
    method: 'POST',
    pathParameters: { id: '7' },
    query: { q: ['a', 'b'] },
    headers: ['Content-Type', 'application/json', 'X-Many', '1', 'x-many', '2'],
    context: { apiId: 'api1', stage: 'prod', identity: { sourceIp: '127.0.0.1' } },
    stageVariables: { table: 'Orders' },
    binaryMediaTypes: [],
    ...rest,
    body: Buffer.from(body),
  };
}

export function answered(payload: unknown, more: Partial<InvokeAnswer> = {}): InvokeAnswer {
  return {
    kind: 'answer',
    statusCode: 200,
    requestId: 'r1',
    traceHeader: 'Root=1',
    payload: Buffer.from(payload === undefined ? '' : JSON.stringify(payload)),
    ...more,
  };
}

export interface Scene {
  readonly invoke?: InvokeAnswer | AwsError;
  readonly aws?: Partial<IntegrationReply>;
  readonly http?: Partial<IntegrationReply> | Error;
}

/** An integration called with backends that answer this, and keep what they were asked. */
export async function called(integration: RestIntegration, given: MethodRequest = request(), scene: Scene = {}) {
  const asked: { functions: FunctionCall[]; aws: AwsCall[]; http: IntegrationRequest[] } = { functions: [], aws: [], http: [] };
  const reply = (some: Partial<IntegrationReply> = {}) => ({ status: 200, headers: [], body: Buffer.alloc(0), ...some });
  const backends: Backends = {
    invoke: async (call) => {
      asked.functions.push(call);
      return scene.invoke ?? answered({ ok: true });
    },
    aws: async (call) => {
      asked.aws.push(call);
      return reply(scene.aws);
    },
    ...(scene.http && {
      http: async (call) => {
        asked.http.push(call);
        if (scene.http instanceof Error) throw scene.http;
        return reply(scene.http);
      },
    }),
  };
  const answer = await callIntegration(integration, given, backends, 'Root=1-2-3');
  return { answer, asked, ...said(answer) };
}

/** An answer as tests look at it. */
export function said(answer: Answer): { status: number; body: string; why: string | undefined; headers: Record<string, string> } {
  if (answer.kind === 'refused') return { status: answer.status, body: answer.message, why: answer.why, headers: {} };
  const headers: Record<string, string> = {};
  for (let i = 0; i < answer.headers.length; i += 2) headers[answer.headers[i] as string] = answer.headers[i + 1] as string;
  return { status: answer.status, body: answer.body.toString(), why: undefined, headers };
}

export function headersOf(list: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < list.length; i += 2) headers[list[i] as string] = list[i + 1] as string;
  return headers;
}
