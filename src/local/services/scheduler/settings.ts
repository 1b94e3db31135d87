import type { CreateScheduleInput, Target } from '@aws-sdk/client-scheduler';
import type { ScheduleSettings, ScheduleTarget } from '../../../model/schedule';
import { scheduleFault } from '../../../model/schedule-expression';
import { isTimeZone } from '../../../model/time-zone';
import { SCHEDULE_INPUT_MAX } from '../../../spec/eventbridge';
import { DELIVERY_AGE_SECONDS, DELIVERY_RETRIES, FLEXIBLE_WINDOW_MINUTES } from '../../../spec/push-sources';
import type { AwsError } from '../../engine/aws-error';
import { textBytes } from '../../engine/text';
import type { Instant } from '../../time/clock';
import { validation } from '../eventbridge/refusals';

/** What a client gives, as it is kept. */
export function settingsOf(given: Omit<CreateScheduleInput, 'Name'>): ScheduleSettings {
  const { StartDate, EndDate, ScheduleExpressionTimezone, Description, State, KmsKeyArn, ActionAfterCompletion } = given;
  const { Mode, MaximumWindowInMinutes } = given.FlexibleTimeWindow as NonNullable<typeof given.FlexibleTimeWindow>;
  return {
    ScheduleExpression: given.ScheduleExpression as string,
    FlexibleTimeWindow: {
      Mode: Mode as 'OFF' | 'FLEXIBLE',
      ...(MaximumWindowInMinutes !== undefined && { MaximumWindowInMinutes }),
    },
    Target: targetOf(given.Target as Target),
    ...(StartDate && { StartDate: StartDate.getTime() }),
    ...(EndDate && { EndDate: EndDate.getTime() }),
    ...(ScheduleExpressionTimezone !== undefined && { ScheduleExpressionTimezone }),
    ...(Description !== undefined && { Description }),
    ...(State !== undefined && { State }),
    ...(KmsKeyArn !== undefined && { KmsKeyArn }),
    ...(ActionAfterCompletion !== undefined && { ActionAfterCompletion }),
  };
}

function targetOf(given: Target): ScheduleTarget {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as unknown as ScheduleTarget;
}

/** What Scheduler says to the settings; undefined when it takes them (SCH-03, SCH-04, SCH-05). */
export function settingsFlaw(settings: ScheduleSettings, now: Instant): AwsError | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone: zone, StartDate, EndDate, FlexibleTimeWindow, Target } = settings;
  const fault = scheduleFault(ScheduleExpression, 'schedule');
  if (fault && fault.is !== 'plural') return validation(`Invalid Schedule Expression ${ScheduleExpression}.`);
  if (zone !== undefined && !isTimeZone(zone)) return validation(`Invalid ScheduleExpressionTimezone ${zone}.`);
  if (EndDate !== undefined && EndDate <= now)
    return validation('The EndDate you specify cannot be earlier than the current time.');
  if (StartDate !== undefined && EndDate !== undefined && EndDate <= StartDate) {
    return validation('The EndDate you specify must come after the StartDate.');
  }
  const { Mode, MaximumWindowInMinutes: window } = FlexibleTimeWindow;
  if (Mode === 'FLEXIBLE' && window === undefined) {
    return validation('MaximumWindowInMinutes must be specified when the mode of the flexible time window is FLEXIBLE.');
  }
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = Target.RetryPolicy ?? {};
  const range =
    rangeFlaw(window, 'flexibleTimeWindow.maximumWindowInMinutes', FLEXIBLE_WINDOW_MINUTES) ??
    rangeFlaw(MaximumRetryAttempts, 'target.retryPolicy.maximumRetryAttempts', DELIVERY_RETRIES) ??
    rangeFlaw(MaximumEventAgeInSeconds, 'target.retryPolicy.maximumEventAgeInSeconds', DELIVERY_AGE_SECONDS);
  return range ?? targetFlaw(Target);
}

function targetFlaw({
  Arn,
  Input,
  SqsParameters,
  EventBridgeParameters,
  DeadLetterConfig,
}: ScheduleTarget): AwsError | undefined {
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(Arn)) return validation('Provided Arn is not in correct format.');
  if (Input !== undefined && textBytes(Input).length > SCHEDULE_INPUT_MAX) {
    return validation(`The input of the target has more than ${SCHEDULE_INPUT_MAX} bytes.`);
  }
  if (Arn.includes(':sqs:') && Arn.endsWith('.fifo') && SqsParameters?.MessageGroupId === undefined) {
    return validation('SqsParameters must be specified for a FIFO queue.');
  }
  if (Arn.includes(':event-bus/') && EventBridgeParameters === undefined) {
    return validation('EventBridgeParameters must be specified for an event bus.');
  }
  const dead = DeadLetterConfig?.Arn;
  if (dead === undefined || (dead.includes(':sqs:') && !dead.endsWith('.fifo'))) return undefined;
  return validation('The dead-letter queue of a schedule must be a standard queue.');
}

function rangeFlaw(value: number | undefined, at: string, { min, max }: { readonly min: number; readonly max: number }) {
  if (value === undefined || (value >= min && value <= max)) return undefined;
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return validation(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
