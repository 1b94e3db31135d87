import type { RestIntegration } from '../../../model/rest-integration';
import { REMAPPED_RESPONSE_HEADERS, REST_TIMEOUT_MS } from '../../../spec/rest-api';
import type { AwsError } from '../../engine/aws-error';
import { awsError } from '../../engine/aws-error';
import type { InvokeAnswer } from '../../engine/ports';
import type { AwsBackend, Backends, CallIntegration, ContextValues, FunctionCall, MethodRequest } from '../mapping/types';
import { queryPairs } from '../request-facts';
import { within } from '../within';
import { notPermitted } from './caller-permission';
import { type Ending, type Told } from './ending';
import { type InvokingOptions, timedOut } from './lambda-proxy';
import { templateContext } from './request-context';
import { eventHeaders } from './request-event';
import { type RestCall, sourceArn } from './rest-call';

/** What answers for integrations whose requests and responses are mapped. */
export interface MappingOptions extends InvokingOptions {
  readonly callIntegration: CallIntegration;
  readonly aws: AwsBackend;
  /** @default integrations of type HTTP and HTTP_PROXY are refused */
  readonly http?: Backends['http'];
}

/** Integrations of type MOCK, AWS and HTTP: their requests and responses are what templates and parameters make of them. */
export async function mapIntegration(call: RestCall, integration: RestIntegration, options: MappingOptions): Promise<Ending> {
  const { clock } = options;
  const began = clock.now();
  const limit = integration.timeoutMs ?? REST_TIMEOUT_MS;
  const http = options.http && { http: options.http };
  const backends = { aws: options.aws, ...http, invoke: (asked: FunctionCall) => invoke(call, asked, options) };
  const answer = await within(
    clock,
    limit,
    options.callIntegration(integration, methodRequest(call), backends, call.traceHeader),
  );
  const told: Told = { integration: integration.uri ?? integration.type, integrationLatencyMs: clock.now() - began };
  if (answer === 'late') return timedOut(limit, told);
  if (answer.kind === 'refused') {
    const { response: type, status, message, why: refused } = answer;
    return { error: { type, status, message, refused }, told };
  }
  const { status, headers, body, integrationStatus } = answer;
  const sent = integration.type === 'HTTP_PROXY' ? remapped(headers) : headers;
  return {
    response: { status, headers: sent, body },
    told: { ...told, ...(integrationStatus !== undefined && { integrationStatus }) },
  };
}

/** Headers of a server that are the gateway's own to send. */
function remapped(headers: readonly string[]): readonly string[] {
  return headers.map((each, at) => {
    return at % 2 === 0 && REMAPPED_RESPONSE_HEADERS.has(each.toLowerCase()) ? `x-amzn-Remapped-${each}` : each;
  });
}

function methodRequest(call: RestCall): MethodRequest {
  const query: Record<string, string[]> = Object.create(null);
  for (const [name, value] of queryPairs(call.head.rawQuery)) query[name] = [...(query[name] ?? []), value];
  return {
    method: call.head.method,
    pathParameters: Object.fromEntries(Object.entries(call.pathParameters).map(([name, value]) => [name, decoded(value)])),
    query,
    headers: eventHeaders(call).flat(),
    body: call.body,
    context: templateContext(call) as ContextValues,
    stageVariables: call.stage.variables,
    binaryMediaTypes: call.api.binaryMediaTypes,
  };
}

async function invoke(call: RestCall, asked: FunctionCall, options: InvokingOptions): Promise<InvokeAnswer | AwsError> {
  const { functionArn, type, payload, credentialsArn } = asked;
  const why = notPermitted(functionArn, sourceArn(call), credentialsArn, call.api, options);
  if (why !== undefined) return awsError('AccessDeniedException', 403, why);
  return options.lambda.invoke({
    ...{ functionName: functionArn, type, payload, logType: 'None', traceHeader: call.traceHeader },
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
