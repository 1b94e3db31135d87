import type { EventSourceFacts } from '../event-source';

export const ALARM_FACTS: EventSourceFacts = {
  title: 'CloudWatch alarm action',
  construct: 'AlarmEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'Lambda: twice.',
  whenFunctionFails: 'Lambda sends the event to the dead-letter queue or failure destination of the function, or drops it.',
  ordering: 'None.',
  limits: '5 actions for each state; an action is for the change into the state, not for as long as it lasts.',
  qualifiers: 'alias or version',
  rules: ['ALM-01', 'ALM-03'],
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html',
};

/** The most actions of an alarm for one state (ALM-01). */
export const ACTIONS_PER_STATE = 5;
