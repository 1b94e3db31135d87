import { CALLER_WAITS } from '../spec/caller-waits';
import { methodArns, stagesOf } from './api-stages';
import type { App } from './app';
import { collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { type Integrated, integrated } from './integrated-function';
import { knownText } from './known';
import { operationCalls } from './openapi-calls';
import type { Part } from './part';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const API = 'AWS::ApiGateway::RestApi';
const METHOD = 'AWS::ApiGateway::Method';
const RESOURCE = 'AWS::ApiGateway::Resource';
const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
/** Paths are not longer in any API; a resource that is its own parent would be. */
const DEEPEST = 100;

interface MethodCall extends Integrated {
  readonly on: Declaration;
  readonly integration: Part;
  readonly api: string;
  readonly caller: string;
}

/** Every call of a function by a method of a REST API. */
function* methodCalls(app: App): Generator<MethodCall> {
  for (const on of app.ofType(METHOD)) {
    const integration = on.part('Integration');
    const api = knownText(on, 'RestApiId');
    if (api === undefined || !['AWS', 'AWS_PROXY'].includes(knownText(integration, 'Type') ?? '')) continue;
    const caller = app.named(api, API)?.path ?? api;
    for (const found of integrated(app, on, integration.part('Uri'), stagesOf(app, api))) {
      yield { on, integration, api, caller, ...found };
    }
  }
}

export const restCalls = collected('rest', function* (app) {
  for (const { on, integration, api, caller, target, stage } of methodCalls(app)) {
    if (integration.has('Credentials')) continue;
    const path = pathOf(app, knownText(on, 'ResourceId'));
    const stages = stage === undefined ? stagesOf(app, api) : [stage];
    const sources = path === undefined ? [] : methodArns(on, api, stages, knownText(on, 'HttpMethod') ?? 'ANY', path);
    yield { on, property: `${integration.property}.Uri`, target, service: 'apigateway', sources, caller };
  }
  for (const { on, api, method, path = '/', integration, target, stage } of operationCalls(app, API)) {
    if (integration.has('credentials')) continue;
    const stages = stage === undefined ? stagesOf(app, api) : [stage];
    // A slash at the end is left out of the resource.
    const sources = methodArns(on, api, stages, method, path === '/' ? path : path.replace(/\/$/, ''));
    yield { on, property: `${integration.property}.uri`, target, service: 'apigateway', sources, caller: on.path };
  }
});

/** The path of a resource of the API; undefined when a part of it is not known. */
function pathOf(app: App, id: string | undefined): string | undefined {
  const parts: string[] = [];
  let at = app.named(id, RESOURCE);
  for (let depth = 0; at !== undefined; depth++) {
    const part = knownText(at, 'PathPart');
    if (part === undefined || depth === DEEPEST) return undefined;
    parts.unshift(part);
    at = app.named(knownText(at, 'ParentId'), RESOURCE);
  }
  return `/${parts.join('/')}`;
}

function* restWaits(app: App): Generator<Wait> {
  for (const { integration, caller, target } of methodCalls(app)) {
    if (!isAsynchronous(integration)) yield { target, seconds: secondsOf(integration), caller };
  }
}

/** How long an integration says that it waits; it can be more than is usual, where the quota was raised. */
function secondsOf(integration: Part): number | undefined {
  if (!integration.has('TimeoutInMillis')) return CALLER_WAITS.restApi;
  if (!integration.isKnown('TimeoutInMillis')) return undefined;
  return (integration.number('TimeoutInMillis') ?? CALLER_WAITS.restApi * 1000) / 1000;
}

/** Whether the API only puts the event into the function's queue (APR-04). */
function isAsynchronous(integration: Part): boolean {
  const type = ['RequestParameters', 'integration.request.header.X-Amz-Invocation-Type'];
  return integration.has(...type) && knownText(integration, ...type) !== "'RequestResponse'";
}

export const REST_APIS: readonly Rule[] = [
  permissionRule({
    id: 'APR-02',
    title: 'A REST API may not invoke a function of one of its methods',
    why: 'Clients get 500 Internal server error, and the function does not run.',
    source: `${GUIDE}/permissions.html`,
    calls: restCalls,
  }),
  {
    id: 'APR-01',
    severity: 'error',
    title: 'A REST API calls a function with a method other than POST',
    why: 'Lambda does not know the call: clients get 500 Internal server error.',
    remedy: 'Set IntegrationHttpMethod to POST, whatever the method of the API is.',
    source: `${GUIDE}/api-gateway-create-api-as-simple-proxy-for-lambda.html`,
    check: each(methodCalls, function* ({ on, integration, target }) {
      const method = integration.text('IntegrationHttpMethod');
      if (method === 'POST') return;
      const message = `IntegrationHttpMethod is ${method ?? 'missing'}, and ${target.fn.path} is called.`;
      yield { on, property: `${integration.property}.IntegrationHttpMethod`, message };
    }),
  },
  waitRule({
    id: 'APR-03',
    severity: 'warning',
    title: 'A function may run for longer than its REST API waits',
    why: 'The client gets 504 while the function still runs, for an answer that nobody gets.',
    source: `${GUIDE}/limits.html`,
    also: ['VAL-28'],
    waits: restWaits,
  }),
];
