'use strict';
// The context object, with the members of the runtime's version in their order (FN-90).

/** The first Node.js whose Lambda runtime is a newer make: without callbacks, and what is told of the invocation comes first. */
const FIRST_OF_NEWER_MAKE = 24;

/** Read once: each look at a variable costs more than the rest of a context. */
let known;

function environment() {
  const { env } = process;
  known ??= {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
  return known;
}

/** `head` is what came with the invocation; `methods` end it, in versions that have them. */
function contextOf(head, methods, major) {
  return major >= FIRST_OF_NEWER_MAKE ? newer(head) : older(head, methods);
}

function older(head, methods) {
  const { functionVersion, ...rest } = environment();
  return {
    callbackWaitsForEmptyEventLoop: true,
    ...methods,
    functionVersion,
    ...rest,
    ...callersPart(head),
    getRemainingTimeInMillis: remaining(head),
  };
}

function newer(head) {
  return {
    ...callersPart(head),
    xRayTraceId: head['lambda-runtime-trace-id'],
    getRemainingTimeInMillis: remaining(head),
    ...environment(),
  };
}

function callersPart(head) {
  return {
    clientContext: json(head['lambda-runtime-client-context']),
    identity: json(head['lambda-runtime-cognito-identity']),
    invokedFunctionArn: head['lambda-runtime-invoked-function-arn'],
    awsRequestId: head['lambda-runtime-aws-request-id'],
    tenantId: head['lambda-runtime-aws-tenant-id'],
  };
}

function json(text) {
  return text === undefined ? undefined : JSON.parse(Buffer.from(text, 'latin1').toString());
}

function remaining(head) {
  const deadline = Number(head['lambda-runtime-deadline-ms']);
  return () => deadline - Date.now();
}

module.exports = { contextOf };
