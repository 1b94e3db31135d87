import type { Schedule, ScheduleGroup, ScheduleSettings, ScheduleTarget } from '../../model/schedule';
import { defined, isObject, member } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';
import { optional, type Translation, translated } from './draft';
import { isSentTo, numberOf, textArnOf } from './event-bus';

export function translateScheduleGroup(resource: Resource, context: Translation): ScheduleGroup | undefined {
  const { address, region, account } = resource;
  return translated(resource, context, () => ({
    ...{ address, region, account, name: refOf(resource.type, resource) },
    arn: String(attributeOf(resource.type, resource, 'Arn')),
  }));
}

export function translateSchedule(resource: Resource, context: Translation): Schedule | undefined {
  if (!resource.has('Target') || !resource.has('ScheduleExpression')) {
    context.report.leaveOut(resource, 'It does not say what is due when: ScheduleExpression and Target are needed.');
    return undefined;
  }
  const { address, region, account } = resource;
  const schedule = translated(resource, context, () => ({
    ...{ address, region, account, name: refOf(resource.type, resource) },
    arn: String(attributeOf(resource.type, resource, 'Arn')),
    group: resource.text('GroupName') ?? 'default',
    settings: settingsOf(resource, context),
  }));
  const to = schedule?.settings.Target.Arn;
  if (to !== undefined && !isSentTo(to)) {
    context.report.leaveOut(resource, `Nothing is sent to its target ${to}; what that would have received is in the journal.`);
  }
  return schedule;
}

function settingsOf(resource: Resource, context: Translation): ScheduleSettings {
  const target = resource.value('Target');
  if (!isObject(target)) throw new Unresolved('PROPERTY_INVALID', 'Target is missing');
  textArnOf(target, 'Target');
  const retry = member(target, 'RetryPolicy');
  return defined({
    ScheduleExpression: resource.required('ScheduleExpression'),
    ScheduleExpressionTimezone: resource.text('ScheduleExpressionTimezone'),
    StartDate: instantOf(resource, 'StartDate'),
    EndDate: instantOf(resource, 'EndDate'),
    Description: optional(resource, context, 'Description', () => resource.text('Description')),
    State: resource.oneOf(['ENABLED', 'DISABLED'], 'State'),
    FlexibleTimeWindow: defined({
      Mode: resource.oneOf(['OFF', 'FLEXIBLE'], 'FlexibleTimeWindow', 'Mode') ?? 'OFF',
      MaximumWindowInMinutes: resource.number('FlexibleTimeWindow', 'MaximumWindowInMinutes'),
    }),
    ActionAfterCompletion: resource.oneOf(['NONE', 'DELETE'], 'ActionAfterCompletion'),
    Target: {
      ...(target as unknown as ScheduleTarget),
      ...(isObject(retry) && {
        RetryPolicy: defined({
          MaximumRetryAttempts: numberOf(member(retry, 'MaximumRetryAttempts')),
          MaximumEventAgeInSeconds: numberOf(member(retry, 'MaximumEventAgeInSeconds')),
        }),
      }),
    },
  });
}

function instantOf(resource: Resource, property: string): number | undefined {
  const text = resource.text(property);
  if (text === undefined) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Unresolved('PROPERTY_INVALID', `${property} must be a time, not ${text}`);
  return instant;
}
