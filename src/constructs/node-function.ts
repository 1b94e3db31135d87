import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FIRST_NODE_WITH_SDK_V3, MODULES_OF_NODE_RUNTIMES, NEWEST_NODE_RUNTIME } from '../spec/node-runtimes';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { bundleEntry } from './bundle-entry';
import { nodeCode } from './bundled-node';
import { BundledStandIn } from './bundled-stand-in';
import { bundleRequest } from './bundler';
import { ofKind } from './check';
import { complete } from './completed';
import { configured } from './configured';
import { ConstructError, type Place, placeOf } from './construct-error';
import { checkVariable } from './environment';
import type { FunctionOptions } from './function-options';
import type { UrlOptions } from './function-url';
import { checkHandler } from './handler-shape';
import { ownLogGroup } from './log-group';
import type { NodeBundlingOptions } from './node-bundling-options';
import { checkRuntime } from './runtime-standing';

export interface NodeFunctionProps extends FunctionOptions {
  /**
   * The TypeScript or JavaScript file that exports the handler: a path or a `file:` URL.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   */
  readonly entry: string;

  /**
   * The name under which the entry exports the handler.
   *
   * With a dot it is taken as Lambda's own handler text: `index.name`, or the absolute path of a handler in a layer that
   * wraps this one.
   *
   * @default 'handler'
   * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
   */
  readonly handler?: string;

  /**
   * The Node.js runtime.
   *
   * @default lambda.Runtime.NODEJS_24_X
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime?: lambda.Runtime;

  /**
   * The folder that sources are named after in the bundle and its source map.
   *
   * @default - The nearest above the entry with a lockfile; without one, with a package.json; otherwise the folder of the entry.
   */
  readonly projectRoot?: string;

  /**
   * The lockfile that says which packages there are, of npm, pnpm, Yarn or Bun.
   *
   * @default - The nearest above the entry.
   */
  readonly depsLockFilePath?: string;

  /**
   * How the entry and what it imports become one file.
   *
   * @default - CommonJS for the runtime's Node.js version, not minified, without a source map, without the AWS SDK.
   */
  readonly bundling?: NodeBundlingOptions;
}

/**
 * A function written in TypeScript or JavaScript, bundled by esbuild.
 *
 * All functions of an app are bundled together when it is synthesized, and only those whose sources, packages or options have
 * changed since the last time. The same sources give the same asset on every machine.
 *
 * Fails when the entry is missing; synthesis fails when it cannot be bundled or does not export the handler. `esbuild` 0.25 or newer must be installed beside the app; it comes with this package where npm installs it.
 *
 * Without `architecture` it is `lambda.Architecture.ARM_64`. Logs are JSON and go to a log group of the stack, which keeps them for
 * three months: `logRetention`, `logRemovalPolicy` or `logGroup` change that.
 */
export class NodeFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
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

function checked(scope: Construct, id: string, props: NodeFunctionProps): lambda.FunctionProps {
  const place = placeOf(scope, id);
  const { entry: given, bundling = {}, handler = 'handler', projectRoot, depsLockFilePath, ...options } = props;

  const runtime =
    props.runtime ?? new lambda.Runtime(NEWEST_NODE_RUNTIME, lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
  ofKind(place, 'runtime', runtime, 'a lambda.Runtime, as lambda.Runtime.NODEJS_24_X', (it) => it.name);
  if (runtime.family !== lambda.RuntimeFamily.NODEJS) {
    throw new ConstructError(place, 'RUNTIME_NOT_NODE', `runtime must be a Node.js runtime, but is ${runtime.name}.`);
  }
  checkRuntime(place, scope, runtime);
  const configuration = configured(place, scope, id, options);
  const lambdaHandler = checkHandler(place, runtime, handler.includes('.') ? handler : `index.${handler}`);
  const entry = bundleEntry(place, given);

  const version = nodeVersion(runtime);
  const request = bundleRequest(
    place,
    {
      entry,
      root: projectRoot,
      lockFile: depsLockFilePath,
      target: bundling.target ?? `node${version}`,
      external: bundling.externalModules ?? (version >= FIRST_NODE_WITH_SDK_V3 ? MODULES_OF_NODE_RUNTIMES : []),
    },
    bundling,
  );
  const exported = exportName(place, lambdaHandler);
  const code = Stack.of(scope).bundlingRequired
    ? nodeCode(place, scope, {
        request,
        handler: exported,
        bundling,
        projectRoot,
        lockFile: depsLockFilePath,
        architecture: configuration.architecture,
      })
    : new BundledStandIn(entry);
  return { ...configuration, runtime, handler: lambdaHandler, code };
}

/** The major version, or the first with the AWS SDK v3 when only the deployment will tell it. */
function nodeVersion(runtime: lambda.Runtime): number {
  return Number(/^nodejs(\d+)\./.exec(runtime.name)?.[1] ?? FIRST_NODE_WITH_SDK_V3);
}

/** What the bundle has to export; undefined when the handler is in a layer or not known yet. */
function exportName(place: Place, handler: string): string | undefined {
  if (Token.isUnresolved(handler) || /^(\/|\.\.)/.test(handler)) return undefined;
  const name = /^(?:\.\/)?index\.([^.]+)/.exec(handler)?.[1];
  if (name === undefined) throw new ConstructError(place, 'HANDLER_NOT_BUNDLED', `handler '${handler}' is not in the bundle.`);
  return name;
}
