import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const ACTION = 'https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html';
const TOPIC_RULE = 'https://docs.aws.amazon.com/iot/latest/apireference/API_CreateTopicRule.html';

export const IOT_RULE_FACTS: EventSourceFacts = {
  title: 'IoT topic rule',
  construct: 'IotRuleEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'AWS IoT: when Lambda cannot take the event; then Lambda: twice more, after 1 and 2 minutes.',
  whenFunctionFails:
    'The event goes to the destination for failures or the dead-letter queue of the function; the error action of the rule has only what Lambda did not take.',
  ordering: 'None.',
  limits: 'A function of the Region of the rule.',
  qualifiers: 'alias or version',
  rules: ['IOT-01', 'IOT-02', 'IOT-03'],
  source: ACTION,
};

export const IOT_BUTTON_FACTS: EventSourceFacts = {
  ...IOT_RULE_FACTS,
  title: 'IoT button',
  construct: 'IotButtonEventSource',
  rules: ['IOT-01', 'IOT-07'],
  remark: 'No longer sold; the button is a topic rule.',
};

export const IOT_EVENTS_FACTS: EventSourceFacts = {
  title: 'IoT Events',
  construct: 'IotEventsEventSource',
  invocation: 'asynchronous',
  authorization: 'role of the source',
  retries: 'Lambda: twice more, after 1 and 2 minutes.',
  whenFunctionFails: 'The event goes to the destination for failures or the dead-letter queue of the function; or it is gone.',
  ordering: 'Not documented.',
  limits: 'Not documented.',
  qualifiers: 'not documented',
  rules: ['IOT-08'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-iotevents.html',
  remark: 'The service ended on 20 May 2026.',
};

/** The name of a topic rule. */
export const TOPIC_RULE_NAME: TextLimit = {
  min: 1,
  max: 128,
  pattern: { matches: /^\w+$/, words: 'letters, digits and _' },
  rule: 'IOT-01',
  source: TOPIC_RULE,
};

/** What picks the messages; only its presence is looked at, not its grammar. */
export const TOPIC_RULE_SQL: TextLimit = {
  min: 1,
  rule: 'IOT-02',
  source: 'https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-reference.html',
};

/** The version of the SQL that is newest and not a preview. */
export const TOPIC_RULE_SQL_VERSION = '2016-03-23';

/** The serial number of a button, the last level of its topic (IOT-07). */
export const BUTTON_SERIAL_NUMBER: TextLimit = {
  min: 1,
  pattern: { matches: /^[A-Za-z0-9]+$/, words: 'letters and digits' },
  rule: 'IOT-07',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html',
};
