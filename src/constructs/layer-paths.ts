import type { CfnLayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

const paths = new WeakMap<IConstruct, readonly string[]>();

/** Remembers what files a layer has, so that each function that uses it can be asked whether it finds any. */
export function rememberPaths(layer: IConstruct, files: readonly string[]): void {
  paths.set(layer, files);
}

/** Undefined where nobody knows, or it does not matter. */
export function pathsOfLayer(resource: CfnLayerVersion): readonly string[] | undefined {
  const { scope } = resource.node;
  return scope && paths.get(scope);
}
