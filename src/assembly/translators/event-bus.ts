import type { EventBus, EventRule, RuleTarget } from '../../model/event-bus';
import { defined, isList, isObject, type Json, member, numberFrom } from '../json';
import { type Resource, wrongKind } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { optional, type Translation, translated } from './draft';

export function translateEventBus(resource: Resource, context: Translation): EventBus | undefined {
  const essentials = translated(resource, context, () => ({
    name: refOf(resource.type, resource),
    arn: String(attributeOf(resource.type, resource, 'Arn')),
  }));
  if (essentials === undefined) return undefined;
  const { address, region, account } = resource;
  const description = optional(resource, context, 'Description', () => resource.text('Description'));
  return defined({ address, region, account, ...essentials, description });
}

export function translateRule(resource: Resource, context: Translation): EventRule | undefined {
  const essentials = translated(resource, context, () => ({
    name: String(attributeOf(resource.type, resource, 'RuleName')),
    arn: String(attributeOf(resource.type, resource, 'Arn')),
    busName: resource.text('EventBusName')?.replace(/^.*:event-bus\//, '') ?? 'default',
    pattern: documentOf(resource.value('EventPattern')),
    schedule: resource.text('ScheduleExpression') || undefined,
    enabled: resource.text('State') !== 'DISABLED',
    targets: targetsOf(resource.value('Targets')),
  }));
  if (essentials === undefined) return undefined;
  const elsewhere = essentials.targets.flatMap(({ Arn }) => (isSentTo(Arn) ? [] : [Arn]));
  if (elsewhere.length > 0) {
    const [targets, those] = elsewhere.length === 1 ? ['target', 'that'] : ['targets', 'those'];
    context.report.leaveOut(
      resource,
      `Nothing is sent to its ${targets} ${elsewhere.join(', ')}; what ${those} would have received is in the journal.`,
    );
  }
  const { address, region, account } = resource;
  const description = optional(resource, context, 'Description', () => resource.text('Description'));
  return defined({ address, region, account, ...essentials, description });
}

/** Whether something here takes what is sent to this ARN. */
export function isSentTo(arn: string): boolean {
  return /^arn:[^:]+:(lambda|sqs|sns|logs|kinesis):|^arn:[^:]+:events:[^:]*:[^:]*:event-bus\//.test(arn);
}

/** The address that a target says; throws when it is no text. */
export function textArnOf(target: Json, property: string): string {
  const arn = member(target, 'Arn');
  if (typeof arn !== 'string') throw wrongKind([property, 'Arn'], arn, 'text');
  return arn;
}

/** JSON text. */
function documentOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function targetsOf(value: Json | undefined): readonly RuleTarget[] {
  if (!isList(value)) return [];
  return value.filter(isObject).map((target) => {
    textArnOf(target, 'Targets');
    const attempts = numberOf(member(member(target, 'RetryPolicy'), 'MaximumRetryAttempts'));
    const age = numberOf(member(member(target, 'RetryPolicy'), 'MaximumEventAgeInSeconds'));
    return {
      ...target,
      ...(isObject(member(target, 'RetryPolicy')) && {
        RetryPolicy: defined({ MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: age }),
      }),
    } as unknown as RuleTarget;
  });
}

/** Templates may write numbers as text. */
export function numberOf(value: Json | undefined): number | undefined {
  return value === undefined || value === null || value === '' ? undefined : numberFrom(value);
}
