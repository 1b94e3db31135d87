import type { Application } from '../../model/application';
import type { LogDistribution, LogGroup, LogStream, LogSubscription } from '../../model/log-group';
import { defined, shown } from '../json';
import type { Resource } from '../resource';
import { attempt } from '../unresolved';
import { optional, type Translation, targetOf, translated } from './draft';

type Logs = Pick<Application, 'logGroups' | 'logStreams' | 'logSubscriptions'>;

/** What log events are really sent to here. */
const SENT_TO = ['lambda', 'kinesis'];
const DISTRIBUTIONS: readonly LogDistribution[] = ['ByLogStream', 'Random'];
/** What changes which events are sent, and what they have in them. */
const NOT_EMULATED = ['ApplyOnTransformedLogs', 'EmitSystemFields', 'FieldSelectionCriteria'];

/** CloudWatch Logs as the app declares it; kinds of which the app has none are left out. */
export function logsOf(of: (type: string) => readonly Resource[], context: Translation): Logs {
  const each = <T>(type: string, translate: (resource: Resource, context: Translation) => T | undefined) =>
    of(type).flatMap((resource) => translate(resource, context) ?? []);
  const found = {
    logGroups: [...each('AWS::Logs::LogGroup', translateLogGroup), ...each('Custom::LogRetention', translateLogRetention)],
    logStreams: each('AWS::Logs::LogStream', translateLogStream),
    logSubscriptions: each('AWS::Logs::SubscriptionFilter', translateSubscription),
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

function translateLogGroup(resource: Resource, context: Translation): LogGroup | undefined {
  const name = translated(resource, context, () => resource.named('LogGroupName', 512));
  if (name === undefined) return undefined;
  const { address, account, region } = resource;
  return defined({
    ...{ address, name, account, region },
    retentionDays: retentionOf(resource, context),
    logGroupClass: optional(resource, context, 'LogGroupClass', () => resource.text('LogGroupClass')),
  });
}

/** The CDK's own: a group that is made where it is not there, as of a function with `logRetention`. */
function translateLogRetention(resource: Resource, context: Translation): LogGroup | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.required('LogGroupName'),
    region: resource.text('LogGroupRegion') ?? resource.region,
  }));
  if (essentials === undefined) return undefined;
  const { address, account } = resource;
  return defined({ address, account, ...essentials, retentionDays: retentionOf(resource, context) });
}

function translateLogStream(resource: Resource, context: Translation): LogStream | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.named('LogStreamName', 512),
    group: resource.required('LogGroupName'),
  }));
  if (essentials === undefined) return undefined;
  const { address, account, region } = resource;
  return { address, account, region, ...essentials };
}

function translateSubscription(resource: Resource, context: Translation): LogSubscription | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.named('FilterName', 512),
    group: resource.required('LogGroupName'),
    pattern: resource.text('FilterPattern') ?? '',
    destinationArn: resource.required('DestinationArn'),
  }));
  if (essentials === undefined) return undefined;
  const { destinationArn } = essentials;
  const service = destinationArn.split(':')[2] ?? '';
  if (service === 'lambda' && targetOf(resource, 'DestinationArn', context) === undefined) return undefined;
  if (!SENT_TO.includes(service)) {
    const why = `Log events are not sent to ${service} here; what ${destinationArn} would have received is in the journal.`;
    context.report.leaveOut(resource, why);
  }
  for (const property of NOT_EMULATED) {
    const value = resource.has(property) ? attempt(() => resource.value(property)).value : undefined;
    if (value === undefined || value === false) continue;
    context.report.find('PROPERTY_NOT_EMULATED', resource.address.path, `${property} ${shown(value)} is not emulated.`);
  }
  const { address, account, region } = resource;
  return defined({
    ...{ address, account, region, ...essentials },
    roleArn: optional(resource, context, 'RoleArn', () => resource.text('RoleArn')),
    distribution: optional(resource, context, 'Distribution', () => resource.oneOf(DISTRIBUTIONS, 'Distribution')),
  });
}

function retentionOf(resource: Resource, context: Translation): number | undefined {
  return optional(resource, context, 'RetentionInDays', () => resource.number('RetentionInDays'));
}
