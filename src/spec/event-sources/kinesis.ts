import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const RETRIES =
  'Lambda: the batch, until it succeeds, `retryAttempts` or `maxRecordAge` is reached, or the records expire (24 h unless the stream keeps them longer); halved each time with `bisectBatchOnError`.';
const GIVEN_UP = 'The shard waits until then; the batch is then skipped, and told to the `onFailure` queue, topic or bucket.';
const ORDERING = 'By partition key; a failing batch holds up its shard, or its part of it with a `parallelizationFactor`.';

export const KINESIS_FACTS: EventSourceFacts = {
  title: 'Kinesis data stream',
  construct: 'KinesisEventSource',
  invocation: 'polled',
  authorization: 'role of the function',
  retries: RETRIES,
  whenFunctionFails: GIVEN_UP,
  ordering: ORDERING,
  limits:
    'Batches of 1 to 10,000 records, 100 by default; 6 MB; 1 to 10 batches of a shard at once; shares 2 MB/s of each shard.',
  qualifiers: 'alias or version',
  rules: ['KIN-01', 'KIN-05', 'KIN-06', 'STR-01', 'STR-05', 'STR-10'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html',
};

export const KINESIS_CONSUMER_FACTS: EventSourceFacts = {
  ...KINESIS_FACTS,
  title: 'Kinesis consumer (enhanced fan-out)',
  construct: 'KinesisConsumerEventSource',
  limits: 'As of the stream, but with 2 MB/s of each shard for itself.',
  rules: ['KIN-01', 'KIN-02', 'KIN-04', 'STR-01', 'STR-05', 'STR-10'],
  remark: '`KinesisFanOutEventSource` makes the consumer as well.',
};

/** What Lambda does on a consumer, beside what it does on the stream (KIN-01). */
export const CONSUMER_ACTIONS = ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer'] as const;

export const CONSUMER_NAME: TextLimit = {
  min: 1,
  max: 128,
  pattern: { matches: /^[\w.-]+$/, words: 'letters, digits, _, . and -' },
  rule: 'KIN-02',
  source: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html',
};
