import { nextTime, timingOf } from '../../../model/schedule-times';
import { serviceOf } from '../../engine/delivery';
import type { Parcel } from '../../engine/outlet';
import type { Turn } from '../../engine/turns';
import type { Alarm, Clock, Instant } from '../../time/clock';
import { secondsOf } from '../eventbridge/event';
import { deadLetterAttributes } from '../eventbridge/router';
import { type Courier, type Failure, Unsendable } from '../handover/courier';
import { deliveryRetry } from '../handover/retry';
import type { Timetable } from '../handover/timetable';
import type { TurnFor } from '../handover/turn-for';
import type { HeldSchedule } from './store';

export interface PlannerPorts {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly turnFor: TurnFor;
}

const MINUTE_MS = 60_000;

/** Sets schedules off when they are due, within their window, and removes those that are to be removed when they are through. */
export class Planner {
  /** Of schedules that are due, until their place in the window comes. */
  private readonly delayed = new Map<string, Set<Alarm>>();

  constructor(private readonly ports: PlannerPorts) {}

  /** From now on the schedule is due when it says so; a rate without a start begins at once (SCH-04). */
  plan(schedule: HeldSchedule): void {
    const { timetable, clock } = this.ports;
    this.cancel(schedule);
    const { State, StartDate, ScheduleExpression } = schedule.settings;
    if (State === 'DISABLED') return;
    const now = clock.now();
    const anchor = StartDate ?? now;
    const isCron = ScheduleExpression.startsWith('cron');
    // The start is a time like any other, and so is the present, but for what recurs by the calendar.
    const from = anchor > now ? anchor - 1 : isCron ? now : now - 1;
    const next = (after: Instant) => this.next(schedule, after, anchor);
    timetable.set(schedule.arn, next, (at) => this.due(schedule, at, next(at) === undefined), from);
  }

  cancel({ arn }: HeldSchedule): void {
    this.ports.timetable.cancel(arn);
    for (const alarm of this.delayed.get(arn) ?? []) alarm.cancel();
    this.delayed.delete(arn);
  }

  stop(): void {
    for (const alarms of this.delayed.values()) for (const alarm of alarms) alarm.cancel();
    this.delayed.clear();
  }

  private next({ settings }: HeldSchedule, after: Instant, anchor: Instant): Instant | undefined {
    const { ScheduleExpression, ScheduleExpressionTimezone, EndDate } = settings;
    const at = nextTime(timingOf(ScheduleExpression, ScheduleExpressionTimezone), after, anchor);
    return at === undefined || (EndDate !== undefined && at > EndDate) ? undefined : at;
  }

  private due(schedule: HeldSchedule, at: Instant, isLast: boolean): void {
    const { Mode, MaximumWindowInMinutes: window = 0 } = schedule.settings.FlexibleTimeWindow;
    const turn = this.ports.turnFor(undefined, schedule.arn);
    const delay = Mode === 'FLEXIBLE' ? Math.floor(turn.chance.fraction() * window * MINUTE_MS) : 0;
    if (delay === 0) {
      void this.fire(schedule, at, turn, isLast);
      return;
    }
    turn.end();
    const alarms = this.delayed.get(schedule.arn) ?? new Set();
    this.delayed.set(schedule.arn, alarms);
    const alarm = this.ports.clock.wakeAt(at + delay, () => {
      alarms.delete(alarm);
      void this.fire(schedule, at, this.ports.turnFor(undefined, schedule.arn), isLast);
    });
    alarms.add(alarm);
  }

  private async fire(schedule: HeldSchedule, at: Instant, turn: Turn, isLast: boolean): Promise<void> {
    const { settings, arn, name, group } = schedule;
    try {
      const executionId = turn.chance.hex(16);
      turn.append({ kind: 'schedule.due', schedule: arn, executionId, scheduledFor: at });
      await this.send(schedule, at, turn, executionId);
    } finally {
      turn.end();
      if (isLast && settings.ActionAfterCompletion === 'DELETE' && group.schedules.get(name) === schedule) {
        this.cancel(schedule);
        group.schedules.delete(name);
      }
    }
  }

  private async send(schedule: HeldSchedule, at: Instant, turn: Turn, first: string): Promise<void> {
    const { arn, settings, group } = schedule;
    const { Target: target } = settings;
    const sender = { principal: 'scheduler.amazonaws.com', arn, account: group.place.account, hasRole: true };
    const executionOf = (attempt: number) => (attempt === 1 ? first : turn.chance.fork(`attempt ${attempt}`).hex(16));
    const bodyOf = (attempt: number) =>
      target.Input === undefined
        ? defaultInput(schedule, at, executionOf(attempt))
        : filled(target.Input, {
            ...{ 'schedule-arn': arn, 'scheduled-time': secondsOf(at) },
            ...{ 'execution-id': executionOf(attempt), 'attempt-number': String(attempt) },
          });
    const parameters = target.EventBridgeParameters;
    const messageGroup = target.SqsParameters?.MessageGroupId ?? target.KinesisParameters?.PartitionKey;
    const deadLetterArn = target.DeadLetterConfig?.Arn;
    const parcel = (attempt: number): Parcel => {
      const body = bodyOf(attempt);
      const service = serviceOf(target.Arn);
      if ((service === 'lambda' || service === 'events') && !isJson(body)) {
        throw new Unsendable(target.Arn, `The input of the schedule is no JSON: ${body.slice(0, 200)}`);
      }
      return {
        ...{ targetArn: target.Arn, body, sender },
        ...(messageGroup !== undefined && { groupId: messageGroup, deduplicationId: executionOf(attempt) }),
        ...(parameters && { source: parameters.Source, detailType: parameters.DetailType, resources: [arn] }),
      };
    };
    await this.ports.courier.send(
      {
        ...{ from: arn, by: arn, id: first, parcel, retry: deliveryRetry(target.RetryPolicy) },
        ...(deadLetterArn !== undefined && {
          deadLetter: (failure: Failure) => ({
            ...{ targetArn: deadLetterArn, body: failure.body ?? bodyOf(1 + failure.retries), sender },
            attributes: deadLetterAttributes(
              {
                ...{ SCHEDULE_ARN: arn, TARGET_ARN: target.Arn, SCHEDULED_TIME: secondsOf(at) },
                ...{ EXECUTION_ID: executionOf(1 + failure.retries), IS_PAYLOAD_TRUNCATED: 'false' },
              },
              failure,
            ),
          }),
        }),
      },
      turn,
    );
  }
}

/** What a target gets of a schedule without an input; its shape is not documented. */
function defaultInput({ arn, group }: HeldSchedule, at: Instant, id: string): string {
  return JSON.stringify({
    ...{ version: '0', id, 'detail-type': 'Scheduled Event', source: 'aws.scheduler', account: group.place.account },
    ...{ time: secondsOf(at), region: group.place.region, resources: [arn], detail: '{}' },
  });
}

/** SCH-02. */
function filled(input: string, values: Readonly<Record<string, string>>): string {
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (written, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : written,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
