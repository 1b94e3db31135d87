import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack, Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { UNZIPPED_SIZE } from '../spec/layer-limits';
import type { AttachedLayer } from './attached-layers';
import { measuredAsset } from './bundle-contents';
import { ConstructError, type Place } from './construct-error';

interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** Measures the assets that lie in the cloud assembly; those that do not count nothing, so that only what is too large in any case is refused. */
export function checkUnzippedSize(fn: lambda.Function, resource: lambda.CfnFunction, layers: readonly AttachedLayer[]): void {
  const own = { name: 'code', bytes: assetSize(resource, resource.code) ?? 0 };
  const parts = layers.map((layer): Part => {
    if (layer.kind === 'arn') return { name: layer.arn, bytes: 0 };
    const { node } = layer.resource;
    return { name: node.scope?.node.path ?? node.path, bytes: assetSize(layer.resource, layer.resource.content) ?? 0 };
  });
  refuseLarge(fn, 'code and layers', [own, ...parts]);
}

/** Refuses a layer that is too large by itself. */
export function checkLayerSize(place: Place, bytes: number): void {
  refuseLarge(place, 'a layer', [{ name: 'this one', bytes }]);
}

function refuseLarge(place: Place, what: string, parts: readonly Part[]): void {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= UNZIPPED_SIZE.max) return;
  const known = parts.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  throw new ConstructError(
    place,
    'UNZIPPED_TOO_LARGE',
    `${what} must have at most ${UNZIPPED_SIZE.max} bytes unzipped, but ${total} are there: ` +
      `${known.map(({ name, bytes }) => `${name} ${bytes}`).join(', ')} (${UNZIPPED_SIZE.source}).`,
  );
}

function assetSize(resource: IConstruct, location: unknown): number | undefined {
  const hash = assetHash(resource, location);
  const assets = Stage.of(resource)?.assetOutdir;
  return hash === undefined || assets === undefined ? undefined : measuredAsset(assets, hash);
}

/** Finds the asset by its key in S3, which whatever made it has made of its hash. */
export function assetHash(resource: IConstruct, location: unknown): string | undefined {
  const key: unknown = (Stack.of(resource).resolve(location) as { readonly s3Key?: unknown } | undefined)?.s3Key;
  return typeof key === 'string' ? /(?:^|\/)([0-9a-f]{64})\.(zip|jar)$/.exec(key)?.[1] : undefined;
}
