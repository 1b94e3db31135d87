import { scheduleFault } from '../model/schedule-expression';
import { DELIVERY_AGE_SECONDS, DELIVERY_RETRIES, FLEXIBLE_WINDOW_MINUTES } from '../spec/push-sources';
import type { App } from './app';
import { targetIn } from './call';
import type { Declaration } from './declaration';
import { deadLetterFaults, isJson } from './event-delivery';
import { type RoleCall, roleCall, roleRule } from './role-rules';
import { each, type Rule } from './rule';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const GUIDE = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide';
const API = 'https://docs.aws.amazon.com/scheduler/latest/APIReference';

function* scheduleCalls(app: App): Generator<RoleCall> {
  for (const on of app.ofType(SCHEDULE)) {
    const call = roleCall(app, on, on.part('Target', 'Arn'), on.part('Target', 'RoleArn'), 'scheduler');
    if (call !== undefined) yield call;
  }
}

function fault(on: Declaration) {
  const schedule = on.text('ScheduleExpression');
  const found = schedule === undefined ? undefined : scheduleFault(schedule, 'schedule');
  return found && { is: found.is, message: `${schedule}: ${found.why}.` };
}

export const SCHEDULES: readonly Rule[] = [
  roleRule({
    id: 'SCH-01',
    title: 'The role of a schedule does not let it invoke its function',
    why: 'Each time that the schedule is due, the call fails.',
    source: `${GUIDE}/setting-up.html`,
    calls: scheduleCalls,
  }),
  {
    id: 'SCH-02',
    severity: 'error',
    title: 'The input of a schedule is no JSON',
    why: 'The Scheduler refuses the schedule.',
    remedy: 'Write JSON; a text stands in quotes.',
    source: `${API}/API_Target.html`,
    check: each(SCHEDULE, function* (on, app) {
      if (targetIn(app, on, on.part('Target', 'Arn')) === undefined) return;
      const input = on.text('Target', 'Input');
      if (input === undefined || isJson(input)) return;
      yield { on, property: 'Properties.Target.Input', message: `The input ${input.slice(0, 60)} is no JSON.` };
    }),
  },
  {
    id: 'SCH-03',
    severity: 'error',
    title: 'The flexible time window of a schedule is not one',
    why: 'The Scheduler refuses the schedule.',
    remedy: `Give the mode FLEXIBLE a window of ${FLEXIBLE_WINDOW_MINUTES.min} to ${FLEXIBLE_WINDOW_MINUTES.max} minutes, and the mode OFF none.`,
    source: `${API}/API_FlexibleTimeWindow.html`,
    also: ['VAL-27'],
    check: each(SCHEDULE, function* (on) {
      const mode = on.text('FlexibleTimeWindow', 'Mode');
      const minutes = on.number('FlexibleTimeWindow', 'MaximumWindowInMinutes');
      const { min, max } = FLEXIBLE_WINDOW_MINUTES;
      const isRight = mode === 'OFF' ? minutes === undefined : minutes !== undefined && minutes >= min && minutes <= max;
      if (mode === undefined || isRight) return;
      const message = `The mode is ${mode}, the window ${minutes === undefined ? 'is missing' : `has ${minutes} minutes`}.`;
      const isSeen = minutes !== undefined && mode !== 'OFF';
      yield { on, property: 'Properties.FlexibleTimeWindow', message, ...(isSeen && { seenByCdk: 'F3034' }) };
    }),
  },
  {
    id: 'SCH-03-retry',
    severity: 'error',
    title: 'A schedule tries again more often or for longer than it can',
    why: 'The Scheduler refuses the schedule.',
    remedy: 'Try 0 to 185 times, for 60 to 86400 seconds.',
    source: `${API}/API_RetryPolicy.html`,
    also: ['VAL-27'],
    check: each(SCHEDULE, function* (on) {
      const ranges = { MaximumRetryAttempts: DELIVERY_RETRIES, MaximumEventAgeInSeconds: DELIVERY_AGE_SECONDS };
      for (const [name, { min, max }] of Object.entries(ranges)) {
        const value = on.number('Target', 'RetryPolicy', name);
        if (value === undefined || (value >= min && value <= max)) continue;
        const property = `Properties.Target.RetryPolicy.${name}`;
        yield { on, property, message: `${name} is ${value}, it can be ${min} to ${max}.`, seenByCdk: 'F3034' };
      }
    }),
  },
  {
    id: 'SCH-03-dlq',
    severity: 'error',
    title: 'The dead-letter queue of a schedule is one that the Scheduler cannot use',
    why: 'The Scheduler refuses the schedule, or loses the calls that it could not make.',
    remedy: 'Name a standard queue of the same Region.',
    source: `${GUIDE}/configuring-schedule-dlq.html`,
    check: each(SCHEDULE, function* (on, app) {
      yield* deadLetterFaults(on, on.part('Target'), app);
    }),
  },
  {
    id: 'SCH-04',
    severity: 'error',
    title: 'The expression of a schedule cannot be read',
    why: 'The Scheduler refuses the schedule.',
    remedy: 'Write at(2027-01-31T08:00:00), rate(5 minutes), or cron() with six fields, of which one of the two for days is ?.',
    source: `${GUIDE}/schedule-types.html`,
    also: ['VAL-27'],
    check: each(SCHEDULE, function* (on) {
      const found = fault(on);
      if (found === undefined || found.is === 'plural') return;
      yield { on, property: 'Properties.ScheduleExpression', message: found.message };
    }),
  },
  {
    id: 'SCH-05',
    severity: 'warning',
    title: 'The unit of a rate does not go with its number',
    why: 'Rules of EventBridge refuse such a rate; whether the Scheduler takes it is not documented.',
    remedy: 'Write minute, hour or day with 1, and minutes, hours or days with more.',
    source: `${GUIDE}/schedule-types.html`,
    also: ['VAL-27'],
    check: each(SCHEDULE, function* (on) {
      const found = fault(on);
      if (found?.is === 'plural') yield { on, property: 'Properties.ScheduleExpression', message: found.message };
    }),
  },
];
