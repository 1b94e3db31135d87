import type { WebSocketAuthorizer } from '../../../model/web-socket-api';
import { EXECUTE_API_ACTION } from '../../../spec/authorizer-results';
import { CONNECT_ROUTE, INTEGRATION_MS } from '../../../spec/web-socket';
import { authorizerResult } from '../../engine/authorizers/authorizer-result';
import { judgePolicy } from '../../engine/authorizers/policy-document';
import type { Turn } from '../../engine/turns';
import type { AuthorizerOutcome } from '../../journal/request-happening';
import type { Clock } from '../../time/clock';
import type { RequestHead } from '../http';
import { headerOf, queryPairs } from '../request-facts';
import { type Credentials, verify } from '../sigv4';
import { callFunction, type FunctionPorts } from './call-function';
import { type Client, routeArn } from './client';
import { authorizerEvent, type Occasion, requestContext } from './event';

export interface AuthorizerPorts extends FunctionPorts {
  readonly credentials: Credentials;
  /** What clients date their signatures by: the real time, also where `clock` is virtual. */
  readonly signingClock: Pick<Clock, 'now'>;
}

/** A handshake that is judged. */
export interface Handshake {
  readonly head: RequestHead;
  readonly occasion: Occasion;
  readonly traceHeader: string;
  readonly turn: Turn;
}

export interface Judged {
  readonly outcome: AuthorizerOutcome;
  /** For the events that follow. */
  readonly context?: Readonly<Record<string, string | number>>;
  /** Beside the client's address. */
  readonly identity?: Readonly<Record<string, string>>;
  /** Why the client is not let in. */
  readonly refusal?: { readonly status: 401 | 403 | 500; readonly message: string };
}

/** IAM authorization of `$connect`: the request must be signed by credentials of the executor. */
export function judgeSignature({ api }: Client, { head }: Handshake, ports: AuthorizerPorts): Judged {
  const expected = { service: 'execute-api', region: api.region, now: ports.signingClock.now() };
  const verdict = verify(head, new Uint8Array(), expected, ports.credentials);
  const name = 'AWS_IAM';
  if (verdict.kind === 'unsigned') {
    return denied({ name, outcome: 'denied', why: 'the request is not signed' }, 403, 'Missing Authentication Token');
  }
  if (verdict.kind === 'refused') return denied({ name, outcome: 'denied', why: verdict.why }, 403, verdict.message);
  const { accessKeyId, identity } = verdict;
  const { account, arn, userId } = identity;
  return {
    outcome: { name, outcome: 'allowed', principal: arn },
    identity: { accountId: account, accessKey: accessKeyId, caller: userId, user: userId, userArn: arn },
  };
}

/** A function that authorizes `$connect` (AUT-01 to AUT-06). */
export async function judgeByFunction(
  client: Client,
  authorizer: WebSocketAuthorizer,
  handshake: Handshake,
  ports: AuthorizerPorts,
): Promise<Judged> {
  const { name } = authorizer;
  const missing = authorizer.identitySources.find((source) => !identityOf(source, client, handshake));
  if (missing !== undefined) {
    return denied({ name, outcome: 'denied', why: `${missing} is missing` }, 401, 'Unauthorized');
  }
  const methodArn = routeArn(client, CONNECT_ROUTE);
  const { head, occasion, traceHeader, turn } = handshake;
  const begun = ports.clock.now();
  const answer = await callFunction(
    client,
    {
      uri: authorizer.uri,
      ...(authorizer.credentialsArn !== undefined && { credentialsArn: authorizer.credentialsArn }),
      source: `authorizers/${authorizer.id}`,
      event: authorizerEvent(client, occasion, { head, traceHeader, methodArn }),
      traceHeader,
      turn: turn.child('authorizer'),
      timeoutMs: INTEGRATION_MS,
    },
    ports,
  );
  if (answer.kind === 'unreachable') return failed(name, answer.why);
  if (answer.failed) {
    if (errorMessage(answer.payload) === 'Unauthorized') {
      return denied({ name, outcome: 'denied', why: 'the function has thrown Unauthorized' }, 401, 'Unauthorized');
    }
    return failed(name, 'the function has failed');
  }
  const result = authorizerResult(answer.payload);
  if ('malformed' in result) return failed(name, result.malformed);
  const { principalId, policy, context } = result;
  const judged = judgePolicy(policy, { action: EXECUTE_API_ACTION, resource: methodArn, context: conditionsOf(client) });
  if (judged !== 'allowed') {
    const isExplicit = judged === 'explicitlyDenied';
    const message = `User is not authorized to access this resource${isExplicit ? ' with an explicit deny' : ''}`;
    const why = isExplicit ? 'the policy denies it' : 'the policy does not allow it';
    return denied({ name, outcome: 'denied', principal: principalId, why }, 403, message);
  }
  return {
    outcome: { name, outcome: 'allowed', principal: principalId },
    context: { principalId, integrationLatency: ports.clock.now() - begun, ...context },
  };
}

function denied(outcome: AuthorizerOutcome, status: 401 | 403, message: string): Judged {
  return { outcome, refusal: { status, message } };
}

function failed(name: string, why: string): Judged {
  return { outcome: { name, outcome: 'failed', why }, refusal: { status: 500, message: 'Internal server error' } };
}

function conditionsOf({ identity }: Client) {
  return { 'aws:sourceip': identity.sourceIp };
}

/** What an identity source comes to; empty when it is not there. */
function identityOf(source: string, client: Client, { head, occasion }: Handshake): string {
  const [, place = '', name = ''] =
    /^(route\.request\.header|route\.request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (place === 'route.request.header') return headerOf(head, name.toLowerCase()) ?? '';
  if (place === 'route.request.querystring') return queryPairs(head.rawQuery).find(([key]) => key === name)?.[1] ?? '';
  if (place === 'stageVariables') return client.stage.variables[name] ?? '';
  if (place !== 'context') return '';
  const context: unknown = requestContext(client, occasion, { routeKey: CONNECT_ROUTE, eventType: 'CONNECT' });
  const value = name.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], context);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function errorMessage(payload: Uint8Array): string | undefined {
  try {
    return (JSON.parse(Buffer.from(payload).toString()) as { errorMessage?: string } | null)?.errorMessage;
  } catch {
    return undefined;
  }
}
