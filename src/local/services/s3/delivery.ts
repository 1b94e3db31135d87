import type { Chance } from '../../chance-port';
import type { Delivered, Delivery } from '../../engine/delivery';
import { textBytes } from '../../engine/text';
import type { Clock } from '../../time/clock';
import type { s3Operations } from './api';
import { isError } from './refusals';

/** Buckets as destinations of asynchronous events and of streams: each record is an object of its own (INV-68, STR-09). */
export function bucketDelivery(
  { PutObject }: Pick<ReturnType<typeof s3Operations>, 'PutObject'>,
  chance: Chance,
  clock: Pick<Clock, 'now'>,
): Delivery {
  return {
    deliver(
      targetArn,
      { function: fn, body, requestId, traceHeader, folder = `aws/lambda/async/${fn.name}` },
    ): Promise<Delivered> {
      const bucket = targetArn.split(':')[5] ?? '';
      const [day = '', time = ''] = new Date(clock.now()).toISOString().slice(0, 19).split('T');
      const name = `${day}T${time.replaceAll(':', '.')}-${chance.fork(`${fn.name} ${requestId}`).uuid()}`;
      const Key = `${folder}/${day.replaceAll('-', '/')}/${name}`;
      const answer = PutObject(
        { Bucket: bucket, Key, Body: textBytes(body) as never, ContentType: 'application/json' },
        { requestId, operation: 'PutObject', account: fn.account, region: fn.region, traceHeader },
      );
      return Promise.resolve(
        isError(answer) ? { outcome: 'failed', why: `${answer.type}: ${answer.message}` } : { outcome: 'delivered' },
      );
    },
  };
}
