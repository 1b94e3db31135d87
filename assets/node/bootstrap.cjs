'use strict';
// One execution environment of a Node.js function: loads the handler, then serves invocation after invocation.

let settings = JSON.parse(process.env.LAMBDA_KIT_SETTINGS);
delete process.env.LAMBDA_KIT_SETTINGS;

require('./early-optimization.cjs').install();
const logs = require('./logs.cjs');
const { Client } = require('./client.cjs');
const { contextOf } = require('./context.cjs');
const { isNewerMake, majorVersion } = require('./make.cjs');
const resolution = require('./resolution.cjs');
const { loadHandler, STREAMING } = require('./handler.cjs');

if (settings.waits) settings = require('./waiting.cjs').wait();

/** The first Node.js whose Lambda runtime warns of callbacks. */
const FIRST_WITH_WARNING = 18;
const CALLBACKS_END =
  'AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to ' +
  'use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see ' +
  'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the ' +
  'AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.';
const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function ' +
  'to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';
const EXIT_CODES = { rejection: 128, exception: 129, unsettledLoad: 13, failedLoad: 1 };

const major = majorVersion();
/** It has no callbacks, and leaves what nobody catches to Node.js. */
const isNewer = isNewerMake();
const root = process.env.LAMBDA_TASK_ROOT;
const errors = () => require('./errors.cjs');

logs.install();
if (isNewer) logs.state.requestId = '-';
const client = new Client(settings);
client.release();
resolution.configure({ root, layers: (process.env.NODE_PATH ?? '').split(':').filter(Boolean), sdk: settings.sdk, major });
resolution.installForCommonJs();
require('./calls.cjs').leadHere(settings.apis.names, settings.apis.endpoint);
if (!['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) {
  // Made when it is first asked for, since streams cost start-up time.
  Object.defineProperty(globalThis, 'awslambda', {
    configurable: true,
    enumerable: true,
    get: () => setGlobal(require('./streaming.cjs').awslambda),
    set: setGlobal,
  });
}

function setGlobal(value) {
  Object.defineProperty(globalThis, 'awslambda', { value, configurable: true, enumerable: true, writable: true });
  return value;
}

/** The invocation that has no answer yet. */
let current;
let ready = false;
let ending = false;

if (!isNewer) {
  process.on('uncaughtException', (error) => endWith('Uncaught Exception', error, EXIT_CODES.exception));
  process.on('unhandledRejection', (reason, promise) =>
    endWith('Unhandled Promise Rejection', new (errors().UnhandledPromiseRejection)(reason, promise), EXIT_CODES.rejection),
  );
}
process.on('beforeExit', () => {
  if (ending || (isNewer && !current?.streamed)) return;
  if (!ready) process.exit(EXIT_CODES.unsettledLoad);
  current?.whenLoopIsEmpty();
});

function endWith(title, error, code) {
  if (ending) return;
  ending = true;
  logs.logError(title, error);
  const payload = errors().asPayload(error);
  // A response that has begun can tell no more of this: it is cut off.
  const isTold = !ready || (current && !current.isMidway);
  if (isTold) client.failAtEnd(!ready, payload.errorType, JSON.stringify(payload), () => process.exit(code));
  else process.exit(code);
}

function take(about, payload) {
  client.release();
  logs.state.requestId = about.requestId;
  logs.state.tenantId = about.tenantId;
  process.env._X_AMZN_TRACE_ID = about.traceHeader;
  const invocation = new Invocation();
  current = invocation;
  try {
    const event = JSON.parse(payload);
    if (handler[STREAMING]) stream(invocation, event, contextOf(about, {}));
    else if (isNewer) void run(invocation, event, contextOf(about, {}));
    else runWithCallback(invocation, event, about);
  } catch (error) {
    invocation.fail(error);
  }
}

/** Its result is told a turn later: what nobody has caught until then comes before it. */
async function run(invocation, event, context) {
  try {
    const result = await handler(event, context);
    await nextTurn();
    invocation.succeed(result);
  } catch (error) {
    await nextTurn();
    invocation.fail(error);
  }
}

function nextTurn() {
  return new Promise(setImmediate);
}

function stream(invocation, event, context) {
  const { StreamedInvocation } = require('./streaming.cjs');
  const streamed = new StreamedInvocation(client.stream(), {
    handler,
    logError: logs.logError,
    waitsForEmptyLoop: !isNewer,
    next: () => invocation.close() && client.poll(take),
  });
  invocation.streamed = streamed;
  invocation.whenLoopIsEmpty = () => streamed.whenLoopIsEmpty();
  void streamed.run(event, context);
}

function runWithCallback(invocation, event, about) {
  invocation.emptyLoopMeans = isAsync(handler) ? 'neverSettled' : 'null';
  let called = false;
  const once =
    (then) =>
    (...values) => {
      if (called) return;
      // It may throw, and has not been called then.
      then(...values);
      called = true;
    };
  const done = (error, result) => (error === undefined || error === null ? invocation.succeed(result) : invocation.fail(error));
  const succeed = once((result) => done(null, result));
  const fail = once((error) => done(error ?? 'handled'));
  const context = contextOf(about, { succeed, fail, done: once(done) });
  const callback = once((error, result) => {
    if (context.callbackWaitsForEmptyEventLoop && (error === undefined || error === null)) {
      invocation.whenLoopIsEmpty = () => invocation.succeed(result);
    } else {
      done(error, result);
    }
  });
  try {
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function') returned.then(succeed, fail).catch(fail);
  } catch (error) {
    callback(error);
  }
}

class Invocation {
  /** What it means when nothing is left that could lead to an answer. */
  emptyLoopMeans = 'neverSettled';

  get isMidway() {
    return this.streamed?.isMidway === true;
  }

  /** Throws when the result cannot be told. */
  succeed(result) {
    const json = stringified(result);
    if (this.close()) client.respond(json, take);
  }

  fail(error) {
    if (current !== this || ending) return;
    logs.logError('Invoke Error', error);
    this.close();
    const payload = errors().asPayload(error);
    client.fail(payload.errorType, JSON.stringify(payload), take);
  }

  whenLoopIsEmpty() {
    if (this.emptyLoopMeans === 'null') this.succeed(null);
    else
      this.fail(
        new (errors().NodeJsExit)(
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. ' +
            'For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
        ),
      );
  }

  close() {
    if (current !== this || ending) return false;
    current = undefined;
    return true;
  }
}

function stringified(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    const message = 'Unable to stringify response body';
    throw isNewer ? new (errors().JSONStringifyError)(message) : new Error(message);
  }
}

function isAsync(loaded) {
  return loaded.constructor?.name === 'AsyncFunction';
}

function checkForCallback(loaded) {
  if (loaded[STREAMING]) return;
  if (isNewer) {
    if (loaded.length >= 3) throw new (errors().CallbackHandlerDeprecated)(NO_CALLBACKS);
  } else if (major >= FIRST_WITH_WARNING && loaded.length === 3 && !isAsync(loaded)) {
    if (process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING === undefined) console.warn(CALLBACKS_END);
  }
}

let handler;
loadHandler(root, process.env._HANDLER)
  .then((loaded) => {
    checkForCallback(loaded);
    handler = loaded;
    ready = true;
    client.poll(take);
  })
  .catch((error) =>
    isNewer ? endWith('Init Error', error, EXIT_CODES.failedLoad) : endWith('Uncaught Exception', error, EXIT_CODES.exception),
  );
