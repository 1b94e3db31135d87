import { NOTIFICATION_VERSION, TAGGING_NOTIFICATION_VERSION } from '../../../spec/s3';
import type { Chance } from '../../chance-port';
import type { Call } from '../../engine/service-port';
import type { Instant } from '../../time/clock';
import type { Change } from './change';
import { encodedKey } from './encoded-key';
import { bucketArn, NULL_VERSION } from './stored';

/** What is told of a change beside what has changed. */
export interface Told {
  readonly at: Instant;
  readonly call: Pick<Call, 'caller' | 'account'>;
  /** For the ids of the request, which are the same in every run. */
  readonly chance: Chance;
}

const LOCAL_ADDRESS = '127.0.0.1';

/** The event that functions, queues and topics get (S3-09 to S3-13). */
export function eventRecord(change: Change, configurationId: string, { at, call, chance }: Told): object {
  const { bucket, event, key, versionId, sequencer, size, etag } = change;
  const isTagging = event.startsWith('ObjectTagging:');
  return {
    Records: [
      {
        eventVersion: isTagging ? TAGGING_NOTIFICATION_VERSION : NOTIFICATION_VERSION,
        eventSource: 'aws:s3',
        awsRegion: bucket.region,
        eventTime: new Date(at).toISOString(),
        eventName: event,
        userIdentity: { principalId: `AWS:${call.caller?.userId ?? 'AIDALOCAL'}` },
        requestParameters: { sourceIPAddress: LOCAL_ADDRESS },
        responseElements: { 'x-amz-request-id': requestIdOf(chance), 'x-amz-id-2': chance.fork('host').hex(64) },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId,
          bucket: {
            name: bucket.name,
            ownerIdentity: { principalId: `A${bucket.account}` },
            arn: bucketArn(bucket),
          },
          object: {
            key: encodedKey(key),
            ...(size !== undefined && { size }),
            ...(etag !== undefined && { eTag: etag }),
            ...(versionId !== NULL_VERSION && { versionId }),
            ...(!isTagging && { sequencer }),
          },
        },
      },
    ],
  };
}

/** What the default event bus gets; keys are not encoded there. */
export function busEvent(change: Change, { call, chance }: Told): { readonly detailType: string; readonly detail: object } {
  const { bucket, event, reason, key, versionId, sequencer, size, etag } = change;
  const about = {
    version: '0',
    bucket: { name: bucket.name },
    object: {
      key,
      ...(size !== undefined && { size }),
      ...(etag !== undefined && { etag }),
      ...(versionId !== NULL_VERSION && { 'version-id': versionId }),
      ...(!event.startsWith('ObjectTagging:') && { sequencer }),
    },
    'request-id': requestIdOf(chance),
    requester: call.account,
    'source-ip-address': LOCAL_ADDRESS,
  };
  if (event.startsWith('ObjectCreated:')) return { detailType: 'Object Created', detail: { ...about, reason } };
  if (event === 'ObjectTagging:Put') return { detailType: 'Object Tags Added', detail: about };
  if (event === 'ObjectTagging:Delete') return { detailType: 'Object Tags Deleted', detail: about };
  const isMarker = event === 'ObjectRemoved:DeleteMarkerCreated';
  const detail = { ...about, reason, 'deletion-type': isMarker ? 'Delete Marker Created' : 'Permanently Deleted' };
  return { detailType: 'Object Deleted', detail };
}

/** What a queue or topic gets when it becomes the target of a bucket (S3-15). */
export function testEvent(bucket: string, { at, chance }: Omit<Told, 'call'>): object {
  return {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(at).toISOString(),
    Bucket: bucket,
    RequestId: requestIdOf(chance),
    HostId: chance.fork('host').hex(64),
  };
}

function requestIdOf(chance: Chance): string {
  return chance.fork('request').hex(16).toUpperCase();
}
