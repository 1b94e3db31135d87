import { type Stats, statSync } from 'node:fs';
import { remedyOf } from '../../assembly/finding-codes';
import type { Application, Finding } from '../../model/application';
import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { FunctionLayer } from '../../model/layer';
import { LocalError } from '../errors';

/**
 * The app with these folders and archives as the files of layers that it does not make, by the ARNs of their versions, and a
 * finding for each such layer that has none. Fails with OPTION_INVALID and LAYER_FILES_INVALID.
 */
export function withGivenLayers(application: Application, given: Readonly<Record<string, string>> = {}): Application {
  const users = new Map<string, LambdaFunction>();
  for (const fn of application.functions) {
    for (const { kind, arn } of layersOf(fn)) if (kind === 'absent' && arn !== undefined && !users.has(arn)) users.set(arn, fn);
  }
  if (users.size === 0 && Object.keys(given).length === 0) return application;
  const files = new Map(Object.entries(given).map(([arn, path]) => [arn, filesAt(arn, path, users)] as const));
  const filled = (configuration: FunctionConfiguration): FunctionConfiguration => ({
    ...configuration,
    layers: configuration.layers.map((layer) => files.get(layer.arn ?? '') ?? layer),
  });
  return {
    ...application,
    functions: application.functions.map((fn) => ({
      ...fn,
      configuration: filled(fn.configuration),
      versions: fn.versions.map((version) => ({ ...version, configuration: filled(version.configuration) })),
    })),
    findings: [...application.findings, ...[...users].filter(([arn]) => !files.has(arn)).map(([arn, fn]) => missing(arn, fn))],
  };
}

function layersOf({ configuration, versions }: LambdaFunction): readonly FunctionLayer[] {
  return [configuration, ...versions.map((version) => version.configuration)].flatMap(({ layers }) => layers);
}

function filesAt(arn: string, path: string, users: ReadonlyMap<string, LambdaFunction>): FunctionLayer {
  if (!users.has(arn)) {
    const there = users.size > 0 ? `there are:\n${[...users.keys()].map((each) => `  ${each}`).join('\n')}` : 'there are none.';
    const what = 'layers names versions of layers that functions have and the app does not make';
    throw new LocalError('OPTION_INVALID', `${what}; this is ${arn}, and ${there}`);
  }
  const found = statsOf(path);
  if (found?.isDirectory()) return { kind: 'directory', path, arn };
  if (found?.isFile() && path.endsWith('.zip')) return { kind: 'archive', path, arn };
  const why = found ? 'is neither a folder nor a .zip archive' : 'is not there';
  throw new LocalError('LAYER_FILES_INVALID', `${path}, which is named for the layer ${arn}, ${why}.`);
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // A folder on the way to it may be a file, or may not be looked into.
    return undefined;
  }
}

function missing(arn: string, { address }: LambdaFunction): Finding {
  const code = 'LAYER_NOT_HERE';
  const message = `The layer ${arn} is not made by this app, and the function runs without its files. ${remedyOf(code)}`;
  return { code, where: address.path, message };
}
