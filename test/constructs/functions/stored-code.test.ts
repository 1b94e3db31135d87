import { Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Platform, SigningProfile } from 'aws-cdk-lib/aws-signer';
import { ZipFunction } from 'cdk-lambda-kit';
import type { Construct } from 'constructs';
import { sources, stackIn } from '../scene';
import { warningsOf } from './kinds';

const RUNTIME = { handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X };

function referring(bucket: IBucket, mode = lambda.S3ObjectStorageMode.REFERENCE) {
  const code = lambda.Code.fromBucketV2(bucket, 'code.zip', { objectVersion: 'one', s3ObjectStorageMode: mode });
  return new ZipFunction(bucket.stack, 'Greeter', { code, ...RUNTIME });
}

describe('code that Lambda reads from its bucket each time (FN-28)', () => {
  test('lies in a bucket that keeps its versions', () => {
    const bucket = new Bucket(stackIn(), 'Code', { versioned: true });

    expect(() => Template.fromStack(referring(bucket).stack)).not.toThrow();
  });

  test.each<[string, (stack: Construct) => IBucket]>([
    ['is imported', (stack) => Bucket.fromBucketName(stack, 'Code', 'code')],
    [
      'is versioned by what only the deployment knows',
      (stack) => {
        const bucket = new Bucket(stack, 'Code');
        (bucket.node.defaultChild as CfnBucket).versioningConfiguration = {
          status: Fn.conditionIf('Live', 'Enabled', 'Suspended') as never,
        };
        return bucket;
      },
    ],
  ])('is let through when the bucket %s', (_what, make) => {
    expect(() => Template.fromStack(referring(make(stackIn())).stack)).not.toThrow();
  });

  test('fails when the bucket keeps no versions', () => {
    const refused = referring(new Bucket(stackIn(), 'Code'));
    expect(() => Template.fromStack(refused.stack)).toThrow(/the bucket Shop\/Code, which must be versioned/);

    const copied = referring(new Bucket(stackIn(), 'Code'), lambda.S3ObjectStorageMode.COPY);
    expect(() => Template.fromStack(copied.stack)).not.toThrow();
  });
});

describe('code signing (FN-70)', () => {
  function signed(codeOf: (stack: Construct) => lambda.Code) {
    const stack = stackIn();
    const profile = new SigningProfile(stack, 'Profile', { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    const codeSigningConfig = new lambda.CodeSigningConfig(stack, 'Signing', { signingProfiles: [profile] });
    return new ZipFunction(stack, 'Greeter', { code: codeOf(stack), codeSigningConfig, ...RUNTIME });
  }

  test('goes with what lies in a bucket', () => {
    const code = (stack: Construct) => lambda.Code.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'code.zip', 'one');

    expect(warningsOf(signed(code))).toEqual([]);
  });

  test('is warned of for an asset, which nobody signs', () => {
    const code = () => lambda.Code.fromAsset(sources({ 'index.js': 'exports.handler = async () => 1;' }));

    expect(warningsOf(signed(code))).toEqual(['CODE_UNSIGNED_ASSET']);
  });
});
