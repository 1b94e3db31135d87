import type {
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationOutput,
  GetBucketLocationRequest,
  GetBucketTaggingOutput,
  GetBucketTaggingRequest,
  GetBucketVersioningOutput,
  GetBucketVersioningRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
  PutBucketTaggingRequest,
  PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { BUCKET_NAME, PARTS_MAX } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { onBucket, ownerOf, type S3Context } from './context';
import { invalidArgument, notEmulated } from './refusals';
import { bucketArn } from './stored';
import { tagSet } from './tags';

/** Buckets as a whole. */
export function bucketOperations(context: S3Context) {
  const { store } = context;
  return {
    ListBuckets(input: Given<ListBucketsRequest>, call: Call): ListBucketsOutput | AwsError {
      const { Prefix = '', BucketRegion, ContinuationToken = '', MaxBuckets = PARTS_MAX } = input;
      if (MaxBuckets < 1 || MaxBuckets > PARTS_MAX) {
        return invalidArgument(`MaxBuckets must be from 1 to ${PARTS_MAX}`, 'max-buckets', String(MaxBuckets));
      }
      const all = store
        .buckets(call.account)
        .filter(({ name, region }) => name.startsWith(Prefix) && (BucketRegion ?? region) === region && name > ContinuationToken);
      const shown = all.slice(0, MaxBuckets);
      return {
        Buckets: shown.map(({ name, created, region }) => ({
          Name: name,
          CreationDate: new Date(created),
          BucketRegion: region,
        })),
        Owner: ownerOf(call.account),
        ...(Prefix !== '' && { Prefix }),
        ...(shown.length < all.length && { ContinuationToken: shown.at(-1)?.name }),
      };
    },

    CreateBucket(input: Given<CreateBucketRequest>, call: Call): CreateBucketOutput | AwsError {
      const { Bucket: name, CreateBucketConfiguration: wanted } = input;
      if (!BUCKET_NAME.test(name)) {
        return awsError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name });
      }
      if (input.ObjectLockEnabledForBucket === true) return notEmulated('ObjectLockEnabledForBucket');
      const constraint = wanted?.LocationConstraint;
      const region = constraint === undefined ? 'us-east-1' : constraint === 'EU' ? 'eu-west-1' : constraint;
      if (region !== call.region && call.region !== 'us-east-1') {
        const message = `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`;
        return awsError('IllegalLocationConstraintException', 400, message);
      }
      const there = store.bucket(name);
      if (there && there.account !== call.account) {
        const message =
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.';
        return awsError('BucketAlreadyExists', 409, message, { BucketName: name });
      }
      // In the oldest Region, whoever makes a bucket again is told nothing.
      if (there && !(region === 'us-east-1' && there.region === region)) {
        const message = 'Your previous request to create the named bucket succeeded and you already own it.';
        return awsError('BucketAlreadyOwnedByYou', 409, message, { BucketName: name });
      }
      const tags = Object.fromEntries((wanted?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
      if (!there) store.create({ name, region, account: call.account, tags });
      const Location = region === 'us-east-1' ? `/${name}` : `http://${name}.s3.${partitionOf(region).urlSuffix}/`;
      return { Location, BucketArn: bucketArn({ name, region }) };
    },

    DeleteBucket: onBucket<DeleteBucketRequest, object>(context, (bucket) => {
      if (!bucket.isEmpty) {
        const message =
          bucket.versioning === undefined
            ? 'The bucket you tried to delete is not empty'
            : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.';
        return awsError('BucketNotEmpty', 409, message, { BucketName: bucket.name });
      }
      store.remove(bucket);
      return {};
    }),

    HeadBucket: onBucket<HeadBucketRequest, HeadBucketOutput>(context, ({ name, region }) => ({
      BucketArn: bucketArn({ name, region }),
      BucketRegion: region,
      AccessPointAlias: false,
    })),

    GetBucketLocation: onBucket<GetBucketLocationRequest, GetBucketLocationOutput>(context, ({ region }) => ({
      LocationConstraint: (region === 'us-east-1' ? '' : region) as never,
    })),

    GetBucketVersioning: onBucket<GetBucketVersioningRequest, GetBucketVersioningOutput>(context, ({ versioning }) =>
      versioning === undefined ? {} : { Status: versioning },
    ),

    PutBucketVersioning: onBucket<PutBucketVersioningRequest, object>(context, (bucket, { VersioningConfiguration: wanted }) => {
      if (wanted?.MFADelete === 'Enabled') return notEmulated('MFADelete');
      const versioning = wanted?.Status;
      if (versioning !== 'Enabled' && versioning !== 'Suspended') {
        const message = 'The Versioning element must be specified';
        return awsError('IllegalVersioningConfigurationException', 400, message);
      }
      store.change(bucket, { versioning });
      return {};
    }),

    GetBucketTagging: onBucket<GetBucketTaggingRequest, GetBucketTaggingOutput>(context, ({ name, tags }) =>
      Object.keys(tags).length > 0
        ? { TagSet: tagSet(tags) }
        : awsError('NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName: name }),
    ),

    PutBucketTagging: onBucket<PutBucketTaggingRequest, object>(context, (bucket, { Tagging }) => {
      const tags = (Tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
      store.change(bucket, { tags: Object.fromEntries(tags) });
      return {};
    }),

    DeleteBucketTagging: onBucket<DeleteBucketRequest, object>(context, (bucket) => {
      store.change(bucket, { tags: {} });
      return {};
    }),
  };
}
