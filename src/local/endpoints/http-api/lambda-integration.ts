import type { LambdaFunction } from '../../../model/function';
import type { HttpIntegration } from '../../../model/http-api';
import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
import { API_GATEWAY_PRINCIPAL, HTTP_TIMEOUT_MS } from '../../../spec/http-api';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Lambda } from '../../engine/ports';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget } from '../../engine/target';
import type { Clock } from '../../time/clock';
import { isMalformed } from '../proxy-result';
import { within } from '../within';
import { type Ending, gatewayEnding } from './ending';
import { eventV1 } from './event-v1';
import { eventV2 } from './event-v2';
import { functionResponse } from './function-result';
import type { HttpCall } from './http-call';

export interface InvokingOptions {
  readonly lambda: Lambda;
  readonly functions: () => readonly LambdaFunction[];
  readonly clock: Clock;
}

/** A function answers (APH-01). */
export async function invokeFunction(call: HttpCall, integration: HttpIntegration, options: InvokingOptions): Promise<Ending> {
  const uri = withStageVariables(integration.uri ?? '', call.stage.variables);
  const arn = functionOfUri(uri);
  if (arn === undefined) return gatewayEnding(500, `the integration's URI is no function: ${uri}`);
  const why = forbidden(arn, routeArn(call), integration.credentialsArn, call.api.account, options);
  if (why !== undefined) return { ...gatewayEnding(500, why), integration: arn };

  const { clock, lambda } = options;
  const event = integration.payloadFormat === '2.0' ? eventV2(call) : eventV1(call);
  const began = clock.now();
  const answer = await within(
    clock,
    integration.timeoutMs ?? HTTP_TIMEOUT_MS,
    lambda.invoke({
      ...{ functionName: arn, type: 'RequestResponse', logType: 'None', traceHeader: call.traceHeader },
      payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  const asked = { integration: arn, integrationLatencyMs: clock.now() - began };
  if (answer === 'late') {
    const limit = integration.timeoutMs ?? HTTP_TIMEOUT_MS;
    return { ...gatewayEnding(503, `the function has not answered within ${limit} ms`), ...asked };
  }
  if (answer.kind === 'awsError') {
    const status = answer.status === 413 ? 413 : answer.status === 429 || answer.status >= 500 ? 503 : 500;
    return { ...gatewayEnding(status, `${answer.type}: ${answer.message}`), ...asked, integrationStatus: answer.status };
  }
  const answered = { ...asked, integrationStatus: answer.statusCode };
  if (answer.functionError !== undefined) {
    return { ...gatewayEnding(500, `the function failed: ${answer.errorType ?? answer.functionError}`), ...answered };
  }
  const response = functionResponse(answer.payload, integration.payloadFormat);
  return isMalformed(response) ? { ...gatewayEnding(500, response.malformed), ...answered } : { response, ...answered };
}

/** Why API Gateway may not invoke the function for `sourceArn`; a role that it takes on may do everything here. */
export function forbidden(
  arn: string,
  sourceArn: string,
  role: string | undefined,
  account: string,
  { functions }: Pick<InvokingOptions, 'functions'>,
): string | undefined {
  const target = findTarget(functions(), arn);
  if (role !== undefined || target.kind === 'awsError') return undefined;
  const caller = { principal: API_GATEWAY_PRINCIPAL, sourceArn, sourceAccount: account };
  if (serviceMayInvoke(target.function, target.qualifier, caller)) return undefined;
  return `the resource policy of ${arn} does not let ${API_GATEWAY_PRINCIPAL} invoke it for ${sourceArn}`;
}

/** What conditions on the source of an invocation are held against. */
export function routeArn({ api, stage, route, head }: HttpCall): string {
  const [, path] = route.key.split(' ');
  const where = path === undefined ? route.key : `${head.method}${path}`;
  return `${executeApiArn(api)}/${stage.name}/${where}`;
}

export function executeApiArn({ region, account, id }: HttpCall['api']): string {
  return `arn:${partitionOf(region).id}:execute-api:${region}:${account}:${id}`;
}
