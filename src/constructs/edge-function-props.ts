import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { NodeBundlingOptions } from './node-bundling-options';

export interface EdgeFunctionProps {
  /**
   * The sources: a TypeScript or JavaScript file, bundled as for a `NodeFunction`, or a folder with Python, as for a
   * `PythonFunction`.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   *
   * @default - `code` is given instead.
   */
  readonly entry?: string;

  /**
   * What is already built: `lambda.Code.fromAsset`, `fromInline` or `fromBucket`, together with `runtime` and `handler`.
   *
   * @default - `entry` is given instead.
   */
  readonly code?: lambda.Code;

  /**
   * With `entry`, the name under which it exports the handler, or the Python function; with `code`, the handler as Lambda
   * understands it: `index.handler`.
   *
   * @default 'handler'
   */
  readonly handler?: string;

  /**
   * A Node.js or Python runtime.
   *
   * @default - `lambda.Runtime.NODEJS_24_X` for a file in `entry`, `lambda.Runtime.PYTHON_3_14` for a folder.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
   */
  readonly runtime?: lambda.Runtime;

  /**
   * How a TypeScript or JavaScript `entry` becomes one file. `define` has the constants that environment variables would have:
   *
   *     bundling: { define: { 'process.env.STAGE': JSON.stringify('production') } }
   *
   * They must be known when the app is synthesized.
   *
   * @default - As for a `NodeFunction`.
   */
  readonly bundling?: NodeBundlingOptions;

  /**
   * The file of the handler inside a folder with Python.
   *
   * @default 'index.py'
   */
  readonly index?: string;

  /**
   * Files of a folder with Python that stay behind, as patterns of `.gitignore`.
   *
   * @default - As for a `PythonFunction`.
   */
  readonly exclude?: string[];

  /**
   * The memory in MB: 128 for viewer events, 128 to 10 240 for origin events.
   *
   * @default 128
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
   */
  readonly memorySize?: number;

  /**
   * How long one invocation may take: whole seconds from 1 to 30.
   *
   * @default Duration.seconds(3)
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
   */
  readonly timeout?: Duration;

  /**
   * A name of your own.
   *
   * A function that is replaced or made anew must have another, as long as the one before is there (see `removalPolicy`).
   *
   * @default - A name that CloudFormation makes.
   */
  readonly functionName?: string;

  /**
   * A description, up to 256 characters.
   *
   * @default - None.
   */
  readonly description?: string;

  /**
   * The role that the function runs with. It must be made in the stack of the function, or imported.
   *
   * It is made to trust `edgelambda.amazonaws.com` beside `lambda.amazonaws.com`; an imported one must do so already.
   *
   * @default - A role that may write to the log groups of this function, and nothing else.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
   */
  readonly role?: iam.IRole;

  /**
   * What the role may do besides.
   *
   * @default - Nothing.
   */
  readonly initialPolicy?: iam.PolicyStatement[];

  /**
   * The format of the logs.
   *
   * @default lambda.LoggingFormat.JSON
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
   */
  readonly loggingFormat?: lambda.LoggingFormat;

  /**
   * From which level on the function's own logs are kept; for JSON only.
   *
   * @default - `INFO`
   */
  readonly applicationLogLevelV2?: lambda.ApplicationLogLevel;

  /**
   * From which level on the logs of Lambda are kept; for JSON only.
   *
   * @default - `INFO`
   */
  readonly systemLogLevelV2?: lambda.SystemLogLevel;

  /**
   * What becomes of the function, and of each version that another has followed, when the stack does not have it any more.
   *
   * Lambda refuses to delete what CloudFront still has copies of, for hours after the last distribution has let it go; with
   * `DESTROY` the deletion of the stack fails so long. What stays costs nothing, and can be deleted by hand later.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The id of the stack in us-east-1 that the function is made in, beside a stack in another Region: one that is there already
   * in the same app or stage, as for a synthesizer of its own, or one that is made under this id. Several stacks can name one.
   *
   * It has no meaning for a stack in us-east-1, which has the function itself.
   *
   * @default - STACK-edge-REGION, with the id and the Region of the stack.
   */
  readonly stackId?: string;
}
