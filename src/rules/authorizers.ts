import { CALLER_WAITS } from '../spec/caller-waits';
import { AUTHORIZERS_PER_API } from '../spec/push-sources';
import { executeApiArn, stagesOf } from './api-stages';
import type { App } from './app';
import { collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { type Integrated, integrated } from './integrated-function';
import { knownText } from './known';
import { schemeCalls } from './openapi-calls';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const REST = 'AWS::ApiGateway::Authorizer';
const OTHER = 'AWS::ApiGatewayV2::Authorizer';
const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const USE = `${GUIDE}/apigateway-use-lambda-authorizer.html`;

interface AuthorizerCall extends Integrated {
  readonly on: Declaration;
  readonly api: string;
}

function apiOf(authorizer: Declaration): string | undefined {
  return knownText(authorizer, authorizer.type === REST ? 'RestApiId' : 'ApiId');
}

function* authorizerUses(app: App): Generator<AuthorizerCall> {
  for (const on of app.ofType(REST, OTHER)) {
    const api = apiOf(on);
    if (api === undefined) continue;
    for (const found of integrated(app, on, on.part('AuthorizerUri'), stagesOf(app, api))) yield { on, api, ...found };
  }
}

export const authorizerCalls = collected('authorizer', function* (app) {
  for (const { on, api, target } of authorizerUses(app)) {
    if (on.has('AuthorizerCredentials') || on.has('AuthorizerCredentialsArn')) continue;
    const sources = on.ref === undefined ? [] : [executeApiArn(on, api, `authorizers/${on.ref}`)];
    yield { on, property: 'Properties.AuthorizerUri', target, service: 'apigateway', sources };
  }
  for (const { on, uri, target } of schemeCalls(app)) {
    // API Gateway makes up the id of the authorizer, so that the source is not known.
    yield { on, property: uri.property, target, service: 'apigateway', sources: [] };
  }
});

/** Only of HTTP APIs is it known that their authorizers have less time than the rest. */
function* authorizerWaits(app: App): Generator<Wait> {
  for (const { on, api, target } of authorizerUses(app)) {
    const { httpAuthorizer, restApi } = CALLER_WAITS;
    const protocol = app.named(api, 'AWS::ApiGatewayV2::Api');
    const isHttp = protocol !== undefined && knownText(protocol, 'ProtocolType') === 'HTTP';
    yield { target, seconds: isHttp ? httpAuthorizer : restApi, caller: on.path };
  }
}

/** The authorizers of each REST API. */
function* byApi(app: App): Generator<readonly Declaration[]> {
  const found = new Map<string, Declaration[]>();
  for (const on of app.ofType(REST)) {
    const api = apiOf(on);
    if (api !== undefined) found.set(api, [...(found.get(api) ?? []), on]);
  }
  yield* found.values();
}

export const AUTHORIZERS: readonly Rule[] = [
  permissionRule({
    id: 'AUT-02',
    title: 'An API may not invoke the function of its authorizer',
    why: 'Clients get 500 Internal server error, whatever they send.',
    source: USE,
    calls: authorizerCalls,
  }),
  {
    id: 'AUT-01',
    severity: 'warning',
    title: 'A REST API has too many authorizers',
    why: 'API Gateway refuses them, unless the quota was raised.',
    remedy: 'Let one authorizer decide for several methods.',
    source: `${GUIDE}/limits.html`,
    judgedBy: ['cdk-lambda-kit:AUTHORIZERS_ABOVE_QUOTA'],
    check: each(byApi, function* (authorizers) {
      for (const on of authorizers.slice(AUTHORIZERS_PER_API)) {
        yield { on, message: `The API has ${authorizers.length} authorizers, ${AUTHORIZERS_PER_API} can be.` };
      }
    }),
  },
  {
    id: 'AUT-01-connect',
    severity: 'error',
    title: 'A route of a WebSocket API other than $connect has an authorizer',
    why: 'API Gateway refuses the route: clients are judged when they connect.',
    remedy: 'Give the authorizer to the route $connect.',
    source: `${GUIDE}/apigateway-websocket-api-lambda-auth.html`,
    check: each('AWS::ApiGatewayV2::Route', function* (on, app) {
      const api = app.named(on.text('ApiId'), 'AWS::ApiGatewayV2::Api');
      if (api?.text('ProtocolType') !== 'WEBSOCKET' || on.text('AuthorizationType') !== 'CUSTOM') return;
      const key = on.text('RouteKey');
      if (key === undefined || key === '$connect') return;
      yield { on, property: 'Properties.AuthorizerId', message: `The route ${key} has an authorizer.` };
    }),
  },
  {
    id: 'AUT-07',
    severity: 'error',
    title: 'An authorizer keeps its answers and does not say what for',
    why: 'API Gateway refuses it: the values of the identity sources are the key of what is kept.',
    remedy: 'Name identity sources, or set AuthorizerResultTtlInSeconds to 0.',
    source: `${GUIDE}/configure-api-gateway-lambda-authorization.html`,
    check: each(REST, function* (on) {
      if (on.text('Type') !== 'REQUEST' || (on.number('AuthorizerResultTtlInSeconds') ?? 300) === 0) return;
      if ((on.text('IdentitySource') ?? '') !== '') return;
      yield {
        on,
        property: 'Properties.IdentitySource',
        message: 'It is of type REQUEST, keeps its answers, and has no IdentitySource.',
      };
    }),
  },
  waitRule({
    id: 'AUT-01-timeout',
    severity: 'warning',
    title: 'A function may run for longer than an API waits for its authorizer',
    why: 'The client gets an error while the function still runs.',
    source: `${GUIDE}/http-api-lambda-authorizer.html`,
    also: ['VAL-28'],
    waits: authorizerWaits,
  }),
];
