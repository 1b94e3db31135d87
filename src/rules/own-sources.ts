import type { App } from './app';
import { targetIn } from './call';
import type { Declaration } from './declaration';
import { knownParts, knownText } from './known';
import type { Statement } from './policy-statements';
import { statementsOf } from './role-statements';
import { each, type Rule } from './rule';
import { notifiedBuckets } from './s3-notifications';
import { interestOf } from './s3-overlap';
import { snsCalls } from './sns';
import { isLike } from './wildcards';

const RECURSION = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html';
const WRITES = ['s3:PutObject', 's3:CopyObject'];

/** The statements of the function's role that let it do one of the actions; none when it says that it means to. */
function statementsFor(app: App, fn: Declaration, actions: readonly string[]): readonly Statement[] {
  const role = app.named(knownText(fn, 'Role'), 'AWS::IAM::Role');
  if (role === undefined || knownText(fn, 'RecursiveLoop') === 'Allow') return [];
  return statementsOf(app, role).statements.filter(
    ({ effect, isPlain, actions: patterns }) =>
      effect === 'Allow' && isPlain && patterns.some((pattern) => actions.some((action) => isLike(action, pattern))),
  );
}

export const OWN_SOURCES: readonly Rule[] = [
  {
    id: 'FN-72-bucket',
    severity: 'warning',
    title: 'A function may write to the bucket that invokes it',
    why: 'Each object that it writes invokes it again; Lambda stops such a loop after about 16 rounds and drops the event.',
    remedy:
      'Write to another bucket, or be notified of a prefix that the function does not write to; where the loop is meant, set RecursiveLoop to Allow.',
    source: RECURSION,
    also: ['FN-72'],
    check: each(notifiedBuckets, function* ({ bucket, settings }, app) {
      const arn = bucket?.arn;
      if (bucket === undefined || arn === undefined) return;
      const said = new Set<Declaration>();
      for (const notification of settings.flatMap(({ notifications }) => notifications)) {
        const { on, part } = notification;
        const fn = notification.fn && targetIn(app, on, notification.fn)?.fn;
        if (fn === undefined || said.has(fn)) continue;
        const { events, prefix, suffix } = interestOf(notification);
        if (!events.some((event) => event.startsWith('s3:ObjectCreated:'))) continue;
        const resources = statementsFor(app, fn, WRITES).flatMap((statement) => statement.resources);
        if (!resources.some((resource) => meetsItself(resource, arn, prefix, suffix))) continue;
        said.add(fn);
        yield {
          on,
          property: part.property,
          message: `${fn.path} is invoked by new objects in ${bucket.path}, and its role may write there.`,
        };
      }
    }),
  },
  {
    id: 'FN-72-topic',
    severity: 'warning',
    title: 'A function may publish to the topic that invokes it',
    why: 'Each message that it publishes invokes it again; Lambda stops such a loop after about 16 rounds and drops the event.',
    remedy: 'Publish to another topic; where the loop is meant, set RecursiveLoop to Allow.',
    source: RECURSION,
    also: ['FN-72'],
    check: each(snsCalls, function* ({ on, property, target: { fn }, sources: [topic] }, app) {
      if (topic === undefined || hasFilter(on)) return;
      const resources = statementsFor(app, fn, ['sns:Publish']).flatMap((statement) => statement.resources);
      if (!resources.includes(topic)) return;
      yield { on, property, message: `${fn.path} is subscribed to ${topic}, and its role may publish there.` };
    }),
  },
];

/**
 * Whether objects that may be written meet the filter. A filter is taken as the author's care when the function may write anywhere
 * in the bucket; a statement about everything there is does not speak of this bucket.
 */
function meetsItself(resource: string, bucketArn: string, prefix: string, suffix: string): boolean {
  if (!resource.startsWith(`${bucketArn}/`)) return false;
  const keys = resource.slice(bucketArn.length + 1);
  if (prefix === '' && suffix === '') return true;
  return prefix !== '' && suffix === '' && keys.startsWith(prefix);
}

function hasFilter(subscription: Declaration): boolean {
  return subscription.has('FilterPolicy') || knownParts(subscription, 'Subscription').some((part) => part.has('FilterPolicy'));
}
