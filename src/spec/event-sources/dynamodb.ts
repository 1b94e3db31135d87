import type { EventSourceFacts } from '../event-source';

export const DYNAMODB_FACTS: EventSourceFacts = {
  title: 'DynamoDB stream',
  construct: 'DynamoEventSource',
  invocation: 'polled',
  authorization: 'role of the function',
  retries:
    'Lambda: the batch, until it succeeds, `retryAttempts` or `maxRecordAge` is reached, or the records expire after 24 h; halved each time with `bisectBatchOnError`.',
  whenFunctionFails: 'The shard waits until then; the batch is then skipped, and told to the `onFailure` queue, topic or bucket.',
  ordering: 'By key of the item; a failing batch holds up its shard, or its part of it with a `parallelizationFactor`.',
  limits: 'Batches of 1 to 10,000 changes, 100 by default; 6 MB; two readers of a stream, one of a table with replicas.',
  qualifiers: 'alias or version',
  rules: ['DDB-02', 'DDB-03', 'DDB-11', 'STR-01', 'STR-05', 'STR-10'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
};
