import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type FunctionOptions, ImageFunction, InlineFunction, NodeFunction, PythonFunction, ZipFunction } from 'cdk-lambda-kit';
import type { Construct } from 'constructs';
import { ConstructError } from '../../../src/constructs/construct-error';
import { sourceFile, sources, stackIn } from '../scene';

type Made = NodeFunction | PythonFunction | ZipFunction | InlineFunction | ImageFunction;

/** One function of every kind, with the same options and the id `Greeter`. */
export const KINDS: Readonly<Record<string, (scope: Construct, options?: FunctionOptions) => Made>> = {
  NodeFunction: (scope, options) => new NodeFunction(scope, 'Greeter', { entry: sourceFile(), ...options }),
  PythonFunction: (scope, options) =>
    new PythonFunction(scope, 'Greeter', { entry: sources({ 'index.py': PYTHON_SOURCE }), ...options }),
  ZipFunction: (scope, options) =>
    new ZipFunction(scope, 'Greeter', {
      code: lambda.Code.fromAsset(sources({ 'index.js': 'exports.handler = async () => 1;' })),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      ...options,
    }),
  InlineFunction: (scope, options) => inline(scope, options),
  ImageFunction: (scope, options) =>
    new ImageFunction(scope, 'Greeter', {
      code: lambda.DockerImageCode.fromImageAsset(sources({ Dockerfile: 'FROM public.ecr.aws/lambda/nodejs:24' })),
      ...options,
    }),
};

export const EVERY_KIND = Object.entries(KINDS);

export const PYTHON_SOURCE = 'def handler(event, context):\n    return event\n';

/** The quickest to make, for what all kinds do alike. */
export function inline(scope: Construct, options: FunctionOptions & { readonly runtime?: lambda.Runtime } = {}): InlineFunction {
  return new InlineFunction(scope, 'Greeter', {
    code: 'exports.handler = async () => 1;',
    runtime: lambda.Runtime.NODEJS_24_X,
    ...options,
  });
}

/** The error that this throws. */
export function refusal(act: () => unknown): ConstructError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConstructError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The code of the error with which the quickest function is refused. */
export function refused(options: FunctionOptions & { readonly runtime?: lambda.Runtime }, stack = stackIn()): string {
  return refusal(() => inline(stack, options)).code;
}

/** Properties of the only resource of this type. */
export function propertiesOf(construct: Construct, type = 'AWS::Lambda::Function'): any {
  const resources = Object.values(Template.fromStack(Stack.of(construct)).findResources(type));
  expect(resources).toHaveLength(1);
  return resources[0]?.Properties;
}

/** The codes of our own warnings in a stack. */
export function warningsOf(construct: Construct): string[] {
  return Annotations.fromStack(Stack.of(construct))
    .findWarning('*', Match.anyValue())
    .map((entry) => `${entry.entry.data}`)
    .map((text) => /cdk-lambda-kit:(\w+)/.exec(text)?.[1])
    .filter((code) => code !== undefined);
}
