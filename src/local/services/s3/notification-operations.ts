import type {
  Event,
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration,
  NotificationConfigurationFilter,
  PutBucketNotificationConfigurationRequest,
} from '@aws-sdk/client-s3';
import type { NotificationRule } from '../../../model/bucket';
import { NOTIFICATION_EVENTS } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { serviceOf } from '../../engine/delivery';
import type { Call } from '../../engine/service-port';
import { onBucket, type S3Context } from './context';
import { invalidArgument, isError } from './refusals';
import { overlap } from './rules';

/** Whom a bucket tells what. */
export function notificationOperations(context: S3Context) {
  const { store, chance } = context;
  return {
    GetBucketNotificationConfiguration: onBucket<GetBucketNotificationConfigurationRequest, NotificationConfiguration>(
      context,
      ({ notifications: { rules, eventBridge } }) => {
        const of = (to: NotificationRule['to']) => rules.filter((rule) => rule.to === to);
        return {
          TopicConfigurations: of('sns').map((rule) => ({ ...written(rule), TopicArn: rule.targetArn })),
          QueueConfigurations: of('sqs').map((rule) => ({ ...written(rule), QueueArn: rule.targetArn })),
          LambdaFunctionConfigurations: of('lambda').map((rule) => ({ ...written(rule), LambdaFunctionArn: rule.targetArn })),
          ...(eventBridge && { EventBridgeConfiguration: {} }),
        };
      },
    ),

    PutBucketNotificationConfiguration: onBucket<PutBucketNotificationConfigurationRequest, object>(
      context,
      (bucket, { NotificationConfiguration: wanted }, call: Call) => {
        const newId = (place: string) => chance.fork(`${bucket.name} ${call.requestId} ${place}`).uuid();
        const rules = rulesOf(wanted ?? {}, newId);
        if (isError(rules)) return rules;
        const eventBridge = wanted?.EventBridgeConfiguration !== undefined;
        store.change(bucket, { notifications: { rules, eventBridge } });
        context.configured(bucket, rules, call);
        return {};
      },
    ),
  };
}

interface Written {
  readonly Id?: string | undefined;
  readonly Events?: readonly Event[] | undefined;
  readonly Filter?: NotificationConfigurationFilter | undefined;
}

function rulesOf(wanted: NotificationConfiguration, newId: (place: string) => string): readonly NotificationRule[] | AwsError {
  const rules: NotificationRule[] = [];
  const all: readonly (readonly [Written, NotificationRule['to'], string | undefined])[] = [
    ...(wanted.TopicConfigurations ?? []).map((each) => [each, 'sns', each.TopicArn] as const),
    ...(wanted.QueueConfigurations ?? []).map((each) => [each, 'sqs', each.QueueArn] as const),
    ...(wanted.LambdaFunctionConfigurations ?? []).map((each) => [each, 'lambda', each.LambdaFunctionArn] as const),
  ];
  for (const [at, [each, to, targetArn = '']] of all.entries()) {
    const filter = filterOf(each.Filter);
    if (isError(filter)) return filter;
    if (serviceOf(targetArn) !== to) return invalidArgument('The ARN could not be parsed', targetArn, 'null');
    const { Events: events = [] } = each;
    const unknown = events.find((event) => !NOTIFICATION_EVENTS.includes(event));
    if (unknown !== undefined) return awsError('InvalidArgument', 400, 'The event is not supported for notifications');
    rules.push({ id: each.Id ?? newId(String(at)), to, targetArn, events, ...filter });
  }
  if (new Set(rules.map(({ id }) => id)).size < rules.length) {
    return awsError('InvalidArgument', 400, 'Same ID used for multiple configurations. IDs must be unique');
  }
  const ambiguous = overlap(rules);
  return ambiguous === undefined ? rules : awsError('InvalidArgument', 400, ambiguous);
}

/** At most one prefix and one suffix (S3-05). */
function filterOf(filter: NotificationConfigurationFilter | undefined): Pick<NotificationRule, 'prefix' | 'suffix'> | AwsError {
  const found: { prefix?: string; suffix?: string } = {};
  for (const { Name = '', Value = '' } of filter?.Key?.FilterRules ?? []) {
    const name = Name.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      return invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name);
    }
    if (found[name] !== undefined) {
      return invalidArgument(
        'Cannot specify more than one prefix rule in a filter.'.replace('prefix', name),
        'FilterRule.Name',
        Name,
      );
    }
    found[name] = Value;
  }
  return found;
}

function written({ id, events, prefix, suffix }: NotificationRule) {
  const rules = [
    ...(prefix === undefined ? [] : [{ Name: 'Prefix' as const, Value: prefix }]),
    ...(suffix === undefined ? [] : [{ Name: 'Suffix' as const, Value: suffix }]),
  ];
  return {
    Id: id,
    Events: events as Event[],
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules as never } } }),
  };
}
