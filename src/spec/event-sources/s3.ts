import type { EventSourceFacts } from '../event-source';

export const S3_FACTS: EventSourceFacts = {
  title: 'S3 bucket, event notification',
  construct: 'S3EventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'Lambda: twice, after one and two minutes.',
  whenFunctionFails: 'Lambda sends the event to the dead-letter queue or failure destination of the function, or drops it.',
  ordering: 'None; an event can come more than once. `sequencer` orders the events of one key.',
  limits:
    'One notification for each event type and key: filters of one bucket must not overlap. The bucket is in the Region of the function.',
  qualifiers: 'alias or version',
  rules: ['S3-01', 'S3-02', 'S3-06', 'S3-08', 'S3-14'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
};
