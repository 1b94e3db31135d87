import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const API = 'https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html';

export const SCHEDULE_FACTS: EventSourceFacts = {
  title: 'EventBridge Scheduler schedule',
  construct: 'ScheduleEventSource',
  invocation: 'asynchronous',
  authorization: 'role of the source',
  retries:
    'Scheduler, until Lambda takes the event: 185 times within 24 hours, or as `retryAttempts` and `maxEventAge` say. Then Lambda, twice.',
  whenFunctionFails:
    'Lambda sends the event to the dead-letter queue or failure destination of the function; what Lambda never took goes to the dead-letter queue of the schedule, or is lost.',
  ordering: 'None; an event can come more than once.',
  limits: 'One-time, `rate` and `cron` with a time zone, to the minute; 256 KB of input.',
  qualifiers: 'alias or version',
  rules: ['SCH-01', 'SCH-02', 'SCH-03', 'SCH-04'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html',
};

export const SCHEDULE_NAME: TextLimit = {
  min: 1,
  max: 64,
  pattern: { matches: /^[0-9a-zA-Z\-_.]+$/, words: 'letters, digits, hyphens, underscores and dots' },
  rule: 'SCH-03',
  source: API,
};
export const SCHEDULE_EXPRESSION: TextLimit = { min: 1, max: 256, rule: 'SCH-04', source: API };
export const SCHEDULE_TIME_ZONE: TextLimit = { min: 1, max: 50, rule: 'SCH-03', source: API };
/** In bytes (SCH-02). */
export const SCHEDULE_INPUT_BYTES = 262_144;
export const DEFAULT_SCHEDULE_GROUP = 'default';
