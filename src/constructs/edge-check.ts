import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stage } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { EDGE_EXCLUDED_PROPERTIES } from '../spec/edge-exclusions';
import { EDGE_ARCHIVE, EDGE_RESTRICTIONS, EDGE_TIMEOUT } from '../spec/edge-limits';
import { atSynthesis } from './at-synthesis';
import { zippedAsset } from './bundle-zipped';
import { within } from './check';
import { ConstructError } from './construct-error';
import type { EdgeArn } from './edge-arn';
import { checkUser } from './edge-association';
import { propertiesOf } from './exclusions';
import { assetHash } from './unzipped-size';

/** Checks at synthesis what can have come to a function until then, and for which events distributions have taken it. */
export function checkEdgeAtSynthesis(edge: IConstruct, fn: lambda.Function, arn: EdgeArn): void {
  atSynthesis(fn, (resource) => {
    checkEdgeResource(edge, resource);
    for (const user of arn.users) checkUser(edge, resource, user, arn);
  });
}

/** Refuses what Lambda@Edge does not have, whatever construct has made the function. */
export function checkEdgeResource(edge: IConstruct, resource: lambda.CfnFunction): void {
  checkProperties(edge, resource);
  const { timeout } = resource;
  if (timeout !== undefined) within(edge, 'timeout', timeout, EDGE_TIMEOUT);
  checkArchive(edge, resource);
}

function checkProperties(edge: IConstruct, resource: lambda.CfnFunction): void {
  const properties = propertiesOf(resource);
  for (const { property, allows, why } of EDGE_EXCLUDED_PROPERTIES) {
    const value = properties[property];
    if (value === undefined || allows?.(value)) continue;
    throw new ConstructError(edge, 'EDGE_EXCLUDES', `the function must not have ${property}: ${why} (${EDGE_RESTRICTIONS}).`);
  }
}

function checkArchive(edge: IConstruct, resource: lambda.CfnFunction): void {
  const hash = assetHash(resource, resource.code);
  const assets = Stage.of(resource)?.assetOutdir;
  if (hash === undefined || assets === undefined) return;
  const bytes = zippedAsset(assets, hash, EDGE_ARCHIVE.max) ?? 0;
  if (bytes <= EDGE_ARCHIVE.max) return;
  throw new ConstructError(
    edge,
    'EDGE_CODE_TOO_LARGE',
    `code must have at most ${EDGE_ARCHIVE.max} bytes as an archive, but has ${bytes} (${EDGE_ARCHIVE.source}).`,
  );
}
