import type {
  DeletedObject,
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  _Error as DeletionError,
} from '@aws-sdk/client-s3';
import { OBJECTS_PAGE_MAX } from '../../../spec/s3';
import type { AwsError } from '../../engine/aws-error';
import type { Call } from '../../engine/service-port';
import { writeRefusal } from './conditions';
import { keyFlaw, onBucket, type S3Context } from './context';
import { isError, MALFORMED_XML } from './refusals';
import type { HeldBucket } from './stored';

/** Taking objects away. */
export function removalOperations(context: S3Context) {
  return {
    DeleteObject: onBucket<DeleteObjectRequest, DeleteObjectOutput>(context, (bucket, input, call) => {
      const wanted = { key: input.Key, versionId: input.VersionId, ifMatch: input.IfMatch, reason: 'DeleteObject' };
      const removed = remove(context, bucket, wanted, call);
      if (isError(removed)) return removed;
      return {
        ...(removed.versionId !== undefined && { VersionId: removed.versionId }),
        ...(removed.isMarker && { DeleteMarker: true }),
      };
    }),

    DeleteObjects: onBucket<DeleteObjectsRequest, DeleteObjectsOutput>(context, (bucket, input, call) => {
      const { Objects = [], Quiet } = input.Delete ?? {};
      if (Objects.length === 0 || Objects.length > OBJECTS_PAGE_MAX) return MALFORMED_XML;
      const Deleted: DeletedObject[] = [];
      const Errors: DeletionError[] = [];
      for (const { Key = '', VersionId, ETag } of Objects) {
        const about = { Key, ...(VersionId !== undefined && { VersionId }) };
        const wanted = { key: Key, versionId: VersionId, ifMatch: ETag, reason: 'DeleteObjects' };
        const removed = keyFlaw(Key) ?? remove(context, bucket, wanted, call);
        if (isError(removed)) Errors.push({ ...about, Code: removed.type, Message: removed.message });
        else {
          const marker = removed.isMarker && { DeleteMarker: true, DeleteMarkerVersionId: removed.versionId };
          Deleted.push({ ...about, ...marker });
        }
      }
      return { ...(Quiet !== true && { Deleted }), ...(Errors.length > 0 && { Errors }) };
    }),
  };
}

interface Removal {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly ifMatch: string | undefined;
  readonly reason: string;
}

/** What is gone, or the marker that hides it; nothing is told of where there was nothing. */
function remove(
  { store, changed }: S3Context,
  bucket: HeldBucket,
  { key, versionId, ifMatch, reason }: Removal,
  call: Call,
): { readonly versionId?: string; readonly isMarker?: boolean } | AwsError {
  const condition = ifMatch === undefined ? {} : { IfMatch: ifMatch };
  const refused = writeRefusal(condition, key, store.current(bucket, key));
  if (refused) return refused;
  const gone = versionId === undefined ? store.delete(bucket, key) : store.deleteVersion(bucket, key, versionId);
  if (!gone) return versionId === undefined ? {} : { versionId };
  const isNewMarker = versionId === undefined && gone.isMarker;
  const event = isNewMarker ? 'ObjectRemoved:DeleteMarkerCreated' : 'ObjectRemoved:Delete';
  changed({ bucket, event, reason, key, versionId: gone.versionId, sequencer: gone.sequencer }, call);
  if (bucket.versioning === undefined && versionId === undefined) return {};
  return { versionId: gone.versionId, isMarker: gone.isMarker };
}
