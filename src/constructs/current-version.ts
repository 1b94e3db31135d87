import { createHash } from 'node:crypto';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { FeatureFlags, Stack } from 'aws-cdk-lib/core';
import { ConstructError } from './construct-error';
import type { RecordedVersion } from './release-record';

/** Without this flag, the name of `currentVersion` does not tell a change in a layer. */
const RECOGNIZE_LAYER_VERSION = '@aws-cdk/aws-lambda:recognizeLayerVersion';

/** What this deployment would record of the function's current version; what is still added to the function changes it. */
export function currentRecord(fn: lambda.Function): RecordedVersion {
  const stack = Stack.of(fn);
  const resource = fn.node.defaultChild as lambda.CfnFunction;
  const { tenancyConfig, packageType, functionName, role, deadLetterConfig } = resource;
  return {
    id: stack.resolve((fn.currentVersion.node.defaultChild as lambda.CfnVersion).logicalId),
    // With another of these, CloudFormation makes another function, whose versions begin at 1.
    fn: fingerprint([stack.resolve(resource.logicalId), stack.resolve([functionName, packageType, tenancyConfig])]),
    role: fingerprint(stack.resolve(role)),
    deadLetter: fingerprint(stack.resolve(deadLetterConfig)),
  };
}

function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, 8);
}

/** Refuses what would change a version that is published already, and what the name of the version would not tell (VER-02, VER-07). */
export function checkCurrentVersion(fn: lambda.Function): void {
  const version = fn.currentVersion.node.defaultChild as lambda.CfnVersion;
  const { description, codeSha256, runtimePolicy, provisionedConcurrencyConfig, functionScalingConfig } = version;
  const own = Object.entries({ description, codeSha256, runtimePolicy, provisionedConcurrencyConfig, functionScalingConfig });
  const [first] = own.find(([, value]) => value !== undefined) ?? [];
  if (first !== undefined) {
    const where = first === 'provisionedConcurrencyConfig' ? 'the alias' : 'the function';
    throw new ConstructError(
      fn.currentVersion,
      'VERSION_IMMUTABLE',
      `currentVersionOptions must not set ${first}, which the next deployment could not keep; set it on ${where}.`,
    );
  }
  const layers = Stack.of(fn).resolve((fn.node.defaultChild as lambda.CfnFunction).layers) as unknown[] | undefined;
  const ofThisApp = (layers ?? []).filter((layer) => typeof layer !== 'string');
  if (ofThisApp.length > 0 && !FeatureFlags.of(fn).isEnabled(RECOGNIZE_LAYER_VERSION)) {
    throw new ConstructError(
      fn,
      'VERSION_MISSES_LAYERS',
      'a change in a layer must publish a version, but would not without the flag of the CDK that makes it count.',
    );
  }
}
