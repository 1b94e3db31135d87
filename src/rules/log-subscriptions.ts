import { defaultLogGroup } from '../spec/function-defaults';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION, partitionOf } from '../spec/pseudo-parameters';
import { FILTERS_PER_LOG_GROUP } from '../spec/push-sources';
import type { App } from './app';
import { callTo, collected, targetIn } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownText } from './known';
import { each, type Rule } from './rule';

const FILTER = 'AWS::Logs::SubscriptionFilter';
const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs';

export const logCalls = collected('log', function* (app) {
  for (const filter of app.ofType(FILTER)) {
    const group = knownText(filter, 'LogGroupName');
    const { account = PLACEHOLDER_ACCOUNT, region = PLACEHOLDER_REGION } = filter;
    const arn = group && `arn:${partitionOf(region).id}:logs:${region}:${account}:log-group:${group}`;
    const call = callTo(app, filter, filter.part('DestinationArn'), 'logs', arn ? [`${arn}:*`, arn] : []);
    if (call !== undefined) yield call;
  }
});

/** The filters of every log group that is known. */
function filtersByGroup(app: App): Iterable<readonly [string, readonly Declaration[]]> {
  const groups = new Map<string, Declaration[]>();
  for (const filter of app.ofType(FILTER)) {
    const name = knownText(filter, 'LogGroupName');
    if (name === undefined) continue;
    // One that is for any environment may end up elsewhere than all others.
    const key = `${filter.account ?? filter.address.stack} ${filter.region ?? filter.address.stack} ${name}`;
    const others = groups.get(key);
    if (others === undefined) groups.set(key, [filter]);
    else others.push(filter);
  }
  return groups;
}

export const LOG_SUBSCRIPTIONS: readonly Rule[] = [
  permissionRule({
    id: 'LOG-02',
    title: 'A log group may not invoke the function that is subscribed to it',
    why: 'CloudWatch Logs tests the permission when the filter is created, and refuses it: the deployment fails.',
    source: `${GUIDE}/SubscriptionFilters.html`,
    calls: logCalls,
  }),
  {
    id: 'LOG-02-account',
    severity: 'error',
    title: 'A log group of one account is subscribed to a function of another',
    why: 'CloudWatch Logs refuses the filter.',
    remedy:
      'Put the function into the account of the log group, or subscribe a destination (AWS::Logs::Destination) of the other account.',
    source: `${GUIDE}/CrossAccountSubscriptions.html`,
    check: each(FILTER, function* (filter, app) {
      const fn = targetIn(app, filter, filter.part('DestinationArn'))?.fn;
      if (fn?.account === undefined || filter.account === undefined || fn.account === filter.account) return;
      const message = `The log group is in ${filter.account}, ${fn.path} is in ${fn.account}.`;
      yield { on: filter, property: 'Properties.DestinationArn', message };
    }),
  },
  {
    id: 'LOG-03',
    severity: 'error',
    title: 'A log group has too many subscription filters',
    why: 'CloudWatch Logs refuses the third one: the deployment fails.',
    remedy: 'Let one function or stream receive the events and hand them on.',
    source: `${GUIDE}/cloudwatch_limits_cwl.html`,
    also: ['VAL-17'],
    check: each(filtersByGroup, function* ([, filters]) {
      for (const on of filters.slice(FILTERS_PER_LOG_GROUP)) {
        const others = filters.filter((filter) => filter !== on).map(({ path }) => path);
        const name = knownText(on, 'LogGroupName');
        const message = `The log group ${name} has ${filters.length} filters, ${FILTERS_PER_LOG_GROUP} can be; the others are ${others.join(', ')}.`;
        const isInOne = filters.every(({ address }) => address.stack === on.address.stack);
        yield { on, property: 'Properties.LogGroupName', message, ...(isInOne && { seenByCdk: 'E2529' }) };
      }
    }),
  },
  {
    id: 'LOG-06',
    severity: 'error',
    title: 'A function is subscribed to the log group that it writes to',
    why: 'Each invocation writes log events, which are the cause of the next: a loop without an end.',
    remedy: 'Give the function a log group of its own that has no filter.',
    source: `${GUIDE}/SubscriptionFilters.html`,
    also: ['VAL-17'],
    check: each(FILTER, function* (filter, app) {
      const fn = targetIn(app, filter, filter.part('DestinationArn'))?.fn;
      if (fn?.ref === undefined) return;
      const own = fn.text('LoggingConfig', 'LogGroup') ?? defaultLogGroup(fn.ref);
      const group = filter.text('LogGroupName');
      if (group !== own) return;
      yield {
        on: filter,
        property: 'Properties.LogGroupName',
        message: `${fn.path} writes to ${group} and is invoked by what is written there.`,
      };
    }),
  },
];
