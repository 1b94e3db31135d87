import type { LambdaFunction } from '../../../model/function';
import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
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
  const { api, stage } = client;
  const uri = withStageVariables(call.uri, stage.variables);
  const target = functionOfUri(uri) ?? uri;
  const found = findTarget(ports.functions(), target);
  if (found.kind === 'target' && call.credentialsArn === undefined) {
    const sourceArn = `${apiArn(api)}/${call.source}`;
    const service = { principal: 'apigateway.amazonaws.com', sourceArn, sourceAccount: api.account };
    if (!serviceMayInvoke(found.function, found.qualifier, service)) {
      const why = `The resource policy of ${target} does not let apigateway.amazonaws.com invoke it for ${sourceArn}.`;
      return { kind: 'unreachable', target, because: 'notPermitted', why };
    }
  }
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
