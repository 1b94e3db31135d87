import { targetIn } from './call';
import { permissionRule } from './call-rules';
import { knownText } from './known';
import { each, type Rule } from './rule';
import { type NotifiedBucket, notifiedBuckets, s3Calls } from './s3-notifications';
import { type Interest, interestOf, overlapsAmong } from './s3-overlap';
import { Undecided } from './undecided';

const GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const FILTERING = `${GUIDE}/notification-how-to-filtering.html`;
const nameOf = ({ bucket, name }: NotifiedBucket) => bucket?.path ?? name;
const keysOf = ({ prefix, suffix }: Interest) => `${prefix}*${suffix}`;
const everyNotification = (bucket: NotifiedBucket) => bucket.settings.flatMap(({ notifications }) => notifications);

export const S3: readonly Rule[] = [
  permissionRule({
    id: 'S3-02',
    title: 'A bucket may not invoke the function that it notifies',
    why: 'S3 tests the permission when the notification is set, and refuses it: the deployment fails.',
    source: `${GUIDE}/grant-destinations-permissions-to-s3.html`,
    calls: s3Calls,
  }),
  {
    id: 'S3-01',
    severity: 'error',
    title: 'A bucket notifies a function of another Region',
    why: 'S3 refuses the notification: bucket and function must be in the same Region.',
    remedy: 'Put both into one Region, or let EventBridge carry the events.',
    source: `${GUIDE}/EventNotifications.html`,
    check: each(notifiedBuckets, function* ({ bucket, settings }, app) {
      for (const { on, fn } of settings.flatMap(({ notifications }) => notifications)) {
        const [from, to] = [bucket?.region, fn && targetIn(app, on, fn)?.fn];
        if (from === undefined || to?.region === undefined || from === to.region) continue;
        yield { on, property: fn?.property, message: `The bucket is in ${from}, ${to.path} is in ${to.region}.` };
      }
    }),
  },
  {
    id: 'S3-05',
    severity: 'error',
    title: 'A filter of a bucket notification has a wildcard',
    why: 'S3 takes the asterisk as a part of the key, so the notification is never sent.',
    remedy: 'Write the beginning of the keys as prefix and their end as suffix, without an asterisk.',
    source: FILTERING,
    also: ['VAL-15'],
    check: each(
      (app) => notifiedBuckets(app).flatMap(everyNotification),
      function* ({ on, rules }) {
        for (const rule of rules.parts()) {
          const value = rule.text('Value');
          if (!value?.includes('*')) continue;
          yield {
            on,
            property: `${rule.property}.Value`,
            message: `The ${rule.text('Name') ?? 'filter'} '${value}' has an asterisk.`,
          };
        }
      },
    ),
  },
  {
    id: 'S3-05-twice',
    severity: 'error',
    title: 'A filter of a bucket notification has two prefixes or two suffixes',
    why: 'S3 refuses the notification.',
    remedy: 'Make a notification for each of them.',
    source: FILTERING,
    check: each(
      (app) => notifiedBuckets(app).flatMap(everyNotification),
      function* ({ on, rules }) {
        const names = rules.parts().map((rule) => rule.text('Name')?.toLowerCase());
        const twice = names.find((name, i) => names.indexOf(name) !== i);
        if (twice !== undefined) yield { on, property: rules.property, message: `The filter has more than one ${twice}.` };
      },
    ),
  },
  {
    id: 'S3-06',
    severity: 'error',
    title: 'Two notifications of a bucket are about the same event of the same keys',
    why: 'S3 refuses all notifications of the bucket: it tells of one event to one destination only.',
    remedy:
      'Make the prefixes or the suffixes exclude each other, or send the event to EventBridge or a topic and fan it out there.',
    source: FILTERING,
    also: ['VAL-15'],
    check: each(notifiedBuckets, function* (bucket) {
      const interests: Interest[] = [];
      for (const notification of everyNotification(bucket)) {
        try {
          interests.push(interestOf(notification));
        } catch (error) {
          if (!(error instanceof Undecided)) throw error;
          yield error;
        }
      }
      for (const { earlier, later, event } of overlapsAmong(interests)) {
        const { on, part } = later.notification;
        const other = earlier.notification.on === on ? '' : ` of ${earlier.notification.on.path}`;
        const place = `${earlier.notification.part.property.replace(/^Properties\./, '')}${other}`;
        const message = `${event} of ${keysOf(later)} in ${nameOf(bucket)} meets ${keysOf(earlier)} of ${place}.`;
        yield { on, property: part.property, message };
      }
    }),
  },
  {
    id: 'S3-08',
    severity: 'warning',
    title: 'Two resources set the notifications of one bucket',
    why: 'Each deployment of the one that replaces all notifications takes away those of the other.',
    remedy: 'Set all notifications of the bucket where the bucket is declared, or let EventBridge carry the events.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html',
    also: ['VAL-15'],
    check: each(notifiedBuckets, function* ({ settings }) {
      const owner = settings.find(({ replacesOthers }) => replacesOthers);
      if (owner === undefined) return;
      for (const { on } of settings.filter((setting) => setting !== owner)) {
        const bucket = knownText(on, 'BucketName') ?? on.ref;
        yield { on, message: `It sets notifications of ${bucket}; ${owner.on.path} sets all of them.` };
      }
    }),
  },
];
