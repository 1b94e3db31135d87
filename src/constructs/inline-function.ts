import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  DETECT_MODULE,
  FIRST_NODE_WITH_COMMONJS_ONLY,
  INLINE_CODE,
  INLINE_CODE_EVERYWHERE,
  INLINE_MODULE,
} from '../spec/inline-code';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { ofKind, within } from './check';
import { complete } from './completed';
import { configured } from './configured';
import { ConstructError, type Place, placeOf } from './construct-error';
import { warn } from './construct-warning';
import { checkVariable } from './environment';
import type { FunctionOptions } from './function-options';
import type { UrlOptions } from './function-url';
import { checkHandler } from './handler-shape';
import { ownLogGroup } from './log-group';
import { definesName, functionsOf } from './python-names';
import { checkRuntime } from './runtime-standing';

export interface InlineFunctionProps extends FunctionOptions {
  /**
   * The text of the one file of the function, up to 4 MiB. It stands in the template, which is limited to 1 MB altogether.
   *
   * Above 4096 characters a warning is given: that was the documented limit for years.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html
   */
  readonly code: string;

  /**
   * A Node.js or Python runtime.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime: lambda.Runtime;

  /**
   * The handler; CloudFormation calls the file `index`.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;
}

/**
 * A function whose code stands in the template: Node.js or Python, one file, no packages beside those of the runtime.
 *
 * Fails when the runtime has no inline code, when the code is empty, longer than 4 MiB or does not define the handler, and when
 * Lambda would refuse the configuration. Without `architecture` it is `lambda.Architecture.ARM_64`.
 *
 * Logs are JSON and go to a log group of the stack, which keeps them for three months: `logRetention`, `logRemovalPolicy` or
 * `logGroup` change that.
 */
export class InlineFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: InlineFunctionProps) {
    super(scope, id, checked(scope, id, props));
    complete(this, props);
    warnOfCode(this, props);
  }

  /** Where the function logs. */
  public override get logGroup(): logs.ILogGroup {
    return ownLogGroup(this) ?? super.logGroup;
  }

  /**
   * Gives the function an HTTPS address of its own.
   *
   * Fails when it has one already, and when Lambda or browsers would refuse the CORS configuration.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
   */
  public addUrl(options: UrlOptions): lambda.FunctionUrl {
    return addUrl(this, options);
  }

  /** Adds an environment variable; fails when Lambda would refuse its key. */
  public override addEnvironment(key: string, value: string, options?: lambda.EnvironmentOptions): this {
    checkVariable(this, key, value);
    return super.addEnvironment(key, value, options);
  }

  /** Says what becomes of asynchronous events; fails when Lambda would not send to a destination. */
  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    super.configureAsyncInvoke(checkedAsynchronous(this, options));
  }
}

function checked(scope: Construct, id: string, props: InlineFunctionProps): lambda.FunctionProps {
  const place = placeOf(scope, id);
  const { code, handler = `${INLINE_MODULE}.handler`, runtime, ...options } = props;
  ofKind(place, 'runtime', runtime, 'a lambda.Runtime, as lambda.Runtime.NODEJS_24_X', (it) => it.name);
  checkRuntime(place, scope, runtime);
  if (!runtime.supportsInlineCode) {
    throw new ConstructError(place, 'RUNTIME_NOT_INLINE', `runtime ${runtime.name} has no inline code.`);
  }
  if (options.codeSigningConfig) {
    throw new ConstructError(place, 'CODE_UNSIGNED', 'codeSigningConfig must not be given with inline code.');
  }
  checkHandler(place, runtime, handler);
  checkCode(place, code);
  checkDefined(place, runtime, code, handler);
  return { ...configured(place, scope, id, options), code: lambda.Code.fromInline(code), handler, runtime };
}

function checkCode(place: Place, code: string): void {
  if (Token.isUnresolved(code)) return;
  if (code === '') throw new ConstructError(place, 'CODE_EMPTY', 'code must not be empty.');
  within(place, 'the length of code', Buffer.byteLength(code), INLINE_CODE);
}

function checkDefined(place: Place, runtime: lambda.Runtime, code: string, handler: string): void {
  if (Token.isUnresolved(handler)) return;
  const [module = '', name = ''] = handler.split('.');
  // An absolute one is in a layer.
  if (handler.startsWith('/')) return;
  if (module !== INLINE_MODULE) {
    throw new ConstructError(place, 'HANDLER_NOT_INLINE', `handler must begin with ${INLINE_MODULE}., but is '${handler}'.`);
  }
  if (Token.isUnresolved(code)) return;
  const isPython = runtime.family === lambda.RuntimeFamily.PYTHON;
  if (isPython ? definesName(code, name) : mentionsName(code, name)) return;
  const functions = isPython ? functionsOf(code) : [];
  const instead = functions.length > 0 ? `; its functions are ${functions.join(', ')}` : '';
  throw new ConstructError(place, 'HANDLER_NOT_DEFINED', `handler '${handler}' is not defined in the code${instead}.`);
}

/** Whatever JavaScript does with it: an export can be made in too many ways. */
function mentionsName(code: string, name: string): boolean {
  return /\bmodule\.exports\s*=\s*require\b|\bexport\s*\*/.test(code) || code.split(/[^\w$]+/).includes(name);
}

function warnOfCode(fn: lambda.Function, { code, environment = {} }: InlineFunctionProps): void {
  if (Token.isUnresolved(code)) return;
  if (code.length > INLINE_CODE_EVERYWHERE) {
    const message = `code has ${code.length} characters, more than the ${INLINE_CODE_EVERYWHERE} that were documented for years.`;
    warn(fn, 'INLINE_CODE_LONG', message);
  }
  const version = Number(/^nodejs(\d+)\./.exec(fn.runtime.name)?.[1] ?? 0);
  const isModule = /^\s*(export\s+(default|const|let|var|async|function|class|\{)|import\s+[\w{*'"])/m.test(code);
  if (version < FIRST_NODE_WITH_COMMONJS_ONLY || !isModule || environment.NODE_OPTIONS?.includes(DETECT_MODULE)) return;
  warn(fn, 'INLINE_ES_MODULE', `code is an ECMAScript module, but ${fn.runtime.name} takes index.js for CommonJS.`);
}
