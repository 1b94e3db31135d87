import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { LAYER_ARCHITECTURES, LAYER_DESCRIPTION, LAYER_LICENSE, LAYER_NAME, LAYER_RUNTIMES } from '../spec/layer-limits';
import { LAYER_PRINCIPAL, ORGANIZATION_ID } from '../spec/layer-permission';
import { fitting, within } from './check';
import type { Place } from './construct-error';

/** Refuses what Lambda would refuse of any layer, whatever its files. */
export function checkLayerOptions(place: Place, options: Omit<lambda.LayerVersionProps, 'code'>): void {
  const { layerVersionName, description, license, compatibleRuntimes, compatibleArchitectures } = options;

  if (layerVersionName !== undefined) fitting(place, 'layerVersionName', layerVersionName, LAYER_NAME);
  if (description !== undefined) fitting(place, 'description', description, LAYER_DESCRIPTION);
  if (license !== undefined) fitting(place, 'license', license, LAYER_LICENSE);
  within(place, 'the number of compatibleRuntimes', compatibleRuntimes?.length ?? 0, LAYER_RUNTIMES);
  within(place, 'the number of compatibleArchitectures', compatibleArchitectures?.length ?? 0, LAYER_ARCHITECTURES);
}

/** Refuses whom a layer cannot be given to. */
export function checkLayerPermission(place: Place, { accountId, organizationId }: lambda.LayerVersionPermission): void {
  fitting(place, 'permission.accountId', accountId, LAYER_PRINCIPAL);
  if (organizationId !== undefined) fitting(place, 'permission.organizationId', organizationId, ORGANIZATION_ID);
}
