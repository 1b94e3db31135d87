import type { LambdaFunction } from '../../../model/function';
import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
import { API_GATEWAY_PRINCIPAL } from '../../../spec/http-api';
import type { InvokeRequest, Lambda } from '../../engine/ports';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget } from '../../engine/target';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import { within } from '../within';
import { apiArn, type Client } from './client';

export interface FunctionPorts {
  readonly lambda: Lambda;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  readonly clock: Clock;
}

export interface FunctionCall {
  /** Stage variables still stand in it. */
  readonly uri: string;
  readonly credentialsArn?: string;
  /** What a permission must be for, below the ARN of the API: `prod/$connect`. */
  readonly source: string;
  readonly event: object;
  readonly traceHeader: string;
  readonly turn: Turn;
  readonly timeoutMs: number;
}

export type FunctionAnswer =
  /** `failed`: the payload is an error object. */
  | { readonly kind: 'answered'; readonly target: string; readonly failed: boolean; readonly payload: Uint8Array }
  | {
      readonly kind: 'unreachable';
      readonly target: string;
      readonly because: 'notPermitted' | 'notInvoked' | 'timedOut';
      readonly why: string;
    };

/** Invokes the function that an integration or authorizer names, as API Gateway may (PRM-01, AUT-02). */
export async function callFunction(client: Client, call: FunctionCall, ports: FunctionPorts): Promise<FunctionAnswer> {
  const uri = withStageVariables(call.uri, client.stage.variables);
  const target = functionOfUri(uri) ?? uri;
  const refused = notPermitted(client, target, call.source, call.credentialsArn, ports);
  if (refused !== undefined) return { kind: 'unreachable', target, because: 'notPermitted', why: refused };
  const request: InvokeRequest = {
    ...{ functionName: target, type: 'RequestResponse', logType: 'None' },
    payload: Buffer.from(JSON.stringify(call.event)),
    traceHeader: call.traceHeader,
    turn: call.turn,
  };
  const answer = await within(ports.clock, call.timeoutMs, ports.lambda.invoke(request));
  if (answer === 'late') {
    const why = `${target} did not answer within ${call.timeoutMs} ms.`;
    return { kind: 'unreachable', target, because: 'timedOut', why };
  }
  if (answer.kind === 'awsError') {
    return { kind: 'unreachable', target, because: 'notInvoked', why: `${answer.type}: ${answer.message}` };
  }
  return { kind: 'answered', target, failed: answer.functionError !== undefined, payload: answer.payload };
}

/** Why the API may not invoke a function for `source`; a role that it takes on may do everything here. */
export function notPermitted(
  { api }: Client,
  target: string,
  source: string,
  role: string | undefined,
  { functions }: Pick<FunctionPorts, 'functions'>,
): string | undefined {
  const found = findTarget(functions(), target);
  if (role !== undefined || found.kind !== 'target') return undefined;
  const sourceArn = `${apiArn(api)}/${source}`;
  const service = { principal: API_GATEWAY_PRINCIPAL, sourceArn, sourceAccount: api.account };
  if (serviceMayInvoke(found.function, found.qualifier, service)) return undefined;
  return `The resource policy of ${target} does not let ${API_GATEWAY_PRINCIPAL} invoke it for ${sourceArn}.`;
}
