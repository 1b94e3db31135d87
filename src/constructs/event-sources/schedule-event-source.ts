import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DEFAULT_SCHEDULE_GROUP } from '../../spec/event-sources/schedule';
import { KEY_ACTIONS_OF_SENDERS } from '../../spec/execution-role';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { Held } from './held';
import { checkInput, checkSchedule } from './schedule-check';
import { mayInvoke, serviceRole } from './service-role';
import { checkDeadLetterQueue } from './source-dead-letters';

export interface ScheduleEventSourceProps {
  /**
   * When: once, at a rate, or as a cron expression, with its time zone.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * What the function gets: JSON of at most 256 KB.
   *
   * @default - An event that Scheduler makes.
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
   */
  readonly input?: scheduler.ScheduleTargetInput;

  /**
   * How much later Scheduler may invoke: up to 1 to 1440 minutes.
   *
   * @default scheduler.TimeWindow.off()
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
   */
  readonly timeWindow?: scheduler.TimeWindow;

  /**
   * The group of the schedule. The role of the schedule is for schedules of this group only.
   *
   * @default - The default group of the account.
   */
  readonly scheduleGroup?: scheduler.IScheduleGroup;

  /**
   * The name of the schedule: 1 to 64 letters, digits, hyphens, underscores and dots.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly scheduleName?: string;

  /**
   * What the schedule is for.
   *
   * @default - Nothing is said.
   */
  readonly description?: string;

  /**
   * Before when nothing is invoked.
   *
   * @default - From now on.
   */
  readonly start?: Date;

  /**
   * After when nothing is invoked.
   *
   * @default - Without an end.
   */
  readonly end?: Date;

  /**
   * Whether the schedule is on.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The key that encrypts the schedule.
   *
   * @default - A key of AWS.
   */
  readonly key?: kms.IKey;

  /**
   * For how long Scheduler tries to hand over an event: whole seconds from 60 to 86,400.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * How often it tries again: a whole number from 0 to 185.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * A standard queue for events that Lambda did not take; the role of the schedule may send there.
   *
   * What fails in the function is up to the function's own `onFailure` or `deadLetterQueue`.
   *
   * @default - Such events are lost.
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

/**
 * A schedule of EventBridge Scheduler.
 *
 * It is made beside the function, with a role of its own that may invoke exactly this function, alias or version, and that only
 * schedules of its group and account can take.
 *
 * ```ts
 * fn.addEventSource(new ScheduleEventSource('Nightly', {
 *   schedule: ScheduleExpression.cron({ hour: '3', minute: '0', timeZone: TimeZone.EUROPE_BERLIN }),
 * }));
 * ```
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
 */
export class ScheduleEventSource implements lambda.IEventSource {
  private readonly made = new Held<scheduler.Schedule>('ScheduleEventSource');

  /**
   * @param id the id of the schedule, below the function: the schedule keeps its place as long as the id stays
   */
  constructor(
    private readonly id: string,
    private readonly props: ScheduleEventSourceProps,
  ) {}

  /** The schedule. Fails before the source is added to a function. */
  public get schedule(): scheduler.Schedule {
    return this.made.get('schedule');
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { id, props } = this;
    const { key, maxEventAge, retryAttempts, deadLetterQueue, input, ...options } = props;
    this.made.checkFree(target);
    checkSchedule(target, props);
    if (input !== undefined) checkInput(target, input);
    checkDeadLetterQueue(target, deadLetterQueue, target.env, 'SCH-03');
    if (target.node.tryFindChild(id) !== undefined) throw new ConstructError(target, 'SOURCE_TWICE', `has '${id}' already.`);

    const hasPolicy = retryAttempts !== undefined || maxEventAge !== undefined;
    const schedule = new scheduler.Schedule(target as unknown as Construct, id, {
      ...options,
      target: {
        bind: (each) => ({
          arn: target.functionArn,
          role: this.role(each as scheduler.Schedule, target),
          input,
          retryPolicy: hasPolicy
            ? { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: maxEventAge?.toSeconds() }
            : undefined,
          deadLetterConfig: deadLetterQueue && { arn: deadLetterQueue.queueArn },
        }),
      },
    });
    // With the key of aws-cdk-lib, releases of it differ in what the role may do.
    if (key !== undefined) (schedule.node.defaultChild as scheduler.CfnSchedule).kmsKeyArn = key.keyArn;
    if (retryAttempts === 0 && deadLetterQueue === undefined) {
      warn(schedule, 'DELIVERY_WITHOUT_RETRY', 'retryAttempts is 0, and there is no deadLetterQueue (SCH-03).');
    }
    this.made.set(schedule);
  }

  private role(schedule: scheduler.Schedule, target: lambda.IFunction): iam.IRole {
    const { key, scheduleGroup, deadLetterQueue: queue } = this.props;
    const group = scheduleGroup?.scheduleGroupArn ?? groupArn(schedule);
    const role = serviceRole(schedule, 'Role', 'scheduler.amazonaws.com', group);
    const allow = (actions: readonly string[], resource: string) =>
      role.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [resource] }));
    role.addToPolicy(mayInvoke(target));
    if (key) allow(['kms:Decrypt'], key.keyArn);
    if (queue) allow(['sqs:SendMessage'], queue.queueArn);
    if (queue?.encryptionMasterKey) allow(KEY_ACTIONS_OF_SENDERS, queue.encryptionMasterKey.keyArn);
    return role;
  }
}

function groupArn(schedule: Construct): string {
  const resourceName = DEFAULT_SCHEDULE_GROUP;
  return Stack.of(schedule).formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName });
}
