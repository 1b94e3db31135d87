import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { atSynthesis } from './at-synthesis';
import { ConstructError } from './construct-error';
import { warn } from './construct-warning';
import { madeBy } from './vpc/reference-key';

/** Checks where the code lies: in a bucket that keeps its versions when it is only referred to (FN-28), and signed (FN-70). */
export function checkStoredCode(fn: lambda.Function): void {
  atSynthesis(fn, (resource) => {
    const code = resource.code as Partial<lambda.CfnFunction.CodeProperty> & { readonly s3ObjectStorageMode?: unknown };
    if (code.s3ObjectStorageMode === 'REFERENCE') checkVersioned(fn, madeBy(code.s3Bucket));

    const key: unknown = Stack.of(fn).resolve(code.s3Key);
    const isAsset = typeof key === 'string' && /(?:^|\/)[0-9a-f]{64}\.(zip|jar)$/.test(key);
    if (isAsset && resource.codeSigningConfigArn !== undefined) {
      warn(fn, 'CODE_UNSIGNED_ASSET', 'codeSigningConfig is given, but the CDK deploys its assets without a signature.');
    }
  });
}

function checkVersioned(fn: lambda.Function, bucket: unknown): void {
  if (!CfnResource.isCfnResource(bucket) || bucket.cfnResourceType !== 'AWS::S3::Bucket') return;
  const { versioningConfiguration } = bucket as s3.CfnBucket;
  const resolved = Stack.of(bucket).resolve(versioningConfiguration) as { readonly status?: unknown } | undefined;
  if (typeof resolved?.status === 'object' || resolved?.status === 'Enabled') return;
  const message = `code is referred to in the bucket ${bucket.node.scope?.node.path}, which must be versioned.`;
  throw new ConstructError(fn, 'CODE_BUCKET_UNVERSIONED', message);
}
