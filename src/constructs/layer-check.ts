import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Token } from 'aws-cdk-lib/core';
import { LAYER_VERSION_ARN, LAYER_VERSION_ARN_FORM } from '../spec/layer-arn';
import { LAYERS } from '../spec/layer-limits';
import { isSearched, searchedFolders } from '../spec/layer-search-paths';
import { type AttachedLayer, attachedLayers } from './attached-layers';
import { within } from './check';
import { ConstructError } from './construct-error';
import { pathsOfLayer } from './layer-paths';
import { checkUnzippedSize } from './unzipped-size';

const DEFAULT_ARCHITECTURE = 'x86_64';
const checked = new WeakSet<lambda.Function>();

/** Refuses at synthesis a function with layers that Lambda would refuse, or that the function could not use; once. */
export function checkLayers(fn: lambda.Function): void {
  if (checked.has(fn)) return;
  checked.add(fn);
  fn.node.addValidation({ validate: () => problemsOf(fn) });
}

function problemsOf(fn: lambda.Function): string[] {
  const resource = fn.node.defaultChild;
  // Someone has put something else in the place of the function.
  if (!(resource instanceof lambda.CfnFunction)) return [];
  const layers = attachedLayers(resource) ?? [];

  const problems: string[] = [];
  const collect = (check: () => void) => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof ConstructError)) throw error;
      problems.push(error.message);
    }
  };
  collect(() => within(fn, 'the number of layers', layers.length, LAYERS));
  collect(() => checkTwice(fn, layers));
  for (const layer of layers) {
    if (layer.kind === 'arn') collect(() => checkArn(fn, layer.arn));
    else for (const check of [checkRegion, checkRuntime, checkArchitecture, checkPaths]) collect(() => check(fn, layer.resource));
  }
  collect(() => checkUnzippedSize(fn, resource, layers));
  return problems;
}

/** Equal for versions of one layer, as far as that can be told. */
function identity(layer: AttachedLayer): string {
  if (layer.kind === 'arn') {
    const [partition, service, region, account, kind, name, version] = layer.arn.split(':').slice(1);
    return version === undefined ? layer.arn : [partition, service, region, account, kind, name].join(':');
  }
  const stack = Stack.of(layer.resource);
  const name: unknown = stack.resolve(layer.resource.layerName);
  if (typeof name !== 'string') return layer.resource.node.path;
  // Where only the deployment knows them, they are the same tokens in all stacks.
  return ['aws', 'lambda', stack.region, stack.account, 'layer', name].join(':');
}

function checkTwice(fn: lambda.Function, layers: readonly AttachedLayer[]): void {
  const seen = new Map<string, AttachedLayer>();
  for (const layer of layers) {
    const id = identity(layer);
    const first = seen.get(id);
    if (first) {
      const message = `layers must not have two versions of one layer, but has ${nameOf(first)} and ${nameOf(layer)}.`;
      throw new ConstructError(fn, 'LAYER_TWICE', message);
    }
    seen.set(id, layer);
  }
}

function checkArn(fn: lambda.Function, arn: string): void {
  const parts = arn.split(':');
  const isKnown = !arn.includes('{');
  // Whoever leaves parts to the deployment still has to have the form.
  const written = isKnown ? arn : arn.replace(/\{[^}]*\}/g, '1');
  if (isKnown ? !LAYER_VERSION_ARN.test(arn) : parts.length > 1 && parts.length !== 8) {
    throw new ConstructError(
      fn,
      'LAYER_ARN_INVALID',
      `layers must have ARNs of the form ${LAYER_VERSION_ARN_FORM}, but has '${written}'.`,
    );
  }
  checkSameRegion(fn, parts[3] ?? '', arn);
}

function checkRegion(fn: lambda.Function, layer: lambda.CfnLayerVersion): void {
  const { region } = Stack.of(layer);
  if (!Token.isUnresolved(region)) checkSameRegion(fn, region, layerName(layer));
}

function checkSameRegion(fn: lambda.Function, region: string, layer: string): void {
  const here = Stack.of(fn).region;
  if (region === '' || region.includes('{') || Token.isUnresolved(here) || region === here) return;
  throw new ConstructError(
    fn,
    'LAYER_OTHER_REGION',
    `layers must be in the Region of the function, ${here}, but ${layer} is in ${region}.`,
  );
}

function checkRuntime(fn: lambda.Function, layer: lambda.CfnLayerVersion): void {
  const runtimes = textsOf(layer, layer.compatibleRuntimes);
  const runtime: unknown = Stack.of(fn).resolve(fn.runtime.name);
  if (typeof runtime !== 'string' || runtimes.length === 0 || runtimes.includes(runtime)) return;
  throw new ConstructError(
    fn,
    'LAYER_RUNTIME_INCOMPATIBLE',
    `the layer ${layerName(layer)} is for the runtimes ${runtimes.join(', ')}, but the function's is ${runtime}.`,
  );
}

function checkArchitecture(fn: lambda.Function, layer: lambda.CfnLayerVersion): void {
  const architectures = textsOf(layer, layer.compatibleArchitectures);
  const own: unknown = Stack.of(fn).resolve((fn.node.defaultChild as lambda.CfnFunction).architectures);
  const architecture: unknown =
    Array.isArray(own) && own.length > 0 ? own[0] : own === undefined ? DEFAULT_ARCHITECTURE : undefined;
  if (typeof architecture !== 'string' || architectures.length === 0 || architectures.includes(architecture)) return;
  throw new ConstructError(
    fn,
    'LAYER_ARCHITECTURE_INCOMPATIBLE',
    `the layer ${layerName(layer)} is for ${architectures.join(', ')}, but the function's architecture is ${architecture}.`,
  );
}

/** Of layers whose files are known, and are not meant to be read by their paths. */
function checkPaths(fn: lambda.Function, layer: lambda.CfnLayerVersion): void {
  const paths = pathsOfLayer(layer);
  const runtime: unknown = Stack.of(fn).resolve(fn.runtime.name);
  if (!paths || typeof runtime !== 'string' || paths.some((file) => isSearched(file, runtime))) return;
  throw new ConstructError(
    fn,
    'LAYER_NOT_SEARCHED',
    `the layer ${layerName(layer)} has no file where ${runtime} looks: ${searchedFolders(runtime).join(', ')}.`,
  );
}

function textsOf(layer: lambda.CfnLayerVersion, list: unknown): readonly string[] {
  const resolved: unknown = Stack.of(layer).resolve(list);
  const isKnown = Array.isArray(resolved) && resolved.every((text) => typeof text === 'string');
  return isKnown ? (resolved as string[]) : [];
}

function nameOf(layer: AttachedLayer): string {
  return layer.kind === 'arn' ? layer.arn : layerName(layer.resource);
}

function layerName(layer: lambda.CfnLayerVersion): string {
  const { scope, path } = layer.node;
  return layer.node.id === 'Resource' && scope ? scope.node.path : path;
}
