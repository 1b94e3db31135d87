import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { NEWEST_PYTHON_RUNTIME } from '../spec/python-runtimes';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { checkPythonHandler, PythonCode, pythonFolder } from './bundled-python';
import { ofKind } from './check';
import { complete } from './completed';
import { configured } from './configured';
import { ConstructError, type Place, placeOf } from './construct-error';
import { checkVariable } from './environment';
import type { FunctionOptions } from './function-options';
import type { UrlOptions } from './function-url';
import { checkHandler } from './handler-shape';
import { ownLogGroup } from './log-group';
import { checkRuntime } from './runtime-standing';

export interface PythonFunctionProps extends FunctionOptions {
  /**
   * The folder with the sources, and with `requirements.txt` when there are packages to install.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   */
  readonly entry: string;

  /**
   * The file of the handler inside `entry`.
   *
   * @default 'index.py'
   */
  readonly index?: string;

  /**
   * The function that handles events.
   *
   * With a dot it is taken as Lambda's own handler text, `package/module.function`, and `index` is left out.
   *
   * @default 'handler'
   * @see https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
   */
  readonly handler?: string;

  /**
   * The Python runtime.
   *
   * @default lambda.Runtime.PYTHON_3_14
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime?: lambda.Runtime;

  /**
   * Files that stay behind, as patterns of `.gitignore`.
   *
   * Caches, virtual environments and version control stay behind in any case.
   *
   * @default - Nothing else.
   */
  readonly exclude?: string[];
}

/**
 * A function written in Python: a folder of sources, and the packages of its `requirements.txt`.
 *
 * Packages are installed by `pip` of this machine, as wheels for the platform of the function, so that neither Docker nor the same
 * operating system is needed; without anything to install pip is not needed either. The same sources and packages give the same
 * asset on every machine; for the same packages, say their versions in `requirements.txt`.
 *
 * What was installed is kept in the folder of the context `cdk-lambda-kit:cache`, by default `.cache/cdk-lambda-kit` in the home
 * directory, and is used again while `requirements.txt` and what it names stay as they are. Where that leaves a version open, of a
 * package or of what it needs, it is installed anew after 24 hours.
 *
 * Fails when the file or the function of the handler is missing, when pip is missing or has no wheel for a package, and when
 * Lambda would refuse the configuration. Without `architecture` it is `lambda.Architecture.ARM_64`.
 *
 * Logs are JSON and go to a log group of the stack, which keeps them for three months: `logRetention`, `logRemovalPolicy` or
 * `logGroup` change that.
 */
export class PythonFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: PythonFunctionProps) {
    super(scope, id, checked(scope, id, props));
    complete(this, props);
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

function checked(scope: Construct, id: string, props: PythonFunctionProps): lambda.FunctionProps {
  const place = placeOf(scope, id);
  const { entry: given, index, handler: name, runtime: chosen, exclude = [], ...options } = props;
  const runtime =
    chosen ??
    new lambda.Runtime(NEWEST_PYTHON_RUNTIME, lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true, supportsSnapStart: true });
  ofKind(place, 'runtime', runtime, 'a lambda.Runtime, as lambda.Runtime.PYTHON_3_14', (it) => it.name);
  if (runtime.family !== lambda.RuntimeFamily.PYTHON) {
    throw new ConstructError(place, 'RUNTIME_NOT_PYTHON', `runtime must be a Python runtime, but is ${runtime.name}.`);
  }
  checkRuntime(place, scope, runtime);
  const configuration = configured(place, scope, id, options);
  const handler = checkHandler(place, runtime, handlerText(place, index, name));

  const folder = pythonFolder(place, given);
  const source = { folder, given, exclude };
  if (!Token.isUnresolved(handler)) checkPythonHandler(place, source, handler, (options.layers ?? []).length > 0);
  const architecture = configuration.architecture?.name === 'x86_64' ? 'x86_64' : 'arm64';
  const code = new PythonCode(scope, place, source, { runtime: runtime.name, architecture, handler });
  return { ...configuration, runtime, handler, code };
}

function handlerText(place: Place, index: string | undefined, name = 'handler'): string {
  if (Token.isUnresolved(name) || name.includes('.')) {
    if (index === undefined) return name;
    throw new ConstructError(place, 'PYTHON_INDEX_UNUSED', `index '${index}' and handler '${name}' both name a file.`);
  }
  const file = index ?? 'index.py';
  if (!file.endsWith('.py')) {
    throw new ConstructError(place, 'HANDLER_FILE_MISSING', `index must be a file that ends in .py, but is '${file}'.`);
  }
  return `${file
    .slice(0, -'.py'.length)
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')}.${name}`;
}
