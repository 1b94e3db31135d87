import type { EventSourceFacts } from '../event-source';
import type { Limit, TextLimit } from '../limit';

const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';

export const REST_API_FACTS: EventSourceFacts = {
  title: 'API Gateway REST API',
  construct: 'ApiEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The client gets 502 when the function fails or answers in another form, 504 when it takes too long.',
  ordering: 'None.',
  limits: 'Answers within 29 s, more for regional and private APIs by quota; 6 MB for the function, 10 MB for the API.',
  qualifiers: 'alias or version',
  rules: ['APR-01', 'APR-02', 'APR-03', 'APR-22'],
  source: `${GUIDE}/set-up-lambda-proxy-integrations.html`,
};

export const HTTP_API_FACTS: EventSourceFacts = {
  title: 'API Gateway HTTP API',
  construct: 'HttpApiEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The client gets 500.',
  ordering: 'None.',
  limits: 'Answers within 30 s; 6 MB for the function, 10 MB for the API.',
  qualifiers: 'alias or version',
  rules: ['APH-01', 'APH-06'],
  source: `${GUIDE}/http-api-develop-integrations-lambda.html`,
};

export const WEB_SOCKET_FACTS: EventSourceFacts = {
  title: 'API Gateway WebSocket API',
  construct: 'WebSocketEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Nobody; the client may.',
  whenFunctionFails:
    'On `$connect` the client is refused. Else it hears of it only through a route response; `$disconnect` is best effort.',
  ordering: 'None: two messages of one connection may be worked on at once.',
  limits: 'Answers within 29 s; messages of 128 KB in frames of 32 KB; connections of 2 h, 10 min when idle.',
  qualifiers: 'alias or version',
  rules: ['APW-01', 'APW-02', 'APW-04', 'APW-05'],
  source: `${GUIDE}/apigateway-websocket-api-integrations.html`,
};

/** How long a REST API waits for a function; above 29 s a quota has to be raised (APR-03). */
export const REST_TIMEOUT: Limit = {
  min: 50,
  max: Number.POSITIVE_INFINITY,
  unit: 'milliseconds',
  whole: true,
  rule: 'APR-03',
  source: `${GUIDE}/limits.html`,
};
/** The same, with the quota as it is for everyone, and for edge-optimized APIs always (APR-03). */
export const REST_TIMEOUT_BY_DEFAULT: Limit = { ...REST_TIMEOUT, max: 29_000 };

/** How long an HTTP API waits for a function (APH-01). */
export const HTTP_TIMEOUT: Limit = { ...REST_TIMEOUT, max: 30_000, rule: 'APH-01' };

/** How long a WebSocket API waits for a function (APW-02). */
export const WEB_SOCKET_TIMEOUT: Limit = { ...REST_TIMEOUT, max: 29_000, rule: 'APW-02' };

/** What a method of a REST API can be (APR-02). */
export const REST_METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

/** The path of a resource: `/`, `/orders/{id}`, and with a greedy `{proxy+}` as its last part (APR-11). */
export const REST_PATH: TextLimit = {
  min: 1,
  pattern: {
    matches: /^\/$|^(\/([\w:.$-]+|\{[\w:.$-]+\}))*(\/([\w:.$-]+|\{[\w:.$-]+\+?\}))\/?$/,
    words: 'a / and parts as orders or {id}, a greedy one as {proxy+} in the last place only',
  },
  rule: 'APR-02',
  source: `${GUIDE}/api-gateway-set-up-simple-proxy.html`,
};

/** The payload formats of HTTP APIs (APH-01). */
export const HTTP_PAYLOAD_FORMATS: readonly string[] = ['1.0', '2.0'];

/** The route of a WebSocket API that is taken when a client connects, the only one that can be authorized (AUT-01). */
export const WEB_SOCKET_CONNECT = '$connect';

/** APW-01. */
export const WEB_SOCKET_ROUTE_KEY: TextLimit = {
  min: 1,
  rule: 'APW-01',
  source: `${GUIDE}/websocket-api-develop-routes.html`,
};
