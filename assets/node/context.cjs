'use strict';
// The context object, with the members of the runtime's version in their order (FN-90).

const { isNewerMake } = require('./make.cjs');

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

/** `about` is what came with the invocation; `methods` end it, in versions that have them. */
function contextOf(about, methods) {
  return isNewerMake() ? newer(about) : older(about, methods);
}

function older(about, methods) {
  const { functionVersion, ...rest } = environment();
  return {
    callbackWaitsForEmptyEventLoop: true,
    ...methods,
    functionVersion,
    ...rest,
    ...callersPart(about),
    getRemainingTimeInMillis: remaining(about),
  };
}

/** Spelled out, since spreading several objects costs more than the rest of an invocation's context. */
function newer(about) {
  const { clientContext, identity, invokedFunctionArn, awsRequestId, tenantId } = callersPart(about);
  const { functionName, functionVersion, memoryLimitInMB, logGroupName, logStreamName } = environment();
  return {
    clientContext,
    identity,
    invokedFunctionArn,
    awsRequestId,
    tenantId,
    xRayTraceId: about.traceHeader,
    getRemainingTimeInMillis: remaining(about),
    functionName,
    functionVersion,
    memoryLimitInMB,
    logGroupName,
    logStreamName,
  };
}

function callersPart(about) {
  return {
    clientContext: about.clientContext === undefined ? undefined : JSON.parse(about.clientContext),
    identity: undefined,
    invokedFunctionArn: about.invokedFunctionArn,
    awsRequestId: about.requestId,
    tenantId: about.tenantId,
  };
}

function remaining({ deadline }) {
  return () => deadline - Date.now();
}

module.exports = { contextOf };
