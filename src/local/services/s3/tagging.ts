import type {
  DeleteObjectTaggingOutput,
  DeleteObjectTaggingRequest,
  GetObjectTaggingOutput,
  GetObjectTaggingRequest,
  PutObjectTaggingOutput,
  PutObjectTaggingRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../engine/service-port';
import type { Change } from './change';
import { onBucket, type S3Context } from './context';
import { versionAsked, versionMember } from './object-view';
import { isError } from './refusals';
import type { HeldBucket, ObjectVersion } from './stored';
import { tagSet, tagsFrom } from './tags';

/** Tags of objects. */
export function taggingOperations(context: S3Context) {
  const { store } = context;
  const tell = (event: Change['event'], bucket: HeldBucket, { key, versionId, sequencer, etag }: ObjectVersion, call: Call) =>
    context.changed({ bucket, event, reason: call.operation, key, versionId, sequencer, etag }, call);
  return {
    GetObjectTagging: onBucket<GetObjectTaggingRequest, GetObjectTaggingOutput>(context, (bucket, input) => {
      const version = versionAsked(store, bucket, input.Key, input.VersionId);
      if (isError(version)) return version;
      return { TagSet: tagSet(version.tags), ...versionMember(bucket, version.versionId) };
    }),

    PutObjectTagging: onBucket<PutObjectTaggingRequest, PutObjectTaggingOutput>(context, (bucket, input, call) => {
      const version = versionAsked(store, bucket, input.Key, input.VersionId);
      if (isError(version)) return version;
      const tags = tagsFrom(input.Tagging?.TagSet ?? []);
      if (isError(tags)) return tags;
      tell('ObjectTagging:Put', bucket, store.retag(bucket, version, tags), call);
      return versionMember(bucket, version.versionId);
    }),

    DeleteObjectTagging: onBucket<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput>(context, (bucket, input, call) => {
      const version = versionAsked(store, bucket, input.Key, input.VersionId);
      if (isError(version)) return version;
      tell('ObjectTagging:Delete', bucket, store.retag(bucket, version, {}), call);
      return versionMember(bucket, version.versionId);
    }),
  };
}
