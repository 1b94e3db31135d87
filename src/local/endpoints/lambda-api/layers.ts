import type {
  GetLayerVersionByArnRequest,
  GetLayerVersionRequest,
  GetLayerVersionResponse,
  LayerVersionsListItem,
  ListLayersRequest,
  ListLayersResponse,
  ListLayerVersionsRequest,
  ListLayerVersionsResponse,
} from '@aws-sdk/client-lambda';
import type { LayerVersion } from '../../../model/layer';
import { awsError } from '../../engine/aws-error';
import { notFound } from '../../engine/registry/not-found';

import { invalidParameter } from '../../engine/registry/preconditions';
import type { Given } from '../../engine/service-port';
import { type Context, isError, type LambdaOperation } from './context';
import { timestamp } from './dates';
import { pageOf } from './paging';

type Compatible = Pick<Given<ListLayersRequest>, 'CompatibleRuntime' | 'CompatibleArchitecture'>;

/** The newest matching version of each layer. */
export const listLayers: LambdaOperation<Given<ListLayersRequest>, ListLayersResponse> = (input, context) => {
  const newest = new Map<string, LayerVersion>();
  for (const layer of matching(input, context)) {
    if ((newest.get(layer.name)?.version ?? 0) < layer.version) newest.set(layer.name, layer);
  }
  const page = pageOf([...newest.values()], ({ name }) => name, input);
  if (isError(page)) return page;
  const items = page.items.map((layer) => ({
    LayerName: layer.name,
    LayerArn: unversioned(layer),
    LatestMatchingVersion: itemOf(layer, context),
  }));
  return { Layers: items, NextMarker: page.next };
};

/** The newest first. */
export const listLayerVersions: LambdaOperation<Given<ListLayerVersionsRequest>, ListLayerVersionsResponse> = (
  input,
  context,
) => {
  const versions = matching(input, context).filter((layer) => isNamed(layer, input.LayerName));
  const page = pageOf(
    [...versions].sort((a, b) => b.version - a.version),
    ({ arn }) => arn,
    input,
  );
  return isError(page) ? page : { LayerVersions: page.items.map((layer) => itemOf(layer, context)), NextMarker: page.next };
};

export const getLayerVersion: LambdaOperation<Given<GetLayerVersionRequest>, GetLayerVersionResponse> = (input, context) => {
  if (input.VersionNumber < 1) return invalidParameter('Layer Version Cannot be less than 1');
  const found = context.layers.find(
    (layer) => layer.region === context.region && layer.version === input.VersionNumber && isNamed(layer, input.LayerName),
  );
  return found ? describe(found, context) : notFound('The resource you requested does not exist.');
};

export const getLayerVersionByArn: LambdaOperation<Given<GetLayerVersionByArnRequest>, GetLayerVersionResponse> = (
  input,
  context,
) => {
  const found = context.layers.find((layer) => layer.arn === input.Arn);
  if (found) return describe(found, context);
  const isOurs = input.Arn.split(':')[4] === context.account;
  return isOurs
    ? notFound('The resource you requested does not exist.')
    : awsError('AccessDeniedException', 403, `The layer ${input.Arn} is not one of this app.`);
};

function matching({ CompatibleRuntime: runtime, CompatibleArchitecture: architecture }: Compatible, { layers, region }: Context) {
  return layers.filter(
    (layer) =>
      layer.region === region &&
      (runtime === undefined || layer.runtimes?.includes(runtime) === true) &&
      (architecture === undefined || layer.architectures?.includes(architecture) === true),
  );
}

function isNamed(layer: LayerVersion, name: string): boolean {
  return name === layer.name || name === unversioned(layer);
}

function unversioned({ arn }: LayerVersion): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}

async function describe(layer: LayerVersion, context: Context): Promise<GetLayerVersionResponse> {
  const { sha256, bytes } = await context.code.facts(layer.code);
  return {
    ...itemOf(layer, context),
    LayerArn: unversioned(layer),
    Content: { CodeSha256: sha256, CodeSize: bytes },
  };
}

function itemOf(layer: LayerVersion, { startedAt }: Context): LayerVersionsListItem {
  return {
    LayerVersionArn: layer.arn,
    Version: layer.version,
    Description: layer.description ?? '',
    CreatedDate: timestamp(startedAt),
    ...(layer.runtimes && { CompatibleRuntimes: [...layer.runtimes] as LayerVersionsListItem['CompatibleRuntimes'] }),
    ...(layer.license !== undefined && { LicenseInfo: layer.license }),
    ...(layer.architectures && {
      CompatibleArchitectures: [...layer.architectures] as LayerVersionsListItem['CompatibleArchitectures'],
    }),
  };
}
