import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
import type { RestIntegration } from '../../../model/rest-integration';
import { REQUEST_PAYLOAD_MAX } from '../../../spec/payload-limits';
import { REST_TIMEOUT_MS } from '../../../spec/rest-api';
import type { AwsError } from '../../engine/aws-error';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../../engine/ports';
import type { Clock } from '../../time/clock';
import { isMalformed } from '../proxy-result';
import { within } from '../within';
import { type Invokable, notPermitted } from './caller-permission';
import { type Ending, serverError, type Told } from './ending';
import { proxyResponse } from './proxy-response';
import { proxyEvent } from './request-event';
import { type RestCall, sourceArn } from './rest-call';
import { streamedResponse } from './streamed-response';

export interface InvokingOptions extends Invokable {
  readonly lambda: Lambda;
  readonly clock: Clock;
}

/** Has a function answer the request, and makes its result into the response (APR-01 to APR-23). */
export async function invokeFunction(call: RestCall, integration: RestIntegration, options: InvokingOptions): Promise<Ending> {
  const uri = withStageVariables(integration.uri ?? '', call.stage.variables);
  const arn = functionOfUri(uri);
  if (arn === undefined) return { error: serverError(`the URI of the integration is no function: ${uri}`) };
  if (integration.method !== 'POST') {
    const refused = `functions are invoked with POST, and the integration says ${integration.method}`;
    return { error: serverError(refused), told: { integration: arn } };
  }
  const why = notPermitted(arn, sourceArn(call), integration.credentialsArn, call.api, options);
  if (why !== undefined) return { error: serverError(why), told: { integration: arn } };
  const payload = Buffer.from(JSON.stringify(proxyEvent(call)));
  if (payload.length > REQUEST_PAYLOAD_MAX) {
    const refused = 'the event is larger than 6 MB, which functions do not take';
    return { error: { type: 'REQUEST_TOO_LARGE', message: 'Request Too Long', refused }, told: { integration: arn } };
  }
  const request: InvokeRequest = {
    ...{ functionName: arn, type: 'RequestResponse', logType: 'None', traceHeader: call.traceHeader },
    payload,
  };
  return integration.transferMode === 'STREAM'
    ? stream(request, integration, options)
    : respond(call, request, integration, options);
}

async function respond(
  call: RestCall,
  request: InvokeRequest,
  integration: RestIntegration,
  { clock, lambda }: InvokingOptions,
): Promise<Ending> {
  const began = clock.now();
  const limit = integration.timeoutMs ?? REST_TIMEOUT_MS;
  const answer = await within(clock, limit, lambda.invoke(request));
  const told: Told = { integration: request.functionName, integrationLatencyMs: clock.now() - began };
  if (answer === 'late') return timedOut(limit, told);
  if (answer.kind === 'awsError' || answer.functionError !== undefined) return notAnswered(answer, told);
  const { api, head } = call;
  const response = proxyResponse(answer.payload, api.binaryMediaTypes, head.headers.accept);
  const answered = { ...told, integrationStatus: answer.statusCode };
  if ('notBase64' in response) {
    const refused = 'the body is not base64, which isBase64Encoded says';
    return { error: { ...serverError(refused), type: 'API_CONFIGURATION_ERROR' }, told: answered };
  }
  if (isMalformed(response)) return { error: serverError(response.malformed, 502), told: answered };
  return { response, told: answered };
}

async function stream(request: InvokeRequest, integration: RestIntegration, { clock, lambda }: InvokingOptions): Promise<Ending> {
  const began = clock.now();
  const limit = integration.timeoutMs ?? REST_TIMEOUT_MS;
  const begun = await within(clock, limit, streamedResponse(lambda, request));
  const told: Told = { integration: request.functionName, integrationLatencyMs: clock.now() - began };
  if (begun === 'late') return timedOut(limit, told);
  if ('kind' in begun) return notAnswered(begun, told);
  if (isMalformed(begun)) return { error: serverError(begun.malformed), told: { ...told, integrationStatus: 200 } };
  return { response: begun, told: { ...told, integrationStatus: 200 } };
}

/** What Lambda itself refuses is a fault of the API, what the function does wrong one of the gateway's other side. */
function notAnswered(answer: InvokeAnswer | AwsError, told: Told): Ending {
  if (answer.kind === 'awsError') {
    return { error: serverError(`${answer.type}: ${answer.message}`), told: { ...told, integrationStatus: answer.status } };
  }
  const refused = `the function failed: ${answer.errorType ?? answer.functionError}`;
  return { error: serverError(refused, 502), told: { ...told, integrationStatus: answer.statusCode } };
}

export function timedOut(limit: number, told: Told): Ending {
  const refused = `the integration has not answered within ${limit} ms`;
  return { error: { type: 'INTEGRATION_TIMEOUT', message: 'Endpoint request timed out', refused }, told };
}
