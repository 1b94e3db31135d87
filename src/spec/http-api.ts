/** A method and a path, or the route that takes what no other does (APH-08). */
export const HTTP_ROUTE_KEY = /^(?:\$default|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/\S*)$/;

/** A request's body, in bytes (APH-01). */
export const HTTP_PAYLOAD_MAX = 10 * 1024 * 1024;

/** Request line and headers together, in bytes (APH-01). */
export const HTTP_HEADERS_MAX = 10_240;

/** How long an integration may take, in milliseconds, where the API does not say less (APH-01). */
export const HTTP_TIMEOUT_MS = 30_000;

/** How long an authorizer may take, in milliseconds (SIM-20). */
export const HTTP_AUTHORIZER_TIMEOUT_MS = 10_000;

/** How long what an authorizer said is kept where the template does not tell: CloudFormation then writes none (AUT-01). */
export const HTTP_AUTHORIZER_TTL_SECONDS = 0;

/** Bodies of these types come as text with payload format 2.0; all others in base64 (APH-05). */
export const HTTP_TEXT_TYPES = /^(?:text\/[^;]*|application\/(?:json|javascript|xml))\s*(?:;|$)/i;

/** Of a response of format 2.0 that names none, unlike that of an inferred one (APH-06). */
export const HTTP_DEFAULT_TYPE = 'text/plain; charset=utf-8';

/** Whom a function's resource policy has to let in (APH-01, APR-02). */
export const API_GATEWAY_PRINCIPAL = 'apigateway.amazonaws.com';
