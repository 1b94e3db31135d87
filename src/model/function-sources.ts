import { apiDoorsOf } from './api-doors';
import { apiSources, edgeSources, type SourceOf } from './api-sources';
import type { Application } from './application';
import type { FunctionSource, FunctionSources } from './function-source';
import { unqualifiedArn } from './lambda-uri';
import { logGroupArn } from './log-group';
import { mappingSource } from './mapping-source';

/** What sets off each function of the app: what does so here first, then what does so on AWS only. */
export function functionSourcesOf(application: Application): FunctionSources {
  const own = new Map<string, FunctionSource[]>(application.functions.map(({ arn }) => [arn, []]));
  for (const [arn, source] of allOf(application)) {
    const unqualified = unqualifiedArn(arn);
    const qualifier = arn.slice(unqualified.length + 1);
    own.get(unqualified)?.push(qualifier === '' || qualifier === '$LATEST' ? source : { ...source, qualifier });
  }
  for (const sources of own.values()) sources.sort((one, other) => Number('why' in one) - Number('why' in other));
  return own;
}

function allOf(application: Application): readonly SourceOf[] {
  return [
    ...apiSources(apiDoorsOf(application)),
    ...edgeSources(application.distributions ?? []),
    ...urlSources(application),
    ...mappingSources(application),
    ...messageSources(application),
    ...ruleSources(application),
    ...logSources(application),
    ...destinationSources(application),
    ...(application.callsNotMade ?? []).map(
      ({ functionArn, address, kind, type, why }): SourceOf => [
        functionArn,
        { kind, source: address.path, how: kind === 'other' ? [type] : [], why },
      ],
    ),
  ];
}

function urlSources({ functions }: Application): readonly SourceOf[] {
  return functions.flatMap(({ arn, urls }) =>
    urls.map(({ address, qualifier, authType, invokeMode }): SourceOf => {
      const how = [authType === 'NONE' ? 'public' : 'IAM', ...(invokeMode === 'RESPONSE_STREAM' ? ['streamed'] : [])];
      const target = qualifier === undefined ? arn : `${arn}:${qualifier}`;
      return [target, { kind: 'functionUrl', source: address.path, how }];
    }),
  );
}

function mappingSources(application: Application): readonly SourceOf[] {
  const { mappings = [], unsupported } = application;
  const paths = pathsByArn(application);
  const whys = new Map(unsupported.map(({ address, why }) => [address.path, why]));
  return mappings.map((mapping) => [
    mapping.functionArn,
    mappingSource(mapping, (arn) => paths.get(arn) ?? arn, whys.get(mapping.address.path)),
  ]);
}

function messageSources({ subscriptions = [], topics = [], buckets = [] }: Application): readonly SourceOf[] {
  const paths = new Map(topics.map(({ arn, address }) => [arn, address.path]));
  return [
    ...subscriptions
      .filter(({ protocol }) => protocol === 'lambda')
      .map(({ endpoint, topicArn, attributes }): SourceOf => {
        const how = attributes.FilterPolicy === undefined ? [] : [`filter ${attributes.FilterPolicy}`];
        return [endpoint, { kind: 'topic', source: paths.get(topicArn) ?? topicArn, how }];
      }),
    ...buckets.flatMap(({ address, notifications }) =>
      notifications.rules
        .filter(({ to }) => to === 'lambda')
        .map(({ targetArn, events, prefix, suffix }): SourceOf => {
          const keys = prefix || suffix ? [`${prefix ?? ''}*${suffix ?? ''}`] : [];
          return [targetArn, { kind: 'bucket', source: address.path, how: [...events, ...keys] }];
        }),
    ),
  ];
}

/** Rules of event buses, by the clock or by events, and schedules. */
function ruleSources({ rules = [], schedules = [], buses = [] }: Application): readonly SourceOf[] {
  const paths = new Map(buses.map(({ name, address }) => [name, address.path]));
  return [
    ...rules.flatMap(({ address, targets, schedule, pattern, busName, enabled }) => {
      const how = [
        ...(schedule === undefined ? [] : [schedule]),
        ...(pattern === undefined ? [] : [pattern]),
        ...(busName === 'default' ? [] : [`on ${paths.get(busName) ?? busName}`]),
      ];
      return targets.map(({ Arn }): SourceOf => {
        return [Arn, { kind: 'rule', source: address.path, how, ...(!enabled && { disabled: true }) }];
      });
    }),
    ...schedules.map(({ address, settings }): SourceOf => {
      const { ScheduleExpression, ScheduleExpressionTimezone: zone, State, Target } = settings;
      const how = [ScheduleExpression, ...(zone === undefined || zone === 'UTC' ? [] : [zone])];
      return [Target.Arn, { kind: 'schedule', source: address.path, how, ...(State === 'DISABLED' && { disabled: true }) }];
    }),
  ];
}

/** What is written to log groups. */
function logSources({ logSubscriptions = [], logGroups = [] }: Application): readonly SourceOf[] {
  const keyOf = (account: string, region: string, name: string) => `${account} ${region} ${name}`;
  const paths = new Map(logGroups.map(({ account, region, name, address }) => [keyOf(account, region, name), address.path]));
  return logSubscriptions.map(({ account, region, group, pattern, destinationArn }) => [
    destinationArn,
    {
      kind: 'logFilter',
      source: paths.get(keyOf(account, region, group)) ?? logGroupArn({ account, region }, group),
      how: pattern === '' ? [] : [`filter ${pattern}`],
    },
  ]);
}

/** Functions that are told how asynchronous events of others have ended. */
function destinationSources({ functions }: Application): readonly SourceOf[] {
  return functions.flatMap(({ address, asyncConfigurations }) =>
    asyncConfigurations.flatMap(({ qualifier, onSuccessArn, onFailureArn }) => {
      const whose = qualifier === '$LATEST' ? address.path : `${address.path}:${qualifier}`;
      const told = (arn: string | undefined, when: string): readonly SourceOf[] =>
        arn === undefined ? [] : [[arn, { kind: 'function', source: whose, how: [when] }]];
      return [...told(onSuccessArn, 'on success'), ...told(onFailureArn, 'on failure')];
    }),
  );
}

/** Construct paths of what mappings read. */
function pathsByArn({ queues = [], streams = [], streamConsumers = [], tables = [] }: Application): ReadonlyMap<string, string> {
  return new Map([
    ...[...queues, ...streams, ...streamConsumers].map(({ arn, address }) => [arn, address.path] as const),
    ...tables.map(({ streamArn, address }) => [streamArn ?? '', address.path] as const),
  ]);
}
