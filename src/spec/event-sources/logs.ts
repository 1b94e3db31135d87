import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const FILTERS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html';
const API = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html';

export const LOGS_FACTS: EventSourceFacts = {
  title: 'CloudWatch Logs subscription filter',
  construct: 'LogsEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'CloudWatch Logs, until Lambda takes the log events: for 24 hours. Then Lambda, twice.',
  whenFunctionFails:
    'Lambda sends the event to the dead-letter queue or failure destination of the function, or drops it. The log events stay in their group.',
  ordering: 'One invocation has log events of one log stream.',
  limits: '2 subscription filters a log group. The data is gzipped and base64.',
  qualifiers: 'alias or version',
  rules: ['LOG-01', 'LOG-02', 'LOG-03', 'LOG-05', 'LOG-06'],
  source: FILTERS,
};

export const SUBSCRIPTION_FILTER_NAME: TextLimit = {
  min: 1,
  max: 512,
  pattern: { matches: /^[^:*]*$/, words: 'no colons and no asterisks' },
  rule: 'LOG-03',
  source: API,
};
export const SUBSCRIPTION_FILTER_PATTERN: TextLimit = { min: 0, max: 1_024, rule: 'LOG-03', source: API };
