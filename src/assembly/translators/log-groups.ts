import type { Application } from '../../model/application';
import type { LogGroup, LogStream } from '../../model/log-group';
import { defined } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation, translated } from './draft';

type Logs = Pick<Application, 'logGroups' | 'logStreams'>;

/** CloudWatch Logs as the app declares it; kinds of which the app has none are left out. */
export function logsOf(of: (type: string) => readonly Resource[], context: Translation): Logs {
  const each = <T>(type: string, translate: (resource: Resource, context: Translation) => T | undefined) =>
    of(type).flatMap((resource) => translate(resource, context) ?? []);
  const found = {
    logGroups: [...each('AWS::Logs::LogGroup', translateLogGroup), ...each('Custom::LogRetention', translateLogRetention)],
    logStreams: each('AWS::Logs::LogStream', translateLogStream),
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

function retentionOf(resource: Resource, context: Translation): number | undefined {
  return optional(resource, context, 'RetentionInDays', () => resource.number('RetentionInDays'));
}
