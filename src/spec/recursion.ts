/**
 * How often a function may be invoked in one chain of requests; the next invocation is refused (FN-72, AWS Developer Guide:
 * invocation-recursion, which says «approximately»).
 */
export const RECURSION_INVOCATIONS = 16;

/** Where a lineage stops counting (OpenTelemetry's propagator for X-Ray: the loop counter has one byte). */
export const LINEAGE_COUNT_MAX = 255;

/** What the service model says of the exception; whether the answer has the same words is not confirmed (FN-72). */
export const RECURSION_MESSAGE =
  "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.";
