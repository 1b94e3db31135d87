import { CALLER_WAITS } from '../spec/caller-waits';
import { type ApiStage, executeApiArn, methodArns, stagesOf } from './api-stages';
import type { App } from './app';
import { type Call, collected, targetIn } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { type Integrated, integrated } from './integrated-function';
import { knownText } from './known';
import { operationCalls } from './openapi-calls';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const API = 'AWS::ApiGatewayV2::Api';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

interface IntegrationCall extends Integrated {
  readonly on: Declaration;
  readonly apiId: string;
  /** Undefined when the API is not of the app. */
  readonly api: Declaration | undefined;
  readonly isWebSocket: boolean;
}

/** Every call of a function by an integration of an HTTP or WebSocket API. */
function* integrationCalls(app: App): Generator<IntegrationCall> {
  for (const on of app.ofType(INTEGRATION)) {
    const apiId = knownText(on, 'ApiId');
    if (apiId === undefined || !['AWS', 'AWS_PROXY'].includes(knownText(on, 'IntegrationType') ?? '')) continue;
    const api = app.named(apiId, API);
    const isWebSocket = api !== undefined && knownText(api, 'ProtocolType') === 'WEBSOCKET';
    for (const found of integrated(app, on, on.part('IntegrationUri'), stagesOf(app, apiId))) {
      yield { on, apiId, api, isWebSocket, ...found };
    }
  }
}

/** The keys of the routes that lead to each integration: `GET /orders`, `$connect`. */
function routeKeys(app: App): ReadonlyMap<string, readonly string[]> {
  return app.once('routes of integrations', () => {
    const found = new Map<string, string[]>();
    for (const route of app.ofType('AWS::ApiGatewayV2::Route')) {
      const integration = knownText(route, 'Target')?.replace(/^integrations\//, '');
      const key = knownText(route, 'RouteKey');
      if (integration === undefined || key === undefined) continue;
      const others = found.get(integration);
      if (others === undefined) found.set(integration, [key]);
      else others.push(key);
    }
    return found;
  });
}

function* calls(app: App, kind: 'http' | 'webSocket'): Generator<Call> {
  for (const { on, apiId, api, isWebSocket, target, stage } of integrationCalls(app)) {
    if (isWebSocket !== (kind === 'webSocket') || on.has('CredentialsArn')) continue;
    const stages = stage === undefined ? stagesOf(app, apiId) : [stage];
    for (const key of routeKeys(app).get(on.ref ?? '') ?? []) {
      const sources = routeArns(on, apiId, stages, key, isWebSocket);
      yield { on, property: 'Properties.IntegrationUri', target, service: 'apigateway', sources, caller: api?.path ?? apiId };
    }
  }
}

export const httpCalls = collected('http', function* (app) {
  yield* calls(app, 'http');
  for (const { on, api, method, path, integration, target, stage } of operationCalls(app, API)) {
    if (integration.has('credentials')) continue;
    const stages = stage === undefined ? stagesOf(app, api) : [stage];
    const sources = routeArns(on, api, stages, path === undefined ? '$default' : `${method} ${path}`, false);
    yield { on, property: `${integration.property}.uri`, target, service: 'apigateway', sources, caller: on.path };
  }
  // An API that is made of nothing but a function.
  for (const on of app.ofType(API)) {
    const target = on.has('Target') ? targetIn(app, on, on.part('Target')) : undefined;
    const key = on.has('RouteKey') ? knownText(on, 'RouteKey') : '$default';
    if (target === undefined || key === undefined || on.has('CredentialsArn') || on.ref === undefined) continue;
    const sources = routeArns(on, on.ref, [{ name: '$default', variables: new Map() }], key, false);
    yield { on, property: 'Properties.Target', target, service: 'apigateway', sources, caller: on.path };
  }
});

export const webSocketCalls = collected('webSocket', (app) => calls(app, 'webSocket'));

function routeArns(
  on: Declaration,
  api: string,
  stages: readonly ApiStage[],
  key: string,
  isWebSocket: boolean,
): readonly string[] {
  const alone = stages.map(({ name }) => executeApiArn(on, api, `${name}/${key}`));
  if (isWebSocket) return alone;
  const [method = 'ANY', path] = key === '$default' ? ['ANY', '/x'] : key.split(' ');
  return [...(key === '$default' ? alone : []), ...methodArns(on, api, stages, method, path ?? '/')];
}

function* waits(app: App, kind: 'http' | 'webSocket'): Generator<Wait> {
  for (const { on, apiId, api, isWebSocket, target } of integrationCalls(app)) {
    if (isWebSocket !== (kind === 'webSocket') || api === undefined) continue;
    const usual = isWebSocket ? CALLER_WAITS.webSocketApi : CALLER_WAITS.httpApi;
    const isTold = !on.has('TimeoutInMillis') || on.isKnown('TimeoutInMillis');
    const seconds = isTold ? (on.number('TimeoutInMillis') ?? usual * 1000) / 1000 : undefined;
    yield { target, seconds, caller: api?.path ?? apiId };
  }
}

export const HTTP_APIS: readonly Rule[] = [
  permissionRule({
    id: 'APH-01',
    title: 'An HTTP API may not invoke a function of one of its routes',
    why: 'Clients get 500 Internal Server Error, and the function does not run.',
    source: `${GUIDE}/http-api-develop-integrations-lambda.html`,
    calls: httpCalls,
  }),
  permissionRule({
    id: 'APW-01',
    title: 'A WebSocket API may not invoke a function of one of its routes',
    why: 'Clients are refused, or get an Internal server error, and the function does not run.',
    source: `${GUIDE}/apigateway-websocket-api-integrations.html`,
    calls: webSocketCalls,
  }),
  {
    id: 'APH-01-format',
    severity: 'error',
    title: 'An HTTP API does not say in which format it calls a function',
    why: 'API Gateway refuses the integration.',
    remedy: "Set PayloadFormatVersion to '2.0', or to '1.0' for handlers that were written for REST APIs.",
    source: `${GUIDE}/http-api-develop-integrations-lambda.html`,
    check: each(integrationCalls, function* ({ on, api, isWebSocket }) {
      if (api === undefined || isWebSocket || api.text('ProtocolType') !== 'HTTP') return;
      const version = on.text('PayloadFormatVersion');
      if (version === '1.0' || version === '2.0') return;
      const message = `PayloadFormatVersion is ${version ?? 'missing'}; it must be 1.0 or 2.0.`;
      yield { on, property: 'Properties.PayloadFormatVersion', message };
    }),
  },
  waitRule({
    id: 'APH-01-timeout',
    severity: 'warning',
    title: 'A function may run for longer than its HTTP API waits',
    why: 'The client gets 503 while the function still runs, for an answer that nobody gets.',
    source: `${GUIDE}/http-api-quotas.html`,
    also: ['VAL-28'],
    waits: (app) => waits(app, 'http'),
  }),
  waitRule({
    id: 'APW-02',
    severity: 'warning',
    title: 'A function may run for longer than its WebSocket API waits',
    why: 'The client gets an error while the function still runs, for an answer that nobody gets.',
    source: `${GUIDE}/apigateway-execution-service-websocket-limits-table.html`,
    also: ['VAL-28'],
    waits: (app) => waits(app, 'webSocket'),
  }),
];
