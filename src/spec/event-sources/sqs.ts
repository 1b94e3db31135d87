import type { EventSourceFacts } from '../event-source';
import type { Limit } from '../limit';

const CREATE = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';

export const SQS_FACTS: EventSourceFacts = {
  title: 'SQS queue, standard or FIFO',
  construct: 'SqsEventSource',
  invocation: 'polled',
  authorization: 'role of the function',
  retries: 'SQS: a message that was not deleted comes back after the visibility timeout, for as long as the queue keeps it.',
  whenFunctionFails:
    'The batch comes back as a whole, or only the messages that the function reported; after `maxReceiveCount` receives a message goes to the dead-letter queue of the queue.',
  ordering: 'Standard: none. FIFO: within a message group; a failing group waits, the others go on.',
  limits: 'Batches of 1 to 10 messages, up to 10,000 with a window of at least 1 s (standard queues only); 6 MB.',
  qualifiers: 'alias or version',
  rules: ['SQS-01', 'SQS-20', 'SQS-21', 'SQS-26', 'FIL-11'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
};

/** Messages that one invocation gets (SQS-04). */
export const SQS_BATCH: Limit = { min: 1, max: 10_000, unit: 'messages', whole: true, rule: 'SQS-04', source: CREATE };
/** The same of a FIFO queue, and of a standard queue without a window (SQS-04). */
export const SQS_SMALL_BATCH: Limit = { ...SQS_BATCH, max: 10 };
