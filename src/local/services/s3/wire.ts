import type { GetObjectRequest } from '@aws-sdk/client-s3';
import type { Bucket } from '../../../model/bucket';
import type { LambdaFunction } from '../../../model/function';
import type { Chance } from '../../chance-port';
import type { BucketOutlets, Buckets, DeployedObject, TurnFor } from '../../engine/bucket-port';
import type { Delivery } from '../../engine/delivery';
import type { Lambda } from '../../engine/ports';
import type { AwsService, Call } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { s3Operations, s3Service } from './api';
import { bucketDelivery } from './delivery';
import { lambdaOutlet } from './lambda-outlet';
import { Notifier } from './notifier';
import { isError } from './refusals';
import { BucketStore } from './store';

/** What a deployment may say of all its objects; everything else is left out. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'ContentType',
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
};

export interface BucketPorts {
  readonly buckets: readonly Bucket[];
  /** What is in them, which nobody is told of. @default nothing */
  readonly deployed?: readonly DeployedObject[];
  /** That something is not there. */
  readonly notice?: (what: string, why: string) => void;
  readonly clock: Clock;
  /** Of its own. */
  readonly chance: Chance;
  readonly lambda: () => Lambda;
  readonly functions: () => readonly LambdaFunction[];
  readonly turnFor: TurnFor;
  /** What takes notifications beside functions, by service; may be filled later. */
  readonly outlets?: BucketOutlets;
}

/** S3 with the buckets of an app. */
export function wireBuckets(ports: BucketPorts): {
  readonly service: AwsService;
  readonly delivery: Delivery;
  readonly buckets: Buckets;
  /** GetObject, for whoever reads for others. */
  read(input: GetObjectRequest & { readonly Bucket: string }): unknown;
} {
  const { clock, chance } = ports;
  const store = new BucketStore(() => clock.now(), chance.fork('versions'));
  for (const bucket of ports.buckets) if (!store.bucket(bucket.name)) store.create(bucket);
  const lambda = lambdaOutlet({ invoke: (request) => ports.lambda().invoke(request) }, ports.functions);
  const notifier = new Notifier({
    clock,
    chance: chance.fork('notifications'),
    turnFor: ports.turnFor,
    get outlets() {
      // Functions it tells by itself.
      return { ...ports.outlets, lambda };
    },
  });
  const context = {
    store,
    chance: chance.fork('rules'),
    changed: notifier.changed.bind(notifier),
    configured: notifier.configured.bind(notifier),
  };
  const operations = s3Operations(context);
  const callFor = (bucket: string, operation: string): Call => {
    const { account = '', region = '' } = store.bucket(bucket) ?? {};
    return { requestId: '', operation, account, region };
  };
  const refusalOf = (answer: unknown) => (isError(answer) ? `${answer.type}: ${answer.message}` : undefined);
  const silently = s3Operations({ ...context, changed: () => undefined });
  for (const { bucket, key, bytes, headers, metadata } of ports.deployed ?? []) {
    const given = Object.entries(HEADERS).flatMap(([name, member]) => (headers[name] ? [[member, headers[name]] as const] : []));
    const input = { Bucket: bucket, Key: key, Body: bytes as never, Metadata: { ...metadata }, ...Object.fromEntries(given) };
    const why = refusalOf(silently.PutObject(input, callFor(bucket, 'PutObject')));
    if (why !== undefined) ports.notice?.(`${key} in the bucket ${bucket}`, `It is not there: ${why}.`);
  }
  return {
    service: s3Service(context),
    read: (input) => operations.GetObject(input as never, callFor(input.Bucket, 'GetObject')),
    delivery: bucketDelivery(operations, chance.fork('records'), clock),
    buckets: {
      objects(name) {
        const bucket = store.bucket(name);
        if (!bucket) return undefined;
        const keys = store.keys(bucket);
        return Array.from({ length: keys.length }, (_, at) => keys.at(at) ?? '').flatMap((key) => {
          const found = store.current(bucket, key);
          if (!found) return [];
          const { bytes, etag, modified, versionId, metadata, tags, headers } = found;
          return [{ ...{ key, bytes, etag, modified, versionId, metadata, tags }, contentType: headers.ContentType ?? '' }];
        });
      },
      put(bucket, key, { bytes, contentType, metadata, tags = {} }) {
        const input = {
          ...{ Bucket: bucket, Key: key, Body: bytes as never, Tagging: new URLSearchParams(tags).toString() },
          ...(contentType !== undefined && { ContentType: contentType }),
          ...(metadata && { Metadata: metadata }),
        };
        return refusalOf(operations.PutObject(input, callFor(bucket, 'PutObject')));
      },
      delete: (bucket, key) => refusalOf(operations.DeleteObject({ Bucket: bucket, Key: key }, callFor(bucket, 'DeleteObject'))),
    },
  };
}
