import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { machineOfBootstrap } from './bundled-bootstrap';
import { checkCodePath, checkHandlerFile, stagedAt } from './bundled-handler';
import { ofKind } from './check';
import { complete } from './completed';
import { configured } from './configured';
import { ConstructError, type Place, placeOf } from './construct-error';
import { checkVariable } from './environment';
import type { FunctionOptions } from './function-options';
import type { UrlOptions } from './function-url';
import { isOsOnly } from './handler-file';
import { checkHandler } from './handler-shape';
import { ownLogGroup } from './log-group';
import { checkRuntime } from './runtime-standing';

export interface ZipFunctionProps extends FunctionOptions {
  /**
   * What is already built: `lambda.Code.fromAsset` with a folder or a .zip or .jar archive, or what lies in a bucket.
   *
   * Inline code has an `InlineFunction`, container images have an `ImageFunction`.
   */
  readonly code: lambda.Code;

  /**
   * The handler, as the runtime understands it. OS-only runtimes hand it to `bootstrap` and mind nothing.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
   */
  readonly handler: string;

  /**
   * Any runtime of Lambda; `lambda.Runtime.PROVIDED_AL2023` runs the `bootstrap` in the code.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime: lambda.Runtime;
}

/** Where the code of a `lambda.Code` lies, which functions of one stack may share. */
const STAGED = new WeakMap<lambda.Code, string>();

/**
 * A function whose code is already built, in any language.
 *
 * Fails when the file of the handler is not in the folder or archive, unless `layers` are given, which may have it; when
 * `bootstrap` of an OS-only runtime is missing, not executable, or built for another architecture; and when Lambda would refuse
 * the configuration. Without `architecture` it is `lambda.Architecture.ARM_64`, or the one that `bootstrap` is built for.
 *
 * Logs are JSON and go to a log group of the stack, which keeps them for three months: `logRetention`, `logRemovalPolicy` or
 * `logGroup` change that.
 */
export class ZipFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: ZipFunctionProps) {
    super(scope, id, checked(scope, id, props));
    complete(this, props);
    checkFiles(this, props);
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

function checked(scope: Construct, id: string, props: ZipFunctionProps): lambda.FunctionProps {
  const place = placeOf(scope, id);
  const { code, handler, runtime, ...options } = props;
  ofKind(place, 'code', code, "a lambda.Code, as lambda.Code.fromAsset('folder')", (it) => it.bind);
  ofKind(place, 'runtime', runtime, 'a lambda.Runtime, as lambda.Runtime.NODEJS_24_X', (it) => it.name);
  checkKind(place, code, runtime);
  checkRuntime(place, scope, runtime);
  checkHandler(place, runtime, handler);

  const folder = code instanceof lambda.AssetCode ? code.path : undefined;
  if (folder !== undefined) checkCodePath(place, folder);
  const machine = folder !== undefined && isOsOnly(runtime) ? machineOfBootstrap(folder) : undefined;
  if (machine && options.architecture && options.architecture.name !== machine) {
    throw new ConstructError(
      place,
      'ARCHITECTURE_OF_BOOTSTRAP',
      `architecture is ${options.architecture.name}, but bootstrap in '${folder}' is built for ${machine}.`,
    );
  }
  const architecture = machine === 'x86_64' ? lambda.Architecture.X86_64 : lambda.Architecture.ARM_64;
  return { ...configured(place, scope, id, options, architecture), code, handler, runtime };
}

function checkKind(place: Place, code: lambda.Code, runtime: lambda.Runtime): void {
  if (code instanceof lambda.InlineCode) throw new ConstructError(place, 'CODE_IS_INLINE', 'code must not be inline.');
  if (code instanceof lambda.EcrImageCode || code instanceof lambda.AssetImageCode) {
    throw new ConstructError(place, 'CODE_IS_IMAGE', 'code must not be a container image.');
  }
  if (runtime.name === lambda.Runtime.FROM_IMAGE.name) {
    throw new ConstructError(place, 'RUNTIME_IS_IMAGE', 'runtime must not be FROM_IMAGE.');
  }
}

/** In what is deployed: after the CDK has left out files or run a build. */
function checkFiles(fn: lambda.Function, { code, handler, layers = [] }: ZipFunctionProps): void {
  if (!(code instanceof lambda.AssetCode)) return;
  const asset = fn.node.tryFindChild('Code') as Asset | undefined;
  const place = asset ? stagedAt(fn, asset.assetPath) : STAGED.get(code);
  if (place === undefined) return;
  STAGED.set(code, place);
  checkHandlerFile(fn, { place, given: code.path }, handler, layers.length > 0);
}
