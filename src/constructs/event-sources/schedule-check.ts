import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { type Duration, Stack, Token } from 'aws-cdk-lib/core';
import { scheduleFault } from '../../model/schedule-expression';
import { SCHEDULE_EXPRESSION, SCHEDULE_INPUT_BYTES, SCHEDULE_NAME, SCHEDULE_TIME_ZONE } from '../../spec/event-sources/schedule';
import { fitting } from '../check';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { checkDelivery } from './delivery-check';

interface Times {
  readonly schedule: scheduler.ScheduleExpression;
  readonly scheduleName?: string;
  readonly start?: Date;
  readonly end?: Date;
  readonly maxEventAge?: Duration;
  readonly retryAttempts?: number;
}

/** Refuses what Scheduler would refuse (SCH-02 to SCH-04). */
export function checkSchedule(target: lambda.IFunction, props: Times): void {
  const { schedule, scheduleName, start, end } = props;
  if (scheduleName !== undefined) fitting(target, 'scheduleName', scheduleName, SCHEDULE_NAME);
  if (start !== undefined && end !== undefined && start >= end) {
    const message = `start must be before end, but is ${start.toISOString()}, and end ${end.toISOString()}.`;
    throw new ConstructError(target, 'SCHEDULE_TIME_FRAME', message);
  }
  checkDelivery(target, props);
  checkExpression(target, schedule.expressionString);
  if (schedule.timeZone !== undefined) checkTimeZone(target, schedule.timeZone.timezoneName);
}

function checkExpression(target: lambda.IFunction, expression: string): void {
  if (Token.isUnresolved(expression)) return;
  fitting(target, 'schedule', expression, SCHEDULE_EXPRESSION);
  const fault = scheduleFault(expression, 'schedule');
  if (fault !== undefined && fault.is !== 'plural') {
    throw new ConstructError(target, 'SCHEDULE_INVALID', `schedule ${expression}: ${fault.why} (SCH-04).`);
  }
  if (fault?.is === 'plural') warn(target, 'SCHEDULE_PLURAL', `schedule ${expression}: ${fault.why} (SCH-05).`);
}

/** AWS may know zones that this machine does not. */
function checkTimeZone(target: lambda.IFunction, timeZone: string): void {
  if (Token.isUnresolved(timeZone)) return;
  fitting(target, 'timeZone', timeZone, SCHEDULE_TIME_ZONE);
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    warn(target, 'TIME_ZONE_UNKNOWN', `timeZone ${timeZone} is not known here (SCH-03).`);
  }
}

/** For Lambda it must be JSON (SCH-02). */
export function checkInput(target: lambda.IFunction, input: scheduler.ScheduleTargetInput): void {
  // It looks for the stack only, which is that of the schedule.
  const text: unknown = Stack.of(target).resolve(input.bind(target as unknown as scheduler.ISchedule));
  if (typeof text !== 'string') return;
  const bytes = Buffer.byteLength(text);
  if (bytes > SCHEDULE_INPUT_BYTES) {
    const message = `input must have at most ${SCHEDULE_INPUT_BYTES} bytes, but has ${bytes} (SCH-02).`;
    throw new ConstructError(target, 'INPUT_INVALID', message);
  }
  try {
    JSON.parse(text);
  } catch {
    throw new ConstructError(target, 'INPUT_INVALID', `input must be JSON, but is '${text.slice(0, 100)}' (SCH-02).`);
  }
}
