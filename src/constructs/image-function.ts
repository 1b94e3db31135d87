import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { IMAGE_WORDS, IMAGE_WORKING_DIRECTORY } from '../spec/image-settings';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { fitting, within } from './check';
import { complete } from './completed';
import { configured } from './configured';
import { ConstructError, placeOf } from './construct-error';
import { warn } from './construct-warning';
import { checkVariable } from './environment';
import type { FunctionOptions } from './function-options';
import type { UrlOptions } from './function-url';
import { ownLogGroup } from './log-group';

export interface ImageFunctionProps extends FunctionOptions {
  /**
   * The image: `lambda.DockerImageCode.fromImageAsset` with the folder of a Dockerfile, or `fromEcr` with a repository.
   *
   * A digest, or a tag that is never used again, makes sure that every deployment runs what it was tested with: the tag `latest`,
   * which `fromEcr` takes where none is given, is warned of.
   */
  readonly code: lambda.DockerImageCode;
}

/** What can only be given to functions of the .zip kind (FN-29, FN-70). */
const OF_ZIP = [
  'layers',
  'runtimeManagementMode',
  'codeSigningConfig',
  'adotInstrumentation',
  'paramsAndSecrets',
  'profiling',
] as const;

/**
 * A function that is a container image. Runtime and handler are in the image; layers are not possible.
 *
 * Fails when it is given what only .zip functions have, and when Lambda would refuse the configuration. Without `architecture` it
 * is `lambda.Architecture.X86_64`, for which the Dockerfile is then built on every machine.
 *
 * Logs are JSON and go to a log group of the stack, which keeps them for three months: `logRetention`, `logRemovalPolicy` or
 * `logGroup` change that.
 */
export class ImageFunction extends lambda.DockerImageFunction {
  constructor(scope: Construct, id: string, props: ImageFunctionProps) {
    super(scope, id, checked(scope, id, props));
    complete(this, props);
    checkImage(this);
    if (props.insightsVersion) {
      warn(this, 'IMAGE_INSIGHTS', 'insightsVersion gives the permissions only: an image has its own agent.');
    }
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

  /** Fails: an image has no layers. */
  public override addLayers(...layers: lambda.ILayerVersion[]): void {
    if (layers.length > 0) throw new ConstructError(this, 'OPTION_NOT_FOR_IMAGES', 'a container image must not have layers.');
  }

  /** Says what becomes of asynchronous events; fails when Lambda would not send to a destination. */
  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    super.configureAsyncInvoke(checkedAsynchronous(this, options));
  }
}

function checked(scope: Construct, id: string, props: ImageFunctionProps): lambda.DockerImageFunctionProps {
  const place = placeOf(scope, id);
  const { code, ...options } = props;
  for (const prop of OF_ZIP) {
    const given = options[prop];
    if (given === undefined || given === false || (Array.isArray(given) && given.length === 0)) continue;
    throw new ConstructError(place, 'OPTION_NOT_FOR_IMAGES', `${prop} must not be given for a container image.`);
  }
  return { ...configured(place, scope, id, options, lambda.Architecture.X86_64), code };
}

/** What the code has said of the image is seen when it has said it. */
function checkImage(fn: lambda.Function): void {
  const stack = Stack.of(fn);
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  const { imageUri } = stack.resolve(resource.code) as lambda.CfnFunction.CodeProperty;
  if (/:latest"?[\]}]*$/.test(JSON.stringify(imageUri))) {
    warn(fn, 'IMAGE_TAG_MUTABLE', 'code names the image by the tag latest, which may be another image tomorrow.');
  }
  const settings = stack.resolve(resource.imageConfig) as lambda.CfnFunction.ImageConfigProperty | undefined;
  within(fn, 'the length of cmd', settings?.command?.length ?? 0, IMAGE_WORDS);
  within(fn, 'the length of entrypoint', settings?.entryPoint?.length ?? 0, IMAGE_WORDS);
  if (typeof settings?.workingDirectory === 'string') {
    fitting(fn, 'workingDirectory', settings.workingDirectory, IMAGE_WORKING_DIRECTORY);
  }
}
