import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { EDGE_RESTRICTIONS } from '../spec/edge-limits';
import { ConstructError, type Place } from './construct-error';
import type { EdgeFunctionProps } from './edge-function-props';
import { InlineFunction } from './inline-function';
import { NodeFunction } from './node-function';
import { PythonFunction } from './python-function';
import { ZipFunction } from './zip-function';

const ID = 'Fn';

/** As `NodeFunction` knows them; anything else is a folder. */
const NODE_SOURCE = /\.[mc]?[jt]sx?$/;

const FAMILIES: readonly (lambda.RuntimeFamily | undefined)[] = [lambda.RuntimeFamily.NODEJS, lambda.RuntimeFamily.PYTHON];

/** Makes the function, of the kind that its code needs. */
export function edgeCode(
  place: Place,
  home: Construct,
  props: EdgeFunctionProps,
  options: lambda.FunctionOptions,
): lambda.Function {
  const { entry, code, handler, runtime, bundling, index, exclude } = props;
  if (runtime && !FAMILIES.includes(runtime.family)) {
    const message = `runtime must be of Node.js or Python, but is ${runtime.name} (${EDGE_RESTRICTIONS}).`;
    throw new ConstructError(place, 'EDGE_RUNTIME', message);
  }
  if ((entry === undefined) === (code === undefined)) {
    const what = entry === undefined ? 'none of them is' : 'both are';
    throw new ConstructError(place, 'EDGE_CODE_UNCLEAR', `either entry or code must be given, but ${what}.`);
  }
  const isNode = entry !== undefined && (runtime ? runtime.family === lambda.RuntimeFamily.NODEJS : NODE_SOURCE.test(entry));
  const isPython = entry !== undefined && !isNode;
  unused(place, { bundling }, isNode, 'a TypeScript or JavaScript entry');
  unused(place, { index, exclude }, isPython, 'a folder with Python as entry');

  if (isNode) {
    checkConstants(place, bundling?.define ?? {});
    return new NodeFunction(home, ID, { ...options, entry, handler, runtime, bundling });
  }
  if (isPython) return new PythonFunction(home, ID, { ...options, entry, handler, runtime, index, exclude });
  return built(place, home, props, options);
}

function built(place: Place, home: Construct, props: EdgeFunctionProps, options: lambda.FunctionOptions): lambda.Function {
  const { code, handler, runtime } = props;
  if (code instanceof lambda.EcrImageCode || code instanceof lambda.AssetImageCode) {
    throw new ConstructError(place, 'EDGE_EXCLUDES', `code must not be a container image (${EDGE_RESTRICTIONS}).`);
  }
  if (runtime === undefined) throw new ConstructError(place, 'EDGE_CODE_UNCLEAR', 'code needs a runtime, but there is none.');
  if (code instanceof lambda.InlineCode) {
    return new InlineFunction(home, ID, { ...options, code: code.bind(home).inlineCode ?? '', handler, runtime });
  }
  if (handler === undefined) throw new ConstructError(place, 'EDGE_CODE_UNCLEAR', 'code needs a handler, but there is none.');
  return new ZipFunction(home, ID, { ...options, code: code as lambda.Code, handler, runtime });
}

/** Refuses options of another kind of code. */
function unused(place: Place, options: Readonly<Record<string, unknown>>, isUsed: boolean, by: string): void {
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (isUsed || !given) return;
  throw new ConstructError(place, 'EDGE_CODE_UNCLEAR', `${given[0]} must be given for ${by} only.`);
}

/** What the deployment decides would stand in the bundle as the text by which the CDK remembers it. */
function checkConstants(place: Place, define: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(define)) {
    if (!Token.isUnresolved(value)) continue;
    throw new ConstructError(
      place,
      'EDGE_CONSTANT_UNKNOWN',
      `bundling.define of ${name} must be known at synthesis, but is not.`,
    );
  }
}
