import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations } from 'aws-cdk-lib/core';

/** Warns when a streamed URL is in front of a runtime that cannot stream on its own. */
export function warnOfStreaming(target: lambda.IFunction): void {
  const { runtime } = (functionOf(target) ?? {}) as Partial<lambda.Function>;
  if (!runtime || !waitForAll().includes(runtime.family)) return;
  Annotations.of(target).addWarningV2(
    'cdk-lambda-kit:urlStreamingRuntime',
    `${runtime.name} does not stream responses on its own: clients get the function's result as one piece of JSON, unread by the URL. Add a layer that streams, such as the Lambda Web Adapter, or use InvokeMode.BUFFERED (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html).`,
  );
}

/** Whose managed runtimes write a response when it is complete; asked for late, because naming one loads much of aws-cdk-lib. */
function waitForAll(): readonly (lambda.RuntimeFamily | undefined)[] {
  const { PYTHON, JAVA, DOTNET_CORE, RUBY, GO } = lambda.RuntimeFamily;
  return [PYTHON, JAVA, DOTNET_CORE, RUBY, GO];
}

/** The function itself, or the one that an alias points to; undefined when it is imported. */
export function functionOf(target: unknown): lambda.Function | undefined {
  if (target instanceof lambda.Function) return target;
  return target instanceof lambda.Alias ? functionOf(target.lambda) : undefined;
}
