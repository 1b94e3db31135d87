'use strict';
// The errors of Lambda's Node.js runtime, and how errors become JSON.

function runtimeError(name, parent = Error) {
  const type = { [name]: class extends parent {} }[name];
  type.prototype.name = `Runtime.${name}`;
  return type;
}

const HandlerNotFound = runtimeError('HandlerNotFound');
const MalformedHandlerName = runtimeError('MalformedHandlerName');
const MalformedStreamingHandler = runtimeError('MalformedStreamingHandler');
const InvalidStreamingOperation = runtimeError('InvalidStreamingOperation');
const ImportModuleError = runtimeError('ImportModuleError');
const NodeJsExit = runtimeError('NodeJsExit');
const CallbackHandlerDeprecated = runtimeError('CallbackHandlerDeprecated');
const JSONStringifyError = runtimeError('JSONStringifyError');

class UserCodeSyntaxError extends runtimeError('UserCodeSyntaxError') {
  constructor(cause) {
    super(String(cause));
    // The original one tells the line.
    this.stack = cause.stack;
  }
}

class UnhandledPromiseRejection extends runtimeError('UnhandledPromiseRejection') {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
}

function isError(value) {
  return (
    require('node:util').types.isNativeError(value) ||
    (typeof value?.name === 'string' && typeof value.message === 'string' && typeof value.stack === 'string')
  );
}

/** What the caller of the function gets. */
function asPayload(error) {
  try {
    if (isError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? '').split('\n') };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

function asError(value) {
  return value instanceof Error ? value : new Error(value);
}

/** As it stands in the log in text format: a tab, then JSON with what errors do not show by themselves. */
function asLogText(error) {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? visible(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(asPayload(error))}`;
  }
}

function visible(error) {
  const shown = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  if (typeof error.stack === 'string') shown.stack = error.stack.split('\n');
  return shown;
}

module.exports = {
  HandlerNotFound,
  MalformedHandlerName,
  MalformedStreamingHandler,
  InvalidStreamingOperation,
  ImportModuleError,
  UserCodeSyntaxError,
  UnhandledPromiseRejection,
  NodeJsExit,
  CallbackHandlerDeprecated,
  JSONStringifyError,
  asPayload,
  asError,
  asLogText,
};
