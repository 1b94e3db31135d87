/** A request body that a load balancer hands to a function, in bytes (ALB-03). */
export const ALB_REQUEST_MAX = 1_048_576;

/** The JSON that a function answers, in bytes (ALB-03). */
export const ALB_RESPONSE_MAX = 1_048_576;

/** Media types whose bodies are text in the event, where there is no Content-Encoding; all others are base64 (ALB-05). */
export const ALB_TEXT_TYPES = /^(text\/[^;\s]+|application\/(json|javascript|xml))\s*(;|$)/i;

/** Who invokes the functions of target groups (ALB-02). */
export const ALB_PRINCIPAL = 'elasticloadbalancing.amazonaws.com';

/** What a load balancer calls itself in the responses to clients, and in requests that check the health of targets (ALB-07). */
export const ALB_SERVER = 'awselb/2.0';
export const ALB_HEALTH_CHECKER = 'ELB-HealthChecker/2.0';

/** Names of the statuses that load balancers answer with by themselves, as they stand on their pages. */
export const ALB_STATUS_NAMES: Readonly<Record<number, string>> = {
  301: '301 Moved Permanently',
  302: '302 Found',
  400: '400 Bad Request',
  413: '413 Request Entity Too Large',
  500: '500 Internal Server Error',
  501: '501 Not Implemented',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
};

/** The type of a body for which a function gives none. */
export const ALB_DEFAULT_TYPE = 'application/octet-stream';

/** Header names that remain where `routing.http.drop_invalid_header_fields.enabled` is set. */
export const ALB_VALID_HEADER = /^[-A-Za-z0-9]+$/;

/** Response headers that attributes of a listener set, by the part of the attribute between `routing.http.response.` and `.header_value`. */
export const ALB_RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  strict_transport_security: 'Strict-Transport-Security',
  access_control_allow_origin: 'Access-Control-Allow-Origin',
  access_control_allow_methods: 'Access-Control-Allow-Methods',
  access_control_allow_headers: 'Access-Control-Allow-Headers',
  access_control_allow_credentials: 'Access-Control-Allow-Credentials',
  access_control_expose_headers: 'Access-Control-Expose-Headers',
  access_control_max_age: 'Access-Control-Max-Age',
  content_security_policy: 'Content-Security-Policy',
  x_content_type_options: 'X-Content-Type-Options',
  x_frame_options: 'X-Frame-Options',
};

/** The cookies by which a client stays with the target group that it was sent to first. */
export const ALB_GROUP_COOKIES = ['AWSALBTG', 'AWSALBTGCORS'] as const;
