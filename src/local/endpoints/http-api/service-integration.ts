import type { HttpIntegration } from '../../../model/http-api';
import { HTTP_TIMEOUT_MS } from '../../../spec/http-api';
import type { Clock } from '../../time/clock';
import { reasonHeader } from '../gateway-request';
import { jsonResponse } from '../http';
import type { AwsBackend } from '../mapping/types';
import { callService } from '../service-integrations/call-service';
import { within } from '../within';
import { type Ending, gatewayEnding } from './ending';
import type { HttpCall } from './http-call';
import { methodRequest } from './mapped-call';

export interface CallingOptions {
  readonly clock: Clock;
  /** The AWS services that are emulated. */
  readonly aws: AwsBackend;
}

/** A service answers: a first-class integration, as `SQS-SendMessage`. */
export async function askService(call: HttpCall, integration: HttpIntegration, { clock, aws }: CallingOptions): Promise<Ending> {
  const { subtype = '', credentialsArn, requestParameters = {}, timeoutMs = HTTP_TIMEOUT_MS } = integration;
  if (credentialsArn === undefined)
    return gatewayEnding(500, `the integration ${subtype} has no role by which the service is called`);
  const began = clock.now();
  const asked = { subtype, requestParameters, credentialsArn, region: call.api.region };
  const answer = await within(clock, timeoutMs, callService(asked, methodRequest(call), aws));
  const told = { integration: subtype, integrationLatencyMs: clock.now() - began };
  if (answer === 'late') return { ...gatewayEnding(503, `${subtype} has not answered within ${timeoutMs} ms`), ...told };
  if (answer.kind === 'refused') {
    const { status, message, why } = answer;
    return { response: jsonResponse(status, { message }, reasonHeader(why)), refused: why, ...told };
  }
  const { status, headers, body, integrationStatus } = answer;
  return { response: { status, headers, body }, ...told, ...(integrationStatus !== undefined && { integrationStatus }) };
}
