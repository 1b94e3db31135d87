import type { EventSourceFacts } from '../event-source';
import type { Limit } from '../limit';

const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

const OF_API_GATEWAY = {
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The request is refused: with 401 when the function throws `Unauthorized`, else with 500.',
  ordering: 'None.',
  limits: 'A decision is kept for up to 1 h, 5 min by default; 10 authorizers an API.',
  qualifiers: 'alias or version',
  rules: ['AUT-01', 'AUT-02', 'AUT-06', 'AUT-07'],
  source: `${GUIDE}/apigateway-use-lambda-authorizer.html`,
} as const;

export const TOKEN_AUTHORIZER_FACTS: EventSourceFacts = {
  ...OF_API_GATEWAY,
  title: 'Authorizer of a REST API, by token',
  construct: 'TokenAuthorizerEventSource',
};

export const REQUEST_AUTHORIZER_FACTS: EventSourceFacts = {
  ...OF_API_GATEWAY,
  title: 'Authorizer of a REST API, by request',
  construct: 'RequestAuthorizerEventSource',
};

export const HTTP_AUTHORIZER_FACTS: EventSourceFacts = {
  ...OF_API_GATEWAY,
  title: 'Authorizer of an HTTP API',
  construct: 'HttpAuthorizerEventSource',
  limits: 'Decides within 10 s; a decision is kept for up to 1 h, 5 min by default.',
  rules: ['AUT-01', 'AUT-02', 'AUT-05', 'AUT-06', 'AUT-07'],
  source: `${GUIDE}/http-api-lambda-authorizer.html`,
};

export const WEB_SOCKET_AUTHORIZER_FACTS: EventSourceFacts = {
  ...OF_API_GATEWAY,
  title: 'Authorizer of a WebSocket API',
  construct: 'WebSocketAuthorizerEventSource',
  limits: 'Asked once for each connection; what it returns has 8 KB.',
  rules: ['AUT-01', 'AUT-02', 'APW-02'],
  source: `${GUIDE}/apigateway-websocket-api-lambda-auth.html`,
};

export const APPSYNC_AUTHORIZER_FACTS: EventSourceFacts = {
  ...OF_API_GATEWAY,
  title: 'Authorizer of an AppSync API',
  construct: 'AppSyncAuthorizerEventSource',
  whenFunctionFails: 'The request is refused.',
  limits: 'Decides within 10 s; a decision is kept for up to 1 h, 5 min by default; one an API.',
  rules: ['APS-01', 'APS-04'],
  source: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
};

/** How long API Gateway may keep a decision (AUT-01). */
export const AUTHORIZER_TTL: Limit = {
  min: 0,
  max: 3_600,
  unit: 'seconds',
  whole: true,
  rule: 'AUT-01',
  source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
};
/** The same, unless it is told (AUT-01). */
export const AUTHORIZER_TTL_BY_DEFAULT_SECONDS = 300;

/** The most authorizers of a REST API, by default (AUT-01). */
export const AUTHORIZERS_PER_API = 10;

/** How long AppSync may keep a decision (APS-04). */
export const APPSYNC_AUTHORIZER_TTL: Limit = {
  ...AUTHORIZER_TTL,
  rule: 'APS-04',
  source: 'https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html',
};

/** How AppSync names authorization by a function (APS-04). */
export const APPSYNC_LAMBDA_AUTHORIZATION = 'AWS_LAMBDA';
/** Modes that need no configuration of their own, so that a mode can change places with them. */
export const APPSYNC_PLAIN_AUTHORIZATIONS: readonly string[] = ['API_KEY', 'AWS_IAM'];
