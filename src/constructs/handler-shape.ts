import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HANDLER } from '../spec/function-limits';
import { HANDLER_SHAPES } from '../spec/handler-shapes';
import type { TextLimit } from '../spec/limit';
import { fitting } from './check';
import type { Place } from './construct-error';

/** Gives the handler back when the runtime could look for it; OS-only runtimes take any text. */
export function checkHandler(place: Place, runtime: lambda.Runtime, handler: string): string {
  fitting(place, 'handler', handler, HANDLER);
  const shape = shapeFor(runtime);
  return shape ? fitting(place, `handler of ${runtime.name}`, handler, shape) : handler;
}

function shapeFor({ family }: lambda.Runtime): TextLimit | undefined {
  switch (family) {
    case lambda.RuntimeFamily.NODEJS:
      return HANDLER_SHAPES.node;
    case lambda.RuntimeFamily.PYTHON:
      return HANDLER_SHAPES.python;
    case lambda.RuntimeFamily.JAVA:
      return HANDLER_SHAPES.java;
    case lambda.RuntimeFamily.DOTNET_CORE:
      return HANDLER_SHAPES.dotnet;
    case lambda.RuntimeFamily.RUBY:
      return HANDLER_SHAPES.ruby;
    default:
      return undefined;
  }
}
