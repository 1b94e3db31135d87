import type { EventSourceFacts } from '../event-source';

const MESSAGES = 'https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html';

export const SNS_FACTS: EventSourceFacts = {
  title: 'SNS topic',
  construct: 'SnsEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'SNS, until Lambda takes the message: 100,015 times within 23 days. Then Lambda, twice.',
  whenFunctionFails:
    'Lambda sends the event to the dead-letter queue or failure destination of the function; what Lambda never took goes to the dead-letter queue of the subscription, or is lost.',
  ordering: 'None; a message can come more than once. FIFO topics invoke no functions.',
  limits: 'One message an invocation, 256 KB; 5 keys and 150 combinations of values in a filter policy.',
  qualifiers: 'alias or version',
  rules: ['SNS-01', 'SNS-02', 'SNS-05', 'SNS-06', 'SNS-07'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html',
};

/** How many ways to match a filter policy may have: the values of its keys multiplied, and by depth in bodies (SNS-07). */
export const FILTER_POLICY_COMBINATIONS = 150;
export const FILTER_POLICY_BYTES = 262_144;
/** Operators that SNS does not take (PAT-60). */
export const NOT_IN_FILTER_POLICIES: readonly string[] = ['anything-but/suffix'];
export const FILTER_POLICY_SOURCE = MESSAGES;
/** What a number of a policy may be (PAT-60). */
export const FILTER_POLICY_NUMBER = 1_000_000_000;
