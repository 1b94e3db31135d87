'use strict';
// The errors of Lambda's Node.js runtime, and how errors become JSON.

const { isNewerMake } = require('./make.cjs');

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
  if (isNewerMake()) return value instanceof Error;
  return (
    require('node:util').types.isNativeError(value) || ['name', 'message', 'stack'].every((member) => isText(value?.[member]))
  );
}

function isText(value) {
  return typeof value === 'string' && value !== '';
}

/** What the caller of the function gets. */
function asPayload(error) {
  try {
    if (isError(error)) {
      const errorType = shown(error.name);
      const errorMessage = shown(error.message);
      return {
        errorType,
        errorMessage,
        trace: isNewerMake() ? (shown(error.stack)?.split('\n') ?? []) : shown(error.stack).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: isNewerMake() ? String(error) : error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      ...(isNewerMake() && { trace: [] }),
    };
  }
}

/** The character DEL may not stand in a header; Lambda takes it from everywhere. */
function shown(text) {
  return text?.replaceAll('\x7f', '%7F');
}

function asError(value) {
  if (value instanceof Error) return value;
  return new Error(isNewerMake() ? String(value) : value);
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
